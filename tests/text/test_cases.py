"""Each case table holds sentences of one form, and below each what the grammar finds in it."""

from pathlib import Path

import pytest

from tallystick.text import read_quantities


def _shown(mention):
    from tallystick import bounds

    if mention.kind != "quantity":
        return f"{mention.text} -> {mention.kind}"
    quantity = mention.quantity
    unit = quantity.unit or (f"?{quantity.unit_text}" if quantity.unit_text else "")
    numbers = " to ".join(bounds.show_number(number) for number in mention.numbers)
    extras = (mention.noun, mention.rate and f"per {mention.rate}", mention.direction)
    return "; ".join([f"{mention.text} -> {quantity.relation} {numbers} {unit}".strip(), *filter(None, extras)])


def _cases():
    for table in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        sentence, found = "", []
        for line in [*table.read_text(encoding="utf-8").splitlines(), ""]:
            if line.startswith("  "):
                found.append(line.strip())
                continue
            if sentence:
                yield pytest.param(sentence, found, id=f"{table.stem}: {sentence[:60]}")
            sentence, found = ("" if line.startswith("#") else line), []


@pytest.mark.parametrize(("sentence", "found"), list(_cases()))
def test_a_sentence_yields_these_mentions(sentence, found):
    assert [_shown(mention) for mention in read_quantities(sentence)] == found


def test_the_tables_are_not_empty():
    assert len(list(_cases())) > 150

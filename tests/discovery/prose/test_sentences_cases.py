"""Sentences of many kinds of text: what cannot be true is found under its code, and what is true is left alone."""

from pathlib import Path

import pytest

from tallystick.discovery.prose import read_prose
from tallystick.documents import read_document
from tallystick.ticking import judge_ties


def cases() -> list[tuple[str, str, str]]:
    found = []
    for file in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                code, _, text = line.partition(" ")
                found.append((file.stem, code, text.replace("⏎", "\n")))
    return found


CASES = cases()


def codes(text: str) -> list[str]:
    document = read_document(Path("draft.md"), text.encode())
    prose = read_prose(document)
    return [finding.code for finding in judge_ties(prose.stated, prose.figures, [document])[1]]


@pytest.mark.parametrize(
    ("code", "text"),
    [(code, text) for _, code, text in CASES if code != "="],
    ids=[f"{kind}-{n}" for n, (kind, code, _) in enumerate(CASES) if code != "="],
)
def test_what_cannot_be_true_is_found_under_its_code(code, text):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [text for _, code, text in CASES if code == "="],
    ids=[f"{kind}-{n}" for n, (kind, code, _) in enumerate(CASES) if code == "="],
)
def test_what_is_true_is_left_alone(text):
    assert codes(text) == []


def test_the_same_document_gives_the_same_ties():
    text = "\n\n".join(text for _, _, text in CASES)
    document = read_document(Path("draft.md"), text.encode())
    first, again = read_prose(document), read_prose.__wrapped__(document)
    assert (first.figures, first.stated) == (again.figures, again.stated)

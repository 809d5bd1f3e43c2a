"""Text → drafts of claims and measures that pass grounding as they are; guesses are marked as guesses.

Every number, rank and date that the grammar finds becomes a claim with its quote. What the words do not
say for sure (whose number, which period, which world) is guessed from the sentence, and the claim's
`note` names each guess.
"""

from __future__ import annotations

from tallystick import periods
from tallystick.drafting.claims import make_drafts
from tallystick.drafting.measures import measure_lines
from tallystick.drafting.quoting import Sentences
from tallystick.drafting.workspaces import draft_workspace
from tallystick.drafting.writing import claim_lines, first_date, quoted, source_lines
from tallystick.model import Period
from tallystick.text import read_asides, read_quantities

__all__ = ["draft_claims", "draft_schema", "draft_workspace", "explain"]

_NOTHING = "claims: []  # no quantity was found in the text\n"


def draft_claims(source_path: str, text: str, *, source_date: str | None = None) -> str:
    r"""A claims file in YAML for every quantity, rank and date of a text.

    Args:
        source_path: The source as the claims file shall name it.
        text: The source's prose, as `documents.read_document` gives it.
        source_date: The source's date in ISO 8601; guessed from the text's head when None.

    >>> 'value: "about 5 tons"' in draft_claims("a.txt", "It weighs about 5 tons.")
    True
    """
    drafts = make_drafts(text, _day(source_date or first_date(text)))
    head = source_lines(source_path, text, source_date)
    if not drafts:
        return "\n".join([*head, _NOTHING])
    body = [line for draft in drafts for line in claim_lines(draft)]
    return "\n".join([*head, "claims:", *body, ""])


def draft_schema(text: str) -> str:
    """The measures that the drafted claims of a text need, as a schema file in YAML."""
    drafts = make_drafts(text, _day(first_date(text)))
    head = "# Drafted from a text: one measure per dimension. Split them by what is measured."
    return "\n".join([head, *measure_lines(drafts), ""])


def _day(date: str) -> Period | None:
    return periods.parse_period(date) if date else None


def explain(text: str) -> str:
    """One line for each number: place, words, reading and the rules that fired, or why it was set aside."""
    sentences = Sentences(text)
    lines: list[tuple[int, str]] = []
    for aside in read_asides(text):
        line, column = sentences.place(aside.start)
        lines.append((aside.start, f"{line}:{column} {quoted(aside.text)} set aside: {aside.why}"))
    for mention in read_quantities(text):
        line, column = sentences.place(mention.start)
        reading = _reading(mention.quantity.unit, mention.noun, mention.rate, mention.direction)
        values = " to ".join(str(number) for number in mention.numbers)
        said = " ".join(part for part in (mention.quantity.relation if values else "", values, reading) if part)
        shown = f"{line}:{column} {quoted(mention.text)} {mention.kind} {said} ({', '.join(mention.why)})"
        lines.append((mention.start, shown))
    return "".join(f"{shown}\n" for _, shown in sorted(lines))


def _reading(unit: str, noun: str, rate: str, direction: str) -> str:
    per = f"per {rate}" if rate and "/" not in unit else ""
    return " ".join(part for part in (unit, noun, per, direction) if part)

"""TX07: a row of a table that a sentence calls the largest, the second-lowest …, and that no column has there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallystick import bounds
from tallystick.discovery.patterns import lazily
from tallystick.discovery.prose.sentences import Sentence
from tallystick.discovery.stated import Stated, equals, number
from tallystick.model import Document, Evidence, Figure, Quantity, Severity, Table

_LARGE = "largest|biggest|highest|greatest|longest|busiest|tallest|deepest|heaviest|hottest|warmest|oldest|strongest|widest|top|richest|most expensive|dearest"
_SMALL = "smallest|lowest|least|fewest|shortest|coldest|youngest|cheapest|lightest|weakest|shallowest|narrowest|poorest"
_EITHER = "fastest|slowest|quickest|best|worst"
_RANKS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_SUPERLATIVE = rf"(?:(?P<rank>{'|'.join(_RANKS)})[- ])?(?P<sup>{_LARGE}|{_SMALL}|{_EITHER})\b"
_VERB = r"(?:is|was|are|were|has|had|remains?|remained|shows?|showed|took|takes|reached|posted|recorded|kept|keeps|came from|fell to|went to|belongs to|came in|seen in|in|at|for|goes to)"
_ELSEWHERE = lazily(
    r"\b(?:ever|since|in the (?:world|country|region|county|state|nation|history|city)|on record|of its kind|to date|so far|of all time|in (?:europe|asia|africa)|in \d+ years|"
    r"share of|of the (?:year|month|week|day|decade|century)|at (?:most|least)|most (?:of|likely|recent|important|common))\b"
)
_NUMBER = lazily(r"[-−–(]?\s?[$€£]?\s?\d[\d,]*(?:\.\d+)?")
_WHOLE = lazily(r"total|all\b|sum\b|overall|mean|average|median|other", re.IGNORECASE)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """The numbers of one column by the label of their row."""

    values: Mapping[str, Fraction]

    def rank(self, label: str, *, largest: bool) -> int:
        """The place of a row in the column from the top, or from the bottom; 0 when it has no number there."""
        if label not in self.values:
            return 0
        own = self.values[label]
        return 1 + sum((value > own) if largest else (value < own) for value in self.values.values())


def find_rankings(sentences: Sequence[Sentence], document: Document) -> Iterator[Stated | Figure]:
    """TX07 for every row of a table that a sentence gives a place which it has in no column."""
    ranking = [(one, text) for one in sentences if _may_rank(text := one.text.lower())]
    labelled = [(label, columns) for table in document.tables for label, columns in _rows(table)] if ranking else []
    often = Counter(label for label, _ in labelled)
    known = [(label, columns) for label, columns in labelled if often[label] == 1]
    for sentence, text in ranking:
        for label, columns in known:
            yield from _ranked(sentence, text, label, columns) if label in text else ()


def _may_rank(text: str) -> bool:
    return re.search(rf"\b(?:{_LARGE}|{_SMALL}|{_EITHER})\b", text) is not None and not _ELSEWHERE.search(text)


def _rows(table: Table) -> Iterator[tuple[str, tuple[_Column, ...]]]:
    """The label of every row, and the columns of its table that have numbers."""
    labels = {
        cell.row: cell.text.strip().lower()
        for cell in table.cells
        if cell.column == 0 and cell.row >= table.header_rows
    }
    labels = {
        row: text
        for row, text in labels.items()
        if len(text) > 2 and re.search(r"[a-z]{3}", text) and not _WHOLE.match(text)
    }
    found: dict[int, dict[str, Fraction]] = {}
    for cell in table.cells:
        value = _value(cell.text) if cell.column and cell.row in labels else None
        if value is not None:
            found.setdefault(cell.column, {})[labels[cell.row]] = value
    columns = tuple(_Column(values) for _, values in sorted(found.items()) if len(values) >= _FEWEST)
    return iter([(label, columns) for label in labels.values()] if columns else [])


def _value(text: str) -> Fraction | None:
    match = _NUMBER.match(text.strip())
    digits = re.sub(r"[^\d.]", "", match[0]) if match else ""
    if not digits.strip("."):
        return None
    return Fraction(digits.strip(".")) * (-1 if match and match[0][0] in "-−–(" else 1)


def _ranked(sentence: Sentence, text: str, label: str, columns: Sequence[_Column]) -> Iterator[Stated | Figure]:
    name = rf"(?<![\w-]){re.escape(label)}(?![\w-])"
    forms = (
        rf"{name}(?:,|(?: {_VERB}))?(?: (?:still|again|now|clearly|by far))? the {_SUPERLATIVE}",
        rf"\bthe {_SUPERLATIVE}(?: [a-z]+){{0,3}}? {_VERB}(?: (?:still|again|now|that of|seen in|in|the|made in|found in)){{0,2}} {name}",
    )
    for form in forms:
        match = re.search(form, text)
        if match:
            yield from _stated(sentence, match, label, columns)
            return


def _stated(
    sentence: Sentence, match: re.Match[str], label: str, columns: Sequence[_Column]
) -> Iterator[Stated | Figure]:
    said = _RANKS.get(match["rank"] or "", 1)
    ways = (True, False) if re.fullmatch(_EITHER, match["sup"]) else (re.fullmatch(_LARGE, match["sup"]) is not None,)
    places = [place for column in columns for way in ways if (place := column.rank(label, largest=way))]
    if not places:
        return
    best = min(places, key=lambda place: abs(place - said))
    start = sentence.start + match.start()
    words = " ".join(sentence.text[match.start() : match.end()].split())
    figure = Figure(
        f"{sentence.prefix}w{start}",
        Quantity(bounds.point(said), "", words),
        sentence.path,
        start,
        sentence.start + match.end(),
        sentence=sentence.start,
    )
    says = f"'{words}': no column of the table has it in that place (nearest: {best})"
    yield figure
    yield Stated(
        "TX07", equals(figure.id, number(best)), Evidence.WORDS, f"'{words}'", figure.id, "T", Severity.WARNING, says
    )

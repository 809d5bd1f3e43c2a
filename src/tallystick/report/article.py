"""A source as marked-up text: every number and quote a link to its claims, those nobody claims marked."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tallystick.model import Audit, Finding, Located, Number, Source
from tallystick.report.anchors import anchor


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that is one thing: plain, within quotes, or a number."""

    text: str
    kind: str = "plain"  # plain, quote, claimed, waived, unclaimed
    href: str = ""
    title: str = ""
    ids: tuple[str, ...] = ()  # anchors that start here
    flag: Finding | None = None  # the gravest finding about a claim whose words end here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The pieces of one line of the text, and the page it stands on."""

    pieces: tuple[Piece, ...]
    page: str = ""


def mark_up(
    source: Source,
    audit: Audit,
    known: Container[str] | None = None,
    flagged: Mapping[str, Finding] | None = None,
) -> list[Paragraph]:
    """The source's paragraphs, cut wherever a quote or number begins or ends.

    Args:
        known: Claims that the page shows and a link can lead to; all when None.
        flagged: Claim → the finding to flag its words with.
    """
    text = source.text or ""
    quotes = sorted((one for one in audit.located if one.source == source.path), key=lambda one: (one.start, -one.end))
    numbers = [one for one in audit.coverage.numbers if one.source == source.path]
    cuts = {0, len(text)}
    cuts |= {edge for quote in quotes for edge in (quote.start, quote.end)}
    cuts |= {edge for number in numbers for edge in (number.start, number.end)}
    edges = sorted(cuts)
    pieces = _pieces(text, edges, quotes, numbers)
    if known is not None:
        shown = {f"#{anchor('claim', claim.id)}" for claim in audit.ledger.claims if claim.id in known} | {"#coverage"}
        pieces = [piece if piece.href in shown else replace(piece, href="") for piece in pieces]
    return _paragraphs(_flag(pieces, edges, quotes, flagged or {}), edges, dict(source.pages))


def _flag(
    pieces: Sequence[Piece], edges: Sequence[int], quotes: Sequence[Located], flagged: Mapping[str, Finding]
) -> list[Piece]:
    """The pieces, each claim's finding put where its number ends, or its quote when no number was matched."""
    ends: dict[int, Finding] = {}
    for quote in quotes:
        if quote.claim in flagged:
            end = quote.number_end if quote.number_end > 0 else quote.end
            ends.setdefault(end if end in edges else quote.end, flagged[quote.claim])
    return [
        replace(piece, flag=ends[end]) if end in ends else piece for piece, end in zip(pieces, edges[1:], strict=True)
    ]


def _pieces(text: str, edges: Sequence[int], quotes: Sequence[Located], numbers: Sequence[Number]) -> list[Piece]:
    started: set[str] = set()
    pieces: list[Piece] = []
    waiting, open_quotes = list(reversed(quotes)), []
    at_number = 0
    for start, end in pairwise(edges):
        while waiting and waiting[-1].start <= start:
            open_quotes.append(waiting.pop())
        open_quotes = [one for one in open_quotes if one.end > start]
        while at_number < len(numbers) and numbers[at_number].end <= start:
            at_number += 1
        number = numbers[at_number] if at_number < len(numbers) and numbers[at_number].start <= start else None
        pieces.append(_piece(text[start:end], open_quotes, number, started))
    return pieces


def _piece(text: str, quotes: Sequence[Located], number: Number | None, started: set[str]) -> Piece:
    ids = [anchor("quote", one.claim) for one in quotes if anchor("quote", one.claim) not in started]
    if number is not None and (name := f"n-{anchor('s', number.source)}-{number.start}") not in started:
        ids.append(name)
    started.update(ids)
    closest = min(quotes, key=lambda one: one.end - one.start).claim if quotes else ""
    if number is None:
        kind, title = ("quote", f"quoted by {_names(quotes)}") if quotes else ("plain", "")
        return Piece(text, kind, f"#{anchor('claim', closest)}" if closest else "", title, tuple(ids))
    if number.claims:
        title = f"claimed by {', '.join(number.claims)}"
        return Piece(text, "claimed", f"#{anchor('claim', number.claims[0])}", title, tuple(ids))
    if number.waived:
        href = f"#{anchor('claim', closest)}" if closest else ""
        return Piece(text, "waived", href, f"waived: {number.waived}", tuple(ids))
    return Piece(text, "unclaimed", "#coverage", "neither claimed nor waived", tuple(ids))


def _names(quotes: Iterable[Located]) -> str:
    return ", ".join(one.claim for one in quotes)


def _paragraphs(pieces: Sequence[Piece], edges: Sequence[int], pages: dict[int, str]) -> list[Paragraph]:
    """The pieces line by line; a piece over several lines is cut, its anchors stay with its first part."""
    made: list[Paragraph] = []
    line: list[Piece] = []
    page = pages.get(0, "")
    for piece, start in zip(pieces, edges, strict=False):
        parts = piece.text.split("\n")
        at = start
        for number, part in enumerate(parts):
            if number:
                made.append(Paragraph(tuple(line), page))
                line, page = [], pages.get(at, "")
            if part or (piece.ids and not number):
                ids, flag = piece.ids if not number else (), piece.flag if number == len(parts) - 1 else None
                line.append(replace(piece, text=part, ids=ids, flag=flag))
            at += len(part) + 1
    made.append(Paragraph(tuple(line), page))
    return [paragraph for paragraph in made if paragraph.pieces]

"""What was compared and what was not, in one line that never says more than was done."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tallystick.model import Audit, Document, Figure, Tie, Verdict

_SHOWN = 5


def loose_figures(audit: Audit) -> list[Figure]:
    """The figures that stand in no tie, in the order of their documents; a date alone is none."""
    tied = {name for tie in audit.ties for name in tie.figures}
    return [figure for figure in audit.figures if figure.id not in tied and figure.date is None]


def tied_figures(audit: Audit) -> int:
    """How many figures of the documents stand in a tie."""
    tied = {name for tie in audit.ties for name in tie.figures}
    return sum(figure.id in tied for figure in audit.figures)


def compared(audit: Audit) -> str:
    """How many figures stand in how many ties, and how many were compared with nothing.

    "183 figures: 140 in 61 ties, all agree; 43 not compared"; where most were not: "only 12 of 183 figures compared".
    """
    loose, tied = len(loose_figures(audit)), tied_figures(audit)
    whole = _count(loose + tied, "figure")
    if not audit.ties:
        return f"{whole}, 0 ties: nothing was compared."
    ties, agreeing = _count(len(audit.ties), "tie"), _agreeing([tie.verdict for tie in audit.ties])
    if is_little_compared(audit):
        # Nobody should read an all-clear where most figures were never looked at.
        return f"only {tied:,} of {whole} compared: {ties}, {agreeing}; {loose:,} not compared."
    return f"{whole}: {tied:,} in {ties}, {agreeing}; {loose:,} not compared."


def is_little_compared(audit: Audit) -> bool:
    """True when fewer figures stand in ties than do not."""
    return tied_figures(audit) < len(loose_figures(audit))


def held_ties(audit: Audit) -> Iterator[tuple[Tie, str]]:
    """The ties of documents that hold, each with the place of its first figure."""
    figures = {figure.id: figure for figure in audit.figures}
    lines = {document.path: _line_ends(document) for document in audit.documents}
    for tie in audit.ties:
        first = figures.get(tie.figures[0]) if tie.figures else None
        if tie.verdict is Verdict.HOLDS and first is not None:
            yield tie, f"{first.document}:{bisect_left(lines.get(first.document, []), first.start) + 1}"


def _line_ends(document: Document) -> list[int]:
    return [at for at, sign in enumerate(document.text) if sign == "\n"]


def _agreeing(verdicts: Sequence[Verdict]) -> str:
    """How many ties agree, in words: "all agree", "5 agree, 1 does not"."""
    held, broken = verdicts.count(Verdict.HOLDS), verdicts.count(Verdict.BREAKS)
    unknown = len(verdicts) - held - broken
    if not (broken or unknown):
        return "all agree" if held > 1 else "which agrees"
    parts = [f"{held:,} agree{'s' if held == 1 else ''}"]
    parts += [f"{broken:,} do{'es' if broken == 1 else ''} not"] if broken else []
    parts += [f"{unknown:,} could not be judged"] if unknown else []
    return ", ".join(parts)


def not_compared(audit: Audit) -> str:
    """The first figures that were compared with nothing, with their lines; "" when there is none."""
    loose = loose_figures(audit)
    texts = {document.path: document.text for document in audit.documents}
    shown = []
    for figure in loose[:_SHOWN]:
        line = texts.get(figure.document, "").count("\n", 0, figure.start) + 1
        words = " ".join(texts.get(figure.document, "")[figure.start : figure.end].split())
        shown.append(f"{words} ({figure.document}:{line})")
    rest = f", … and {len(loose) - _SHOWN:,} more" if len(loose) > _SHOWN else ""
    return f"not compared: {', '.join(shown)}{rest}" if shown else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"

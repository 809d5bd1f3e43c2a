"""What was compared and what was not, in one line that never says more than was done."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.model import Audit, Figure, Verdict

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

    "183 figures: 140 in 61 ties, all agree; 43 not compared".
    """
    loose, tied = len(loose_figures(audit)), tied_figures(audit)
    whole = _count(loose + tied, "figure")
    if not audit.ties:
        return f"{whole}, 0 ties: nothing was compared."
    verdicts = [tie.verdict for tie in audit.ties]
    agree = f"{tied:,} in {_count(len(audit.ties), 'tie')}, {_agreeing(verdicts)}"
    return f"{whole}: {agree}; {loose:,} not compared."


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

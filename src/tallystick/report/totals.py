"""What was compared and what was not, in one line that never says more than was done."""

from __future__ import annotations

from tallystick.model import Audit, Figure, Verdict

_SHOWN = 5


def loose_figures(audit: Audit) -> list[Figure]:
    """The figures that stand in no tie, in the order of their documents."""
    tied = {name for tie in audit.ties for name in tie.figures}
    return [figure for figure in audit.figures if figure.id not in tied]


def compared(audit: Audit) -> str:
    """How many figures stand in how many ties, and how many were compared with nothing.

    "183 figures: 140 in 61 ties, all agree; 43 not compared".
    """
    if not audit.figures:
        return "0 figures, 0 ties: nothing was compared."
    loose = len(loose_figures(audit))
    if not audit.ties:
        return f"{_count(len(audit.figures), 'figure')}, 0 ties: nothing was compared."
    held = sum(tie.verdict is Verdict.HOLDS for tie in audit.ties)
    broken = len(audit.ties) - held
    agree = "all agree" if not broken else f"{held:,} agree and {broken:,} do not"
    tied = f"{len(audit.figures) - loose:,} in {_count(len(audit.ties), 'tie')}, {agree}"
    return f"{_count(len(audit.figures), 'figure')}: {tied}; {loose:,} not compared."


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

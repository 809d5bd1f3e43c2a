"""Documents of tests: a Markdown text in, what is wrong in it out."""

from pathlib import Path

from tallystick.discovery import discover, understand
from tallystick.documents import read_document
from tallystick.ticking import judge_ties


def audited(text: str):
    """(ties, findings) of a Markdown document."""
    document = read_document(Path("draft.md"), text.encode())
    understood = understand(document)
    return judge_ties(discover([understood]), understood.figures, [document])


def broken(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(code, the numbers as printed) of every finding."""
    return [(one.code, tuple(text[a:b] for a, b in one.spans)) for one in audited(text)[1]]


def held(text: str, code: str) -> list[str]:
    """The ties of a kind that hold, with their numbers put in."""
    return [tie.substituted for tie in audited(text)[0] if tie.code == code and tie.verdict == "holds"]


def markdown(rows: list[list[str]]) -> str:
    """A pipe table; the first row is its header."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"

"""What a terminal or pipe can show: signs it cannot are spelled out, so that no sign means two things."""

from __future__ import annotations

import codecs
import os
import sys
from typing import IO

# What is left after this is written as an escape, never as a question mark, which is a verdict.
_SPELLED = {
    "✓": "+", "✗": "x", "…": "...", "–": "-", "—": "-", "−": "-", "·": "|", "“": '"', "”": '"', "‘": "'", "’": "'",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "*", "→": "->", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
_HANDLER = "tally-spelled"


def _spell(problem: UnicodeError) -> tuple[str, int]:
    """The signs that an encoding lacks, spelled in ASCII, and where to go on."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    lost = problem.object[problem.start : problem.end]
    escaped = (_SPELLED.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in lost)
    return "".join(escaped), problem.end


def prepare() -> None:
    """Make standard output and error ready for any text; a closed one is put in order, and refuses when written to."""
    codecs.register_error(_HANDLER, _spell)
    # Python leaves None where a stream is closed.
    sys.stdout = sys.stdout or _closed()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for the whole process
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_HANDLER)


def _closed() -> IO[str]:
    """A stream that is there and cannot be written to."""
    return open(os.devnull, encoding="utf-8")  # noqa: PTH123 - for the whole process


def write(text: str, *, exact: bool = False) -> None:
    """Write to standard output, now, so that a full disk or a closed pipe is known here.

    Args:
        exact: As UTF-8 whatever the terminal speaks, as data for a program must be.
    """
    if exact and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    else:
        sys.stdout.write(text)
    sys.stdout.flush()


def drop() -> None:
    """Let nothing more go to standard output: it is full, closed, or its reader has gone."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a descriptor is needed
        os.dup2(nowhere.fileno(), 1)


def command() -> str:
    """How this program was called, for the commands it suggests: `tally`, `.venv/bin/tally`, `python -m tallystick`."""
    called = sys.argv[0] if sys.argv else ""
    if called.endswith("__main__.py"):
        return f"{os.path.basename(sys.executable)} -m tallystick"  # noqa: PTH119 - a word, no path
    return called if os.sep in called and not _is_on_path(called) else "tally"


def _is_on_path(called: str) -> bool:
    import shutil

    found = shutil.which("tally")
    return found is not None and os.path.abspath(found) == os.path.abspath(called)  # noqa: PTH100 - links stay links

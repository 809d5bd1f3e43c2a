"""Outputs written whole: a file under a random name, then renamed; a device or pipe directly; never through a link."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from tallystick.errors import AuditError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that no reader ever sees half of it; what is no regular file is written to as it is.

    Raises:
        AuditError: it cannot be written there.
    """
    raw = content if isinstance(content, bytes) else content.encode()
    try:
        if path.is_dir():
            raise AuditError(f"cannot write {path.as_posix()}: it is a folder", fix="name a file")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            # A device, a pipe: renaming would put a file in its place.
            with path.open("wb") as stream:
                stream.write(raw)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, raw)
    except (OSError, ValueError) as problem:
        raise cannot_write(path, problem) from None


def cannot_write(path: Path, problem: Exception) -> AuditError:
    """The error that says so."""
    why = getattr(problem, "strerror", None) or problem
    return AuditError(f"cannot write {path.as_posix()}: {why}", fix="name a file in a folder you may write to")


def _replace(path: Path, content: bytes) -> None:
    """The file with this content, by way of a new one beside it that nobody could have foreseen."""
    temporary = path.with_name(f".tally-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise

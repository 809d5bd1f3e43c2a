"""A Python file of the workspace, run under a private name and within a time: whatever it does, the audit goes on."""

from __future__ import annotations

import hashlib
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FrameType, ModuleType

LIMIT_S = 60.0


class TookTooLong(BaseException):
    """A file or check of the workspace ran out of its time; no `except Exception` of its own can hold it up."""


@contextmanager
def loaded(file: Path, kind: str, limit_s: float = LIMIT_S) -> Iterator[ModuleType]:
    """The module of a file, which can be looked up while the block lasts.

    No import can reach it by accident, and nothing called `checks` or `schemas` ever exists.

    Raises:
        BaseException: whatever the file raises; `is_interruption` tells what must be let through.
    """
    name = f"_tallystick_{kind}_{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError("it is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        with within(limit_s):
            spec.loader.exec_module(module)
        yield module
    finally:
        sys.modules.pop(name, None)


@contextmanager
def within(limit_s: float) -> Iterator[None]:
    """Stop what runs in the block when its time is over; where the system or the thread has no such clock, it runs on.

    Raises:
        TookTooLong: it was stopped.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"it took longer than {limit_s:g} s (--time-limit)")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def is_interruption(problem: BaseException) -> bool:
    """True for what the user asked for with Ctrl-C, and no file of the workspace may swallow."""
    return isinstance(problem, KeyboardInterrupt)


def in_words(problem: BaseException) -> str:
    """What a file raised, in a line."""
    return str(problem) if isinstance(problem, TookTooLong) else f"{type(problem).__name__}: {problem}"


def line_of(problem: BaseException, file: Path | None) -> int:
    """The line of a file where something was raised; 0 where it has none."""
    if isinstance(problem, SyntaxError):
        return problem.lineno or 0
    frames = traceback.extract_tb(problem.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if file and Path(f.filename) == file), 0)

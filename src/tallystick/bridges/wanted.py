"""A neighbour that somebody asks for: imported now, or named with the command that installs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tallystick.errors import AuditError


def expectations() -> Any:  # noqa: ANN401 - a module
    """The expectations of Great Expectations, known to it from now on.

    Raises:
        AuditError: it is not installed, or cannot be imported here.
    """
    try:
        return import_module("tallystick.bridges.gx.expectations")
    except ImportError as problem:
        fix = "install it: pip install 'tallystick[gx]'"
        raise AuditError(f"tallystick.gx needs the package '{problem.name}'", fix=fix) from None
    except SystemExit:
        # pyspark without its connect part ends the program where Great Expectations looks for it.
        fix = "install both whole: pip install 'tallystick[gx,spark]'"
        raise AuditError("Great Expectations cannot be imported beside this pyspark", fix=fix) from None

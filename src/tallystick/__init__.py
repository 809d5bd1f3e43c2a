"""Tallystick checks that the numbers in a text or a dataset can all be true at once, and shows its working.

The names here are for users; inside the package, import the module. They are looked up when asked for,
so that `import tallystick` costs nothing.

>>> import tallystick
>>> tallystick.Verdict.HOLDS.value
'holds'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.auditing import Settings, audit_workspace
    from tallystick.errors import AuditError, TallystickError
    from tallystick.library import audit
    from tallystick.model import (
        Audit,
        Bound,
        Claim,
        ConflictSet,
        Finding,
        Period,
        Quantity,
        Source,
        Verdict,
    )
    from tallystick.rulesets import RuleSet

__version__ = "0.1.0"
__all__ = [
    "Audit",
    "AuditError",
    "Bound",
    "Claim",
    "ConflictSet",
    "Finding",
    "Period",
    "Quantity",
    "RuleSet",
    "Settings",
    "Source",
    "TallystickError",
    "Verdict",
    "audit",
    "audit_workspace",
]
_HOMES = {
    **dict.fromkeys(("AuditError", "TallystickError"), "errors"),
    **dict.fromkeys(("Settings", "audit_workspace"), "auditing"),
    "RuleSet": "rulesets",
    "audit": "library",
}


def __getattr__(name: str) -> object:
    """The public name, from the module it lives in."""
    if name not in __all__:
        raise AttributeError(f"module 'tallystick' has no attribute {name!r}")
    return getattr(import_module(f"tallystick.{_HOMES.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]

"""Reconciling: which claims cannot all be true, the smallest corrections, and what relations say by themselves."""

from tallystick.reconcile.examining import Examination, examine
from tallystick.reconcile.reconciling import Reconciliation, find_conflicts
from tallystick.reconcile.wording import why

__all__ = ["Examination", "Reconciliation", "examine", "find_conflicts", "why"]

"""Reconciling: which claims cannot all be true, the smallest corrections, and what relations say by themselves."""

from tallystick.reconcile.reconciling import Reconciliation, find_conflicts
from tallystick.reconcile.wording import why

__all__ = ["Reconciliation", "find_conflicts", "why"]

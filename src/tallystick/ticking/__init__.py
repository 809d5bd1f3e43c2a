"""Ties judged: what a document states, held against its printed figures, with the finding where it cannot be true."""

from __future__ import annotations

from tallystick.ticking.judging import judge_ties
from tallystick.ticking.workbooks import judge_workbooks

__all__ = ["judge_ties", "judge_workbooks"]

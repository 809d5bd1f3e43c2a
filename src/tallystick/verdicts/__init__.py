"""Checks on claims: a tree and a ledger to verdicts, as written, under rounding and under every reading.

`judge_all` is the door. A claim is an interval, the same name twice the same unknown, arithmetic exact;
what intervals leave open goes to `solving` under a limit. May import `solving`, `expressions` and below.
"""

from tallystick.verdicts.judging import Settings, judge, judge_all
from tallystick.verdicts.wording import show_bound, show_side

__all__ = ["Settings", "judge", "judge_all", "show_bound", "show_side"]

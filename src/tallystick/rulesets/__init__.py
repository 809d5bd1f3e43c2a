"""Rule sets for records: verdicts, corrections, and what follows from the rules themselves."""

from tallystick.rulesets.columns import judge_records
from tallystick.rulesets.sets import RuleSet

__all__ = ["RuleSet", "judge_records"]

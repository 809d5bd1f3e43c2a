"""Time of examining a rule set, and of correcting a thousand records of twenty fields.

    python benchmarks/rule_sets.py [RULES.json]

RULES.json is a list of `{"name": …, "expr": …}`; without it only the records are timed.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tallystick.rulesets.sets import RuleSet

BUDGETS = {"feasible": 0.1, "redundant": 1.0, "bounds": 2.0, "fixed": 2.0, "vacuous": None, "minimal": None}


def timed(what: str, run: Callable[[], object], budget: float | None = None) -> object:
    start = time.perf_counter()
    answer = run()
    limit = f"  (budget {budget} s)" if budget else ""
    size = f"{len(answer)}" if isinstance(answer, tuple | list | dict) else str(answer)
    print(f"{what:28} {time.perf_counter() - start:8.3f} s  {size}{limit}")
    return answer


def examine(path: Path) -> None:
    texts = {rule["name"]: rule["expr"] for rule in json.loads(path.read_text(encoding="utf-8"))}
    rules = timed("read", lambda: RuleSet(texts))
    assert isinstance(rules, RuleSet)
    print(f"{len(rules)} rules over {len(rules.fields)} fields")
    # Loading z3 once is part of the first question that needs it.
    for name, budget in BUDGETS.items():
        timed(name, getattr(rules, name), budget)


def twenty_rules() -> RuleSet:
    """Five groups of four fields: a sum, a floor, a share and a condition each."""
    rules = {}
    for group in range(5):
        total, first, second, third = (f"x{4 * group + place}" for place in range(4))
        rules[f"sum{group}"] = f"{total} == {first} + {second} + {third}"
        rules[f"floor{group}"] = f"{first} >= 0"
        rules[f"share{group}"] = f"{second} <= 0.6 * {total}"
        rules[f"if{group}"] = f"if {first} > 0 then {third} > 0"
    return RuleSet(rules)


def records(count: int) -> list[dict[str, int]]:
    """Records that obey the rules; about half of them with one or two fields changed."""
    dice = random.Random(1)
    made = []
    for _ in range(count):
        record: dict[str, int] = {}
        for group in range(5):
            first, third = dice.randint(1, 50), dice.randint(1, 50)
            second = dice.randint(0, first + third)
            values = (first + second + third, first, second, third)
            record |= {f"x{4 * group + place}": value for place, value in enumerate(values)}
        if dice.random() < 0.514:
            for name in dice.sample(sorted(record), dice.choice([1, 1, 2])):
                record[name] = dice.choice([record[name] * 10, -record[name] - 1, record[name] + 7])
        made.append(record)
    return made


def correct(count: int) -> None:
    rules, made = twenty_rules(), records(count)
    found = timed(f"correct {count} records", lambda: [rules.corrections(record) for record in made], 0.5)
    faulty = [one for one in found if one.cost]
    several = sum(len(one.alternatives) > 1 for one in faulty)
    print(f"{len(faulty)} faulty, {several} of them with more than one smallest correction")


def main(paths: list[str]) -> None:
    for path in paths:
        examine(Path(path))
    correct(1000)


if __name__ == "__main__":
    main(sys.argv[1:])

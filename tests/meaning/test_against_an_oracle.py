"""Random statements, each as a check and as a relation, against brute force that knows nothing of the package.

Counts are whole and bounded, so that trying every value decides; of measured amounts the corners and middles
of their intervals are tried, which refutes a wrong `holds`, `breaks` or contradiction.
Run as a script for more: python tests/meaning/test_against_an_oracle.py SEED COUNT
"""

import json
import math
import random
import re
import sys
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from tallystick.testing import audit_files

NAMES = ("a", "b", "c")
TEXT = {"and": "({} and {})", "or": "({} or {})", "not": "not ({})", "if": "(if {} then {})"}


class Undefined(Exception):
    """A division by zero, or a root or logarithm of what has none."""


def number(rng, depth):
    """A random number as (text, function of values)."""
    if depth == 0 or rng.random() < 0.3:
        if rng.random() < 0.7:
            name = rng.choice(NAMES)
            return name, lambda v: v[name]
        value = Fraction(rng.randint(0, 8), rng.choice((1, 1, 1, 2)))
        return (str(value) if value.denominator == 1 else f"{float(value)}"), lambda v: value
    kind = rng.choice(("+", "-", "*", "/", "abs", "min", "max", "floor", "ceil", "round", "mean", "sum", "if", "**"))
    (x, f), (y, g) = number(rng, depth - 1), number(rng, depth - 1)
    if kind in ("+", "-", "*", "/"):
        return f"({x} {kind} {y})", lambda v: arithmetic(kind, f(v), g(v))
    if kind in ("min", "max", "sum", "mean"):
        take = {"min": min, "max": max, "sum": lambda *p: sum(p), "mean": lambda *p: sum(p) / 2}[kind]
        return f"{kind}({x}, {y})", lambda v: Fraction(take(f(v), g(v)))
    if kind == "if":
        condition, holds = statement(rng, 0)
        return f"(if {condition} then {x} else {y})", lambda v: by_cases(holds(v), f, g, v)
    if kind == "**":
        return f"({x}) ** 2", lambda v: f(v) ** 2
    shape = {"abs": abs, "floor": math.floor, "ceil": math.ceil, "round": half_away}[kind]
    return f"{kind}({x})", lambda v: Fraction(shape(f(v)))


def half_away(value):
    return math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))


def by_cases(condition, first, second, values):
    """A number by cases; both are worked out, as a reader would."""
    if condition is None:
        raise Undefined
    both = first(values), second(values)
    return both[0] if condition else both[1]


def arithmetic(kind, first, second):
    if kind == "/" and second == 0:
        raise Undefined
    return {"+": first + second, "-": first - second, "*": first * second}[kind] if kind != "/" else first / second


def statement(rng, depth):
    """A random statement as (text, function of values)."""
    if depth == 0 or rng.random() < 0.4:
        if rng.random() < 0.1:
            (x, f), (y, g) = number(rng, 1), number(rng, 1)
            return f"near({x}, {y}, 0.5)", lambda v: defined(lambda: abs(f(v) - g(v)) <= Fraction(1, 2) * abs(g(v)))
        how = rng.choice(("<", "<=", "==", "!=", ">", ">="))
        (x, f), (y, g) = number(rng, 2), number(rng, 1)
        return f"{x} {how} {y}", lambda v: defined(lambda: compared(f(v), how, g(v)))
    kind = rng.choice(("and", "or", "not", "if"))
    (x, f), (y, g) = statement(rng, depth - 1), statement(rng, depth - 1)
    if kind == "not":
        return TEXT[kind].format(x), lambda v: negated(f(v))
    return TEXT[kind].format(x, y), lambda v: joined(kind, f(v), g(v))


def defined(ask):
    """What is asked, None where it has no value: Kleene's third value."""
    try:
        return ask()
    except Undefined:
        return None


def negated(part):
    return None if part is None else not part


def joined(kind, first, second):
    first = negated(first) if kind == "if" else first
    decisive = kind != "and"
    if decisive in (first, second):
        return decisive
    return None if None in (first, second) else not decisive


def compared(first, how, second):
    return {"<": first < second, "<=": first <= second, "==": first == second, "!=": first != second, ">": first > second, ">=": first >= second}[how]  # fmt: skip


def answers(holds, bounds, *, whole):
    """What a statement says at every value tried: True, False, or None where it has no value."""
    found = Counter()
    spans = [range(low, high + 1) if whole else sorted({low, Fraction(low + high, 2), high}) for low, high in bounds]
    for values in product(*spans):
        found[holds(dict(zip(NAMES, map(Fraction, values), strict=True)))] += 1
    return found


def one(seed, *, whole):
    """One random statement: its text, what the oracle saw, and what the check and the relation say."""
    rng = random.Random(seed)
    bounds = [(low, low + rng.choice((0, 1, 2, 3))) for low in (rng.randint(0, 3) for _ in NAMES)]
    text, holds = statement(rng, 2)
    seen = answers(holds, bounds, whole=whole)
    kind = "{kind: count, range: 0 .. 50}" if whole else "{unit: '', range: -50 .. 50}"
    schema = "measures:\n" + "".join(f"  {name}: {kind}\n" for name in NAMES)
    rows = "".join(
        f"  - {{id: {name}, measure: {name}, value: '{low if low == high else f'{low} .. {high}'}', digits: 9}}\n"
        for name, (low, high) in zip(NAMES, bounds, strict=True)
    )
    files = {"schemas/m.yaml": schema, "data/c.yaml": "claims:\n" + rows}
    checks = f"checks:\n  - {{id: k, assert: {json.dumps(text)}, exactly: true}}\n"
    relations = f"relations:\n  - {{id: r, holds: {json.dumps(text)}, exactly: true}}\n"
    if not re.search(r"\b[abc]\b", text):
        return text, seen, None, None
    (result,) = audit_files({**files, "checks/k.yaml": checks}).checks
    codes = {finding.code for finding in audit_files({**files, "schemas/r.yaml": relations}).findings}
    verdict = result.verdict.value, result.reason
    relation = "refused" if codes & {"CK06", "CF06", "CK03"} else "breaks" if codes & {"CF01", "CF02", "CF03"} else "holds"
    return text, seen, verdict, relation


def wrong(seed, *, whole):
    """What is wrong about one random statement, "" when nothing is; and its kind for the count."""
    text, seen, verdict, relation = one(seed, whole=whole)
    if verdict is None:
        return "", "names nothing"
    true, false, none = seen[True], seen[False], seen[None]
    said, reason = verdict
    faults = []
    if said == "holds" and (false or none):
        faults.append("a check holds that does not")
    if said == "breaks" and true:
        faults.append("a check breaks that may hold")
    if relation == "breaks" and true:
        faults.append("a relation contradicts what may be true")
    if whole and not none:
        told = not reason.startswith(("not decided", "division by"))
        if said == "unknown" and told and not (true and false):
            faults.append(f"a check is unknown ({reason}) that is not")
        if relation == "holds" and not true:
            faults.append("a relation passes that cannot hold")
    return (f"{seed}: {text} {dict(seen)} {verdict} {relation}: {'; '.join(faults)}" if faults else ""), f"check {said}, relation {relation}"  # fmt: skip


@pytest.mark.parametrize("whole", [True, False], ids=["counts", "amounts"])
def test_no_random_statement_is_judged_against_what_can_be_tried(whole):
    assert [fault for seed in range(25) if (fault := wrong(seed, whole=whole)[0])] == []


if __name__ == "__main__":
    start, count = int(sys.argv[1]), int(sys.argv[2])
    kinds = Counter()
    for number_ in range(start, start + count):
        for whole_ in (True, False):
            fault_, kind_ = wrong(number_, whole=whole_)
            kinds[kind_] += 1
            if fault_:
                print(fault_, flush=True)
    print(dict(kinds))

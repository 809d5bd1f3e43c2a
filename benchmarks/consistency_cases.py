"""Compare the rule sets and records of a case file with what Tallystick says of them.

    python benchmarks/consistency_cases.py FILE

FILE is JSON with `cases`, each with `kind`, `rules`, `record` and `expected`. Prints, per kind, how many
agree, differ and are not supported, and lists each that differs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from tallystick import bounds
from tallystick.discovery.prose import statistics
from tallystick.errors import TallystickError
from tallystick.meaning.formula import Formula, every, negate
from tallystick.model import Bound, Verdict
from tallystick.rulesets import RuleSet, judge_records
from tallystick.solving import can_hold

Case = dict[str, Any]


class NotSupported(Exception):
    """The product has no such notion; the message says which."""


def rules_of(case: Case) -> RuleSet:
    return RuleSet({rule["name"]: rule["expr"] for rule in case["rules"]}, fields=case.get("types"))


def groups(names: list[Any] | tuple[Any, ...]) -> set[frozenset[str]]:
    return {frozenset(group) for group in names}


def differ(what: str, wanted: object, got: object) -> str:
    return "" if wanted == got else f"{what}: expected {wanted}, got {got}"


# --- rules ---------------------------------------------------------------------------------


def infeasible(case: Case) -> str:
    rules, wanted = rules_of(case), case["expected"]
    feasible = rules.feasible()
    if feasible is not (not wanted["infeasible"]):
        return f"feasible is {feasible}"
    problems = []
    if "conflict_sets" in wanted:
        got = {frozenset(conflict.rules) for conflict in rules.conflicts()}
        problems.append(differ("conflict sets", groups(wanted["conflict_sets"]), got))
    if "min_removal" in wanted:
        got = groups(rules.removals(case.get("weights")))
        problems.append(differ("removals", groups(wanted["min_removal"]), got))
    if "implied" in wanted:
        problems.append("" if follows(rules, wanted["implied"]) else f"{wanted['implied']} does not follow")
    return "; ".join(filter(None, problems))


def contradicted(case: Case) -> str:
    wanted, rules = case["expected"], rules_of(case)
    try:
        got = rules.contradicted_by(wanted["rule"]) if wanted["rule"] else ()
    except KeyError:
        return "" if wanted.get("unknown_rule") else "the rule is not known"
    return differ("contradicted by", set(wanted["contradicted_by"]), set(got))


def if_conflict(case: Case) -> str:
    wanted, rules = case["expected"], rules_of(case)
    found = rules.vacuous()
    met = [one for one in found if same(rules, one.condition, wanted["vacuous_condition"])]
    if not met:
        return f"no rule with a vacuous condition {wanted['vacuous_condition']}: {found}"
    return differ("rules", set(wanted["rules"]), set(met[0].rules)) or differ(
        "feasible", wanted["feasible"], rules.feasible()
    )


def redundant(case: Case) -> str:
    wanted, rules = case["expected"], rules_of(case)
    names = {name for name, follows in wanted["redundant"].items() if follows}
    problem = differ("redundant", names, set(rules.redundant()))
    left = wanted.get("rules_left")
    return problem or ("" if left is None else differ("rules left", left, len(rules.minimal())))


def implied(case: Case) -> str:
    wanted, rules = case["expected"], rules_of(case)
    got = rules.implied(wanted["rule"]) if wanted["rule"] else ()
    problem = differ("implied by", set(wanted["implied_by"]), {name for one in got for name in one})
    return problem or (
        "" if "minimal_sets" not in wanted else differ("sets", groups(wanted["minimal_sets"]), groups(got))
    )


def bound_of(pair: list[Any]) -> tuple[Fraction | None, Fraction | None]:
    low, high = (None if end is None else Fraction(str(end)) for end in pair)
    return low, high


def reached(case: Case) -> str:
    got = {name: (bound.low, bound.high) for name, bound in rules_of(case).bounds().items()}
    return differ("bounds", {name: bound_of(pair) for name, pair in case["expected"]["num"].items()}, got)


def fixed(case: Case) -> str:
    wanted = case["expected"].get("fixed", case["expected"])
    got = rules_of(case).fixed()
    read = {name: value if isinstance(value, str) else Fraction(str(value)) for name, value in wanted.items()}
    return differ("fixed", read, got)


def formula_of(text: str, like: RuleSet) -> Formula:
    """A statement over the fields of a rule set."""
    return RuleSet({"one": text}, fields=dict(like.fields)).formulas[0]


def follows(rules: RuleSet, text: str) -> bool:
    return can_hold([*rules.formulas, negate(formula_of(text, rules))]) is False


def same(rules: RuleSet, first: str, second: str) -> bool:
    one, other = formula_of(first, rules), formula_of(second, rules)
    return can_hold([one, negate(other)]) is False and can_hold([other, negate(one)]) is False


def equivalent(rules: RuleSet, first: list[str], second: list[str]) -> bool:
    one, other = (every(formula_of(text, rules) for text in texts) for texts in (first, second))
    return can_hold([one, negate(other)]) is False and can_hold([other, negate(one)]) is False


def simplify(case: Case) -> str:
    rules, wanted = rules_of(case), case["expected"]
    got = rules.simplify()
    for name, text in wanted["simplified"].items():
        mine = got.get(name) or next((shown for shown in got.values() if same(rules, shown, text)), None)
        if mine is None or not same(rules, mine, text):
            return f"{name}: expected {text}, got {got}"
    originals = [rule["expr"] for rule in case["rules"]]
    if not equivalent(rules, list(got.values()), originals):
        return f"not the same rules: {got}"
    return differ("rules left", wanted["rules_left"], len(got)) if "rules_left" in wanted else ""


def substitute(case: Case) -> str:
    rules, wanted = rules_of(case), case["expected"]
    got = rules.substitute(case["record"])
    problem = differ("broken", set(wanted.get("violated", ())), set(got.broken))
    if problem or "left" not in wanted:
        return problem
    # A rule that always holds may be left or gone.
    pairs = [(name, wanted["left"].get(name, ""), got.left.get(name, "")) for name in {**wanted["left"], **got.left}]
    always = "true == true"
    return "; ".join(
        f"{name}: expected {text}, got {mine}"
        for name, text, mine in pairs
        if not same(rules, text or always, mine or always)
    )


def classify(case: Case) -> str:
    return differ("shape", case["expected"]["class"], next(iter(rules_of(case).classify().values())))


def linear_form(case: Case) -> str:
    form, wanted = next(iter(rules_of(case).linear_form().values())), case["expected"]
    coefficients = {name: Fraction(str(value)) for name, value in wanted["le_form"].items()}
    return differ("form", (coefficients, Fraction(wanted["rhs"])), (dict(form.coefficients), form.constant))


def components(case: Case) -> str:
    return differ("blocks", groups(case["expected"]["blocks"]), groups(rules_of(case).components()))


# --- records -------------------------------------------------------------------------------


_COLUMN = re.compile(r"(is_linear_sequence)\((\w+)\)|(exactly_one)\((.+), by (\w+)\)")


def evaluate_column(case: Case, match: re.Match[str]) -> str:
    """A question about a whole column, put to all its records together."""
    record, ((name, wanted),) = case["record"], case["expected"]["results"].items()
    rows = [dict(zip(record, values, strict=True)) for values in zip(*record.values(), strict=True)]
    if match[1]:
        first, last = (json.dumps(case.get(key, "")) for key in ("begin", "end"))
        rule = f"is_linear_sequence({match[2]}, {first}, {last})"
        got: object = {str(one.verdicts["one"]) for one in judge_records({"one": rule}, rows)} == {"holds"}
    else:
        rule = f"exactly_one({match[4]}, {match[5]})"
        got = [one.verdicts["one"] is Verdict.HOLDS for one in judge_records({"one": rule}, rows)]
    return differ(name, wanted, got)


def evaluate(case: Case) -> str:
    match = _COLUMN.fullmatch(case["rules"][0]["expr"])
    if match:
        return evaluate_column(case, match)
    wanted = case["expected"]["results"]
    missing = {True: Verdict.HOLDS, False: Verdict.BREAKS}.get(case.get("na_value"), Verdict.UNKNOWN)
    got = rules_of(case).evaluate(
        case["record"],
        missing=missing,
        skip_missing=bool(case.get("na_rm")),
        equal_within=case.get("eq_tolerance", 0),
        order_within=case.get("ineq_tolerance", 0),
    )
    problems = []
    for name, value in wanted.items():
        verdict, reason = got.verdicts[name], got.reasons.get(name, "")
        if isinstance(value, str):
            agrees = value.removeprefix("error: ").split()[0] in reason
        else:
            agrees = verdict is {True: Verdict.HOLDS, False: Verdict.BREAKS, None: Verdict.UNKNOWN}[value]
        if not agrees:
            problems.append(f"{name}: expected {value}, got {verdict.value} {reason}".strip())
    return "; ".join(problems)


def errorlocate(case: Case) -> str:
    wanted = case["expected"]
    try:
        got = rules_of(case).corrections(case["record"], case.get("weights"))
    except TallystickError as problem:
        named = all(f"'{name}'" in str(problem) for name in wanted.get("columns", ()))
        return "" if "error" in wanted and named else f"raises {problem}"
    if "error" in wanted:
        return f"expected {wanted['error']}"
    if wanted.get("infeasible_rules"):
        return "" if not got.feasible else "the rules are called feasible"
    found = {frozenset(one.changes) for one in got.alternatives}
    options = groups(wanted["alternatives"]) if "alternatives" in wanted else {frozenset(wanted["flagged"])}
    problem = "" if found == options else f"expected {sorted(map(sorted, options))}, got {sorted(map(sorted, found))}"
    return problem or differ("missing", set(wanted.get("missing", ())), set(got.missing))


# --- rounded sums --------------------------------------------------------------------------


def fact_bound(fact: Case, mode: str) -> Bound:
    """What a printed fact may be: its value and the place of its last digit."""
    value = Fraction(fact["value"])
    step = Fraction(0) if fact["decimals"] in (None, "INF") else Fraction(10) ** -int(fact["decimals"])
    if mode == "truncate" and value == 0 and step:
        return Bound(-step, step, low_open=True, high_open=True)
    return bounds.widen(bounds.point(value), (step, step), mode="truncate" if mode == "truncate" else "nearest")


def digits_beyond(fact: Case) -> tuple[bool, Fraction, Fraction]:
    """Whether a fact prints digits beyond its decimals; the significant part and the excess."""
    if fact["decimals"] in (None, "INF"):
        return False, Fraction(0), Fraction(0)
    value, step = Fraction(fact["value"]), Fraction(10) ** -int(fact["decimals"])
    whole = abs(value) // step * step
    return whole != abs(value), whole * (1 if value >= 0 else -1), abs(value) - whole


def meet(many: list[Bound]) -> Bound | None:
    result: Bound | None = many[0]
    for one in many[1:]:
        result = None if result is None else bounds.intersect(result, one)
    return result


def calc11(case: Case) -> str:
    wanted, record, mode = case["expected"], case["record"], case.get("mode", "round")
    if not all(isinstance(facts, list) and facts and isinstance(facts[0], dict) for facts in record.values()):
        return interval_arithmetic(wanted, record)
    facts = {name: [fact_bound(fact, mode) for fact in told] for name, told in record.items()}
    excess = {name for name, told in record.items() if any(digits_beyond(fact)[0] for fact in told)}
    met = {name: meet(told) for name, told in facts.items()}
    return sum_problem(case, met, excess) if case["rules"] else fact_problem(wanted, record, met)


def fact_problem(wanted: Case, record: Case, met: dict[str, Bound | None]) -> str:
    ((name, told),) = record.items()
    bound = met[name]
    problems = []
    if "duplicates_consistent" in wanted:
        problems.append(differ("duplicates", wanted["duplicates_consistent"], bound is not None))
    if bound is not None:
        keys = [key for key in ("interval", "intersection") if key in wanted]
        problems += [differ(key, bound_of(wanted[key]), (bound.low, bound.high)) for key in keys]
    if "closed" in wanted and bound is not None:
        problems.append(differ("closed", wanted["closed"], [not bound.low_open, not bound.high_open]))
    if "excess_digits" in wanted:
        beyond, significant, rest = digits_beyond(told[0])
        problems.append(differ("excess digits", wanted["excess_digits"], beyond))
        if beyond and wanted["excess_digits"]:
            problems.append(
                differ("parts", (Fraction(wanted["significant"]), Fraction(wanted["excess"])), (significant, rest))
            )
    return "; ".join(filter(None, problems))


def sum_problem(case: Case, met: dict[str, Bound | None], excess: set[str]) -> str:
    wanted = case["expected"]
    if wanted.get("checked") is False:
        inconsistent = any(bound is None for bound in met.values())
        return "" if inconsistent or excess == set(wanted.get("excess_digits", ())) != set() else "the sum is checked"
    rules = RuleSet({rule["name"]: rule["expr"] for rule in case["rules"]})
    form = next(iter(rules.linear_form().values()))
    known = {name: bound for name, bound in met.items() if bound is not None}
    (total,) = {"Total"} & set(known) or {next(name for name, c in form.coefficients.items() if c < 0)}
    calculated = bounds.point(form.constant)
    turn = -1 / form.coefficients[total]
    for name, coefficient in form.coefficients.items():
        if name != total:
            calculated = bounds.add(calculated, bounds.scale(known[name], coefficient * turn))
    problems = [differ("consistent", wanted["consistent"], bounds.intersect(calculated, known[total]) is not None)]
    problems.append(differ("calculated", bound_of(wanted["calculated"]), (calculated.low, calculated.high)))
    if "total" in wanted:
        problems.append(differ("total", bound_of(wanted["total"]), (known[total].low, known[total].high)))
    if "closed" in wanted:
        problems.append(differ("closed", wanted["closed"], [not calculated.low_open, not calculated.high_open]))
    problems.append(differ("as the ledger sees it", wanted["consistent"], ledger_agrees(case)))
    return "; ".join(filter(None, problems))


def ledger_agrees(case: Case) -> bool:
    """Whether reconciling the facts as claims, digits widened, finds no firm contradiction."""
    from tallystick.model import Claim, Ledger, Measure, Quantity, Relation, Schema
    from tallystick.reconcile import find_conflicts

    claims = []
    for name, told in case["record"].items():
        steps = [
            Fraction(0) if fact["decimals"] in (None, "INF") else Fraction(10) ** -int(fact["decimals"])
            for fact in told
        ]
        values = [
            Quantity(bounds.point(Fraction(fact["value"])), text=fact["value"], steps=(step, step))
            for fact, step in zip(told, steps, strict=True)
        ]
        claims += [Claim(f"{name}-{number}", name, value) for number, value in enumerate(values)]
    schema = Schema(
        {name: Measure(name) for name in case["record"]},
        relations=tuple(Relation(rule["name"], rule["expr"]) for rule in case["rules"]),
    )
    mode = "truncate" if case.get("mode") == "truncate" else "nearest"
    return not any(conflict.firm for conflict in find_conflicts(Ledger(schema, tuple(claims)), mode=mode).conflicts)


def interval_arithmetic(wanted: Case, record: Case) -> str:
    many = [Bound(*bound_of(pair)) for pair in record.get("intervals", [record.get("interval")])]
    if "intersection" in wanted:
        met = meet(many)
        shown = None if met is None else (met.low, met.high)
        return differ(
            "intersection", None if wanted["intersection"] is None else bound_of(wanted["intersection"]), shown
        )
    if "sum" in wanted:
        total = bounds.point(0)
        for one in many:
            total = bounds.add(total, one)
        return differ("sum", bound_of(wanted["sum"]), (total.low, total.high))
    if "product" in wanted:
        scaled = bounds.scale(many[0], Fraction(str(record["weight"])))
        return differ("product", bound_of(wanted["product"]), (scaled.low, scaled.high))
    raise NotSupported(f"expects {sorted(wanted)}")


# --- statistics ----------------------------------------------------------------------------


def statcheck(case: Case) -> str:
    told = case["record"]
    degrees = [None if told[name] is None else Fraction(str(told[name])) for name in ("df1", "df2")]
    name = {"Z": "z", "Chi2": "chi2"}.get(told["test"], told["test"])
    test = statistics.ReportedTest(
        name, told["stat"], degrees[0], degrees[1], told["stat_cmp"], told["p"] or "", told["p_cmp"]
    )
    one_tailed, zero = case.get("one_tailed", False), case.get("p_zero_error", True)
    possible = statistics.is_p_possible(test, one_tailed=one_tailed, zero_is_error=zero)
    return differ("error", case["expected"]["error"], not possible)


def grim(case: Case) -> str:
    told = case["record"]
    possible = statistics.is_mean_possible(told["x"], told["n"], percent=told.get("percent", False))
    return differ("consistent", case["expected"]["consistent"], possible)


def debit(case: Case) -> str:
    told = case["record"]
    possible = statistics.is_share_deviation_possible(told["x"], told["sd"], told["n"])
    return differ("consistent", case["expected"]["consistent"], possible)


JUDGES: dict[str, Callable[[Case], str]] = {
    "evaluate": evaluate,
    "infeasible": infeasible,
    "contradicted": contradicted,
    "if_conflict": if_conflict,
    "errorlocate": errorlocate,
    "redundant": redundant,
    "implied": implied,
    "bounds": reached,
    "fixed": fixed,
    "calc11": calc11,
    "components": components,
    "simplify": simplify,
    "substitute": substitute,
    "classify": classify,
    "linear_form": linear_form,
    "statcheck": statcheck,
    "grim": grim,
    "debit": debit,
}


def judge(case: Case) -> tuple[str, str]:
    """agree, differ or not supported, and why."""
    run = JUDGES.get(case["kind"])
    if run is None:
        return "not supported", f"no family '{case['kind']}' yet"
    try:
        problem = run(case)
    except NotSupported as reason:
        return "not supported", str(reason)
    except Exception as problem:  # noqa: BLE001 - a case that fails must not hide the others
        return "differ", f"{type(problem).__name__}: {problem}".replace("\n", " ")
    return ("differ", problem) if problem else ("agree", "")


def main(path: str) -> int:
    cases = json.loads(Path(path).read_text(encoding="utf-8"))["cases"]
    answers = [(case, *judge(case)) for case in cases]
    counts = Counter((case["kind"], answer) for case, answer, _ in answers)
    print(f"{'kind':14} {'agree':>6} {'differ':>7} {'not supported':>14}")
    for kind in dict.fromkeys(case["kind"] for case in cases):
        row = [counts[kind, answer] for answer in ("agree", "differ", "not supported")]
        print(f"{kind:14} {row[0]:6} {row[1]:7} {row[2]:14}")
    for case, answer, reason in answers:
        if answer == "differ":
            print(f"\n{case['kind']} {case['id']}: {reason}")
            for rule in case["rules"]:
                print(f"    {rule['name']}: {rule['expr']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

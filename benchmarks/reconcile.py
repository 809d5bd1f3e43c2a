"""Time and memory of reconciling 10⁵ claims, beside z3 on the whole in the same run.

    python benchmarks/reconcile.py [CLAIMS]

Components of five with 5 % falsified, one tree with three falsified, and both feasible; one table of 256 claims
with sums both ways and one falsified; each in a process of its own. Every line: seconds for conflicts, with
corrections, peak MB, and seconds of z3 told everything.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from tallystick.model import Bound, Claim, Ledger, Measure, Period, Quantity, Relation, Schema
from tallystick.periods import parse_period

UNIT = "metric_ton / year"
FANOUT = 10
BUDGETS = {"five": "10 s, 20 s", "five, feasible": "3 s", "tree": "4 s, 10 s", "tree, feasible": "3 s", "table": "none"}


def tonnes(value: int) -> Quantity:
    return Quantity(Bound(Fraction(value), Fraction(value)), UNIT, text=f"{value} t/year")


def measure(name: str, *dimensions: str) -> Measure:
    return Measure(name, unit=UNIT, dimensions=dimensions, range=Bound(Fraction(0)))


def components_of_five(claims: int, share: float) -> Ledger:
    """Totals with four parts each; a share of all figures is falsified."""
    dice, period = random.Random(7), parse_period("2024")
    told: list[Claim] = []
    for number in range(claims // 5):
        parts = [dice.randint(1, 999) for _ in range(4)]
        values = [value + (dice.randint(1, 50) if dice.random() < share else 0) for value in (sum(parts), *parts)]
        told.append(Claim(f"c{number}", "total", tonnes(values[0]), {"country": f"C{number}"}, period))
        told += [
            Claim(f"c{number}p{n}", "part", tonnes(value), {"country": f"C{number}", "plant": f"P{n}"}, period)
            for n, value in enumerate(values[1:])
        ]
    relation = Relation("parts", "total == sum(part)", for_each=("country", "period"))
    return Ledger(
        Schema({"total": measure("total", "country"), "part": measure("part", "country", "plant")}, {}, (relation,)),
        tuple(told),
    )


def tree(claims: int, falsified: int) -> Ledger:
    """One tree of totals, ten parts to each, with a claim on every knot; some are falsified."""
    dice, period = random.Random(7), parse_period("2024")
    depth = 1
    while sum(FANOUT**level for level in range(depth + 2)) <= claims * 1.2:
        depth += 1
    values = {knot: dice.randint(1, 999) for knot in product(range(FANOUT), repeat=depth)}
    for level in range(depth - 1, -1, -1):
        for knot in product(range(FANOUT), repeat=level):
            values[knot] = sum(values[(*knot, child)] for child in range(FANOUT))
    for knot in dice.sample(sorted(values), falsified):
        values[knot] += 13
    dimensions = [f"level{n}" for n in range(1, depth + 1)]
    told = [_knot_claim(knot, value, dimensions, period) for knot, value in values.items()]
    measures = {f"at{n}": measure(f"at{n}", *dimensions[:n]) for n in range(depth + 1)}
    relations = tuple(
        Relation(f"sum{n}", f"at{n} == sum(at{n + 1})", for_each=(*dimensions[:n], "period")) for n in range(depth)
    )
    return Ledger(Schema(measures, {}, relations), tuple(told))


def _knot_claim(knot: tuple[int, ...], value: int, dimensions: list[str], period: Period) -> Claim:
    where = dict(zip(dimensions, map(str, knot), strict=False))
    return Claim("k" + "-".join(map(str, knot)), f"at{len(knot)}", tonnes(value), where, period)


def table(side: int, falsified: int) -> Ledger:
    """A square table with the sums of its rows and columns: every cell stands in two relations."""
    dice, period, places = random.Random(7), parse_period("2024"), range(side)
    cells = {(row, column): dice.randint(1, 999) for row in places for column in places}
    values = {("cell", row, column): value for (row, column), value in cells.items()}
    values |= {("row", row): sum(cells[row, column] for column in places) for row in places}
    values |= {("column", column): sum(cells[row, column] for row in places) for column in places}
    values["all",] = sum(cells.values())
    for knot in dice.sample(list(values), falsified):
        values[knot] += 13
    dimensions = {"cell": ("country", "metal"), "row": ("country",), "column": ("metal",), "all": ()}

    def told(name: str, at: list[int], value: int) -> Claim:
        where = dict(zip(dimensions[name], map(str, at), strict=True))
        return Claim("-".join(map(str, (name, *at))), name, tonnes(value), where, period)

    claims = tuple(told(name, at, value) for (name, *at), value in values.items())
    relations = (
        Relation("rows", "row == sum(cell)", for_each=("country", "period")),
        Relation("columns", "column == sum(cell)", for_each=("metal", "period")),
        Relation("by-row", "all == sum(row)", for_each=("period",)),
        Relation("by-column", "all == sum(column)", for_each=("period",)),
    )
    return Ledger(Schema({name: measure(name, *mine) for name, mine in dimensions.items()}, {}, relations), claims)


SHAPES = {
    "five": lambda claims: components_of_five(claims, 0.05),
    "five, feasible": lambda claims: components_of_five(claims, 0),
    "tree": lambda claims: tree(claims, 3),
    "tree, feasible": lambda claims: tree(claims, 0),
    "table": lambda _: table(15, 1),
}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(shape: str, claims: int) -> None:
    """Reconcile one ledger and print a line."""
    from tallystick.reconcile import find_conflicts

    ledger = SHAPES[shape](claims)
    before = peak()
    times = []
    for corrected in (False, True):
        start = time.perf_counter()
        found = find_conflicts(ledger, corrected=corrected)
        times.append(time.perf_counter() - start)
    memory, mended = peak(), sum(len(conflict.corrections) for conflict in found.conflicts)
    print(
        f"{shape:16} {len(ledger.claims):7} claims  conflicts {times[0]:6.2f} s  with corrections {times[1]:6.2f} s"
        f"  (budget {BUDGETS[shape]})  {len(found.conflicts)} sets, {mended} corrections"
        f"  ledger {before:4.0f} MB, peak {memory:4.0f} MB",
        flush=True,
    )


def run_z3(shape: str, claims: int) -> None:
    """The same ledger told to z3 as a whole."""
    import z3

    from tallystick.reconcile.assembly import assemble
    from tallystick.reconcile.sorting import gather

    sorted_ledger = gather(SHAPES[shape](claims))
    start = time.perf_counter()
    system = assemble(sorted_ledger, "", range(len(sorted_ledger.blocks)))
    solver = z3.SimpleSolver()
    unknowns = [z3.Real(f"v{n}") for n in range(len(system.variables))]
    for row in system.rows:
        solver.add(
            z3.Sum([c * unknowns[u] for u, c in zip(row.unknowns, row.coefficients, strict=True)]) == int(row.constant)
        )
    switches = list(_switches(system, unknowns, solver))
    answer = solver.check(*switches)
    print(
        f"{'':16} z3 told everything: {answer}, one core, {time.perf_counter() - start:.2f} s, peak {peak():.0f} MB",
        flush=True,
    )


def _switches(system: object, unknowns: list[object], solver: object) -> Iterator[object]:
    import z3

    for label, (said, places) in enumerate(zip(system.stated, system.places, strict=True)):
        switch = z3.Bool(f"c{label}")
        for place in places:
            solver.add(z3.Implies(switch, unknowns[place] == int(said.bound.low)))
        yield switch


def main(claims: int) -> None:
    for shape in SHAPES:
        for part in ("run", "run_z3"):
            subprocess.run([sys.executable, __file__, str(claims), shape, part], check=True)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 3:
        {"run": run, "run_z3": run_z3}[sys.argv[3]](sys.argv[2], count)
    else:
        main(count)

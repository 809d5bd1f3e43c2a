"""Random tables with each kind of fault: our fields, pandera's own checks over maps by hand, and the engines agree."""

import random
from fractions import Fraction

import polars as pl
import pytest

from tallystick import units
from tallystick.engines.polars import Polars
from tallystick.engines.running import run_table
from tallystick.model import Bound, Measure, Role, TableColumn, TableSpec, Total
from tallystick.pandera import Quantity, total

FACTOR = {"kg": Fraction(1), "t": Fraction(1000), "g": Fraction(1, 1000), "lb": Fraction("0.45359237")}
MASS = Measure("mass", unit=units.parse_unit("kg").canonical, range=Bound(Fraction(0), Fraction(5000)))
STATUS = ["open", "met"]


def random_columns(seed, count=300):
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        unit = dice.choice([*FACTOR, *FACTOR, "kgg", "USD", "kg/year"])
        size = Fraction(dice.choice([0, 1, 2500, 5000, 5000, 5001, 7000, -1])) + dice.choice([0, 0, Fraction(1, 8)])
        value = None if dice.random() < 0.05 else float(size / FACTOR.get(unit, 1))
        parts = [dice.randint(0, 9) for _ in range(3)]
        off = dice.choice([0, 0, 0, 1, -1, 2, 3, -2])
        rows.append({
            "id": f"r{number}" if dice.random() < 0.95 else dice.choice(["r3", "r4", "x"]),
            "value": value, "unit": unit, "status": dice.choice([*STATUS, *STATUS, "shut"]),
            "a": float(parts[0]), "b": float(parts[1]), "c": float(parts[2]), "all": float(sum(parts) + off),
        })  # fmt: skip
    return {name: [row[name] for row in rows] for name in rows[0]}


def by_hand(pa, columns):
    """A schema of pandera's own checks over a column that was converted by hand, and what is wrong with units."""
    exact = [None if value is None or unit not in FACTOR else Fraction(str(value)) * FACTOR[unit] for value, unit in zip(columns["value"], columns["unit"], strict=True)]
    # Scaled to whole numbers, so that pandera's own comparison of floats is exact.
    derived = {**columns, "grams": [None if one is None else float(one - 5000 if one > 5000 else min(one, Fraction(0))) for one in exact]}
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(str, pa.Check.str_matches(r"^r\d+$")),
            "unit": pa.Column(str, pa.Check.isin(list(FACTOR))),
            "status": pa.Column(str, pa.Check.isin(STATUS)),
            "value": pa.Column(float),
            "grams": pa.Column(float, pa.Check.in_range(0, 0), nullable=True),
        },
        unique=["id"],
    )
    return schema, derived


def ours(pa):
    class Stock(pa.DataFrameModel):
        id: str = pa.Field(str_matches=r"^r\d+$")
        unit: str
        status: str = pa.Field(isin=STATUS)
        value: float = Quantity("0 .. 5000 kg", unit_column="unit")

        class Config:
            unique = ["id"]  # noqa: RUF012 - as pandera reads it

    return Stock


NAMES = {"unit of mass": "unit", "quantity within 0 .. 5000 kg": "range"}


def kind(check):
    """The kind of a fault, whoever names it."""
    text = check.partition("(")[0]
    return NAMES.get(check) or {"isin": "set", "in_range": "range", "str_matches": "form", "not_nullable": "null"}.get(text, text)


def faults(cases, rename):
    """(kind, column or nothing, row) of what fails; keys that stand twice by their rows alone."""
    found = set()
    for case in cases:
        what = rename.get((kind(str(case["check"])), str(case["column"])), kind(str(case["check"])))
        found.add((what, int(case["index"])))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_same_rows_fail_as_by_panderas_own_checks_over_maps_by_hand(made, seed):
    if made.name == "ibis":
        pytest.skip("pandera on ibis passes over unique keys and numbers rows as they come: counts are compared below")
    columns = random_columns(seed)
    schema, derived = by_hand(made.pa, columns)
    hand = faults(made.cases(schema, derived), {("set", "unit"): "unit", ("range", "grams"): "range"})
    assert faults(made.cases(ours(made.pa), columns), {}) == hand
    assert {what for what, _ in hand} >= {"unit", "range", "set", "form", "null"}


def spec(path):
    columns = (
        TableColumn("id", Role.ID, pattern=r"r\d+"),
        TableColumn("value", Role.VALUE, measure="mass", unit_column="unit"),
        TableColumn("unit", Role.UNIT),
        TableColumn("status", values=tuple(STATUS)),
        *(TableColumn(name, Role.VALUE, measure="count", unit="") for name in ("a", "b", "c", "all")),
    )
    return TableSpec("t", (str(path),), columns=columns, key=("id",), totals=(Total("all", ("a", "b", "c")),))


@pytest.mark.parametrize("seed", range(3))
def test_as_many_rows_fail_as_the_engines_find(made, tmp_path, seed):
    columns = random_columns(seed)
    pl.DataFrame(columns).write_parquet(tmp_path / "t.parquet")
    found = run_table(spec(tmp_path / "t.parquet"), Polars(), {"mass": MASS, "count": Measure("count")}).broken
    engine = {(one.code, one.columns[-1] if one.code != "CK01" else "all"): 0 for one in found}
    for one in found:
        engine[one.code, one.columns[-1] if one.code != "CK01" else "all"] += one.count
    cases = [kind(str(case["check"])) for case in made.cases(ours(made.pa), columns)]
    sums = made.pa.DataFrameSchema({"all": made.pa.Column(float)}, checks=total("all", ["a", "b", "c"]))
    units_unfit = sum(count for (code, _), count in engine.items() if code.startswith("UN"))
    assert (cases.count("unit"), cases.count("range")) == (units_unfit, engine["SC01", "value"])
    assert len(made.cases(sums, columns)) == engine["CK01", "all"] > 0
    assert (cases.count("set"), cases.count("form")) == (engine["SC06", "status"], engine["SC07", "id"])
    # On ibis pandera says once that a column has nulls.
    assert cases.count("null") == (1 if made.name == "ibis" else engine["SC05", "value"])

"""The plan against the plain reading of its rules, row by row in fractions, on every engine that is installed."""

from __future__ import annotations

import os
import random
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec

import polars as pl
import pytest

from tallystick import units
from tallystick.engines.running import run_table
from tallystick.model import Agreement, Bound, Layout, Measure, Missing, Ordered, Role, TableColumn, TableSpec, Total

C = TableColumn
MASS = Measure("mass", unit=units.parse_unit("kg").canonical, range=Bound(Fraction(0), Fraction(5000)))
MONEY = Measure("money", unit="USD", range=Bound(Fraction(0), None))
MEASURES = {"mass": MASS, "money": MONEY}


@pytest.fixture(params=["polars", "duckdb", "spark"])
def engine(request):
    name = request.param
    if find_spec({"spark": "pyspark"}.get(name, name)) is None:
        pytest.skip(f"{name} is not installed: pip install 'tallystick[{name}]'")
    if name == "spark" and not os.environ.get("TALLY_SPARK"):
        pytest.skip("Spark takes many minutes: TALLY_SPARK=1 runs it")
    module = import_module(f"tallystick.engines.{name}")
    return getattr(module, {"polars": "Polars", "duckdb": "DuckDB", "spark": "Spark"}[name])()


def spec(path, **more):
    columns = (
        C("id", Role.ID, pattern=r"r\d+"),
        C("measure", Role.MEASURE),
        C("value", Role.VALUE, unit_column="unit"),
        C("unit", Role.UNIT),
        C("status", values=("open", "met")),
    )
    return TableSpec("t", (str(path),), Layout.LONG, columns, key=("id",), ordered=(Ordered("start", "end"),), **more)


def written(tmp_path, rows, name="t.parquet"):
    path = tmp_path / name
    frame = pl.DataFrame(rows, schema_overrides={"value": pl.Float64}, infer_schema_length=None)
    frame.write_parquet(path) if name.endswith("parquet") else frame.write_csv(path)
    return path


def random_rows(seed, count=400):
    dice = random.Random(seed)
    per = {"kg": 1, "t": 1000, "g": Fraction(1, 1000)}
    rows = []
    for number in range(count):
        unit = dice.choice([*per, "kgg", "USD"]) if dice.random() < 0.9 else "lb"
        size = Fraction(dice.choice([0, 1, 2500, 5000, 5001, 7000, -1])) + dice.choice([0, Fraction(1, 8)])
        rows.append({
            "id": f"r{number}" if dice.random() < 0.95 else dice.choice(["x1", "r3", "r4"]),
            "measure": "mass",
            "value": None if dice.random() < 0.05 else float(size / per.get(unit, 1)),
            "unit": unit,
            "status": dice.choice(["open", "met", "shut"]),
            "start": dice.randint(1, 9),
            "end": dice.randint(3, 12),
        })
    return rows


def plain(rows):
    """What each rule says of the rows, one by one."""
    factor = {"kg": Fraction(1), "t": Fraction(1000), "g": Fraction(1, 1000), "lb": Fraction("0.45359237")}
    inside = [r for r in rows if r["unit"] in factor and r["value"] is not None]
    ids = [r["id"] for r in rows]
    return {
        "SC05": sum(r["value"] is None for r in rows),
        "SC07": sum(not (r["id"].startswith("r") and r["id"][1:].isdigit()) for r in rows),
        "SC06": sum(r["status"] == "shut" for r in rows),
        "SC04": sum(r["end"] < r["start"] for r in rows),
        "SC01": sum(not 0 <= Fraction(str(r["value"])) * factor[r["unit"]] <= 5000 for r in inside),
        "UN01": sum(r["unit"] == "kgg" for r in rows),
        "UN03": sum(r["unit"] == "USD" for r in rows),
        "SC08": sum(ids.count(one) for one in ids if ids.count(one) > 1) and sum(ids.count(one) > 1 for one in ids),
    }


@pytest.mark.parametrize("name", ["t.parquet", "t.csv"])
@pytest.mark.parametrize("seed", range(4))
def test_every_rule_counts_the_rows_that_a_plain_reading_does(tmp_path, engine, seed, name):
    rows = random_rows(seed)
    outcome = run_table(spec(written(tmp_path, rows, name)), engine, MEASURES)
    found = {one.code: one.count for one in outcome.broken}
    assert found == {code: count for code, count in plain(rows).items() if count}
    assert outcome.rows == len(rows)


def test_a_value_at_its_limit_is_judged_exactly(tmp_path, engine):
    rows = [
        {"id": f"r{n}", "measure": "mass", "value": value, "unit": unit, "status": "met", "start": 1, "end": 2}
        for n, (value, unit) in enumerate([(5.0, "t"), (5.000000000000001, "t"), (5000000.0, "g"), (5000000.000000001, "g")])
    ]
    outcome = run_table(spec(written(tmp_path, rows)), engine, MEASURES)
    (broken,) = [one for one in outcome.broken if one.code == "SC01"]
    assert (broken.count, [row["id"] for row in broken.first]) == (2, ["r1", "r3"])


def total_spec(path, **more):
    columns = (C("year", Role.PERIOD), *(C(name, Role.VALUE, measure="mass", unit="kg", is_nullable=True, **more) for name in "abcdet"))
    return TableSpec("t", (str(path),), Layout.WIDE, columns, key=("year",), totals=(Total("t", tuple("abcde")),))


def test_five_whole_parts_may_miss_their_total_by_what_print_rounds(tmp_path, engine):
    # Every column shows a number that ends in no zero, so that all are printed to the unit.
    parts = [{"a": 100 + n, "b": 201 - n, "c": 30 + n, "d": 4, "e": 5} for n in range(5)]
    rows = [{"year": 2000 + n, **one, "t": sum(one.values()) + off} for n, (one, off) in enumerate(zip(parts, [0, 2, -2, 3, 40], strict=True))]
    outcome = run_table(total_spec(written(tmp_path, rows)), engine, {"mass": Measure("mass", unit=MASS.unit)})
    (broken,) = outcome.broken
    assert (broken.code, broken.count, [row["year"] for row in broken.first]) == ("CK01", 2, [2003, 2004])


def test_a_missing_part_leaves_its_row_unjudged_and_counted(tmp_path, engine):
    rows = [{"year": 2001, "a": 1, "b": 1, "c": 1, "d": 1, "e": None, "t": 9}, {"year": 2002, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "t": 5}]
    free = run_table(total_spec(written(tmp_path, rows)), engine, {"mass": Measure("mass", unit=MASS.unit)})
    none = run_table(total_spec(written(tmp_path, rows), missing=Missing.ZERO), engine, {"mass": Measure("mass", unit=MASS.unit)})
    assert (free.broken, free.unjudged) == ((), (("t", 1),))
    assert [one.code for one in none.broken] == ["CK01"]


def test_sources_that_disagree_are_found_in_other_units(tmp_path, engine):
    base = {"measure": "mass", "status": "met", "start": 1, "end": 2}
    rows = [
        {**base, "id": "r1", "value": 2.0, "unit": "t"},
        {**base, "id": "r1", "value": 2005.0, "unit": "kg"},
        {**base, "id": "r1", "value": 2.5, "unit": "t"},
        {**base, "id": "r2", "value": 9.0, "unit": "kg"},
    ]
    asked = spec(written(tmp_path, rows), agreement=Agreement(Fraction(1, 100)))
    outcome = run_table(asked, engine, MEASURES)
    pairs = [(row["value"], row["value_2"]) for row in engine.rows(outcome.pairs)]
    assert sorted(pairs) == [(2.0, 2.5), (2005.0, 2.5)]


def test_cells_that_are_no_numbers_are_told_and_stop_nothing(tmp_path, engine):
    path = tmp_path / "t.csv"
    path.write_text("id,measure,value,unit,status,start,end\nr1,mass,\"1,250\",kg,met,1,2\nr2,mass,many,kg,met,1,2\nr3,mass,..,kg,met,1,2\n")
    outcome = run_table(spec(path), engine, MEASURES)
    assert {(one.code, one.columns, one.count) for one in outcome.broken} == {("SC10", ("value",), 1), ("SC05", ("value",), 1)}

"""A table of N rows through the engines, beside the same rules written by hand in SQL: seconds, ratio, memory, counts.

Usage: python benchmarks/tables.py [ROWS] [ENGINE …]     (1e6 rows, duckdb and polars when not said)
The rules: no empty cell, units that fit, ranges by measure, start before end, words of a set, a pattern, unique ids,
and sources that disagree in other units. Faults are planted by hash, so every run counts the same.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import duckdb

from tallystick.engines.running import Outcome, run_table
from tallystick.model import Agreement, Bound, Layout, Measure, Ordered, Role, TableColumn, TableSpec
from tallystick.table_audit import open_engine
from tallystick.units import parse_unit

FACTORS = {"kg": 1.0, "t": 1e3, "kt": 1e6, "lb": 0.45359237}
STATUS = ("open", "met", "missed")
MOST = 2e9


def make(rows: int, path: str) -> None:
    """The table, as Parquet."""
    units = "['kg', 't', 'kt', 'lb'][1 + (hash(i, 5) % 4)::int]"
    duckdb.sql(
        f"""COPY (SELECT *, base / CASE unit WHEN 't' THEN 1e3 WHEN 'kt' THEN 1e6 WHEN 'lb' THEN 0.45359237 ELSE 1 END
              * CASE WHEN f = 2 THEN -1 ELSE 1 END * CASE WHEN f = 7 THEN 1.5 ELSE 1 END AS value FROM (
            SELECT i, (hash(i, 1) % 1000)::int AS f,
              printf('C%010d', CASE WHEN hash(i, 1) % 1000 = 5 THEN 0 ELSE i END) AS id,
              (hash(i, 2) % greatest({rows} // 3, 1))::bigint AS subject, 'mass' AS measure,
              CASE WHEN hash(i, 1) % 1000 = 1 THEN 'tonnez' ELSE {units} END AS unit,
              CASE WHEN hash(i, 1) % 1000 = 3 THEN 2000 ELSE 2010 END AS start, 2009 AS stop,
              CASE WHEN hash(i, 1) % 1000 = 4 THEN 'shut' ELSE 'met' END AS status,
              (1000 + hash(hash(i, 2) % greatest({rows} // 3, 1), 3) % 1000000)::double AS base
            FROM range({rows}) t(i))) TO '{path}' (FORMAT parquet)"""
    )


def spec(path: str) -> TableSpec:
    """The rules, as a table's description says them."""
    columns = (
        TableColumn("id", Role.ID, pattern=r"C\d{10}", is_unique=True),
        TableColumn("subject", Role.DIMENSION),
        TableColumn("measure", Role.MEASURE),
        TableColumn("value", Role.VALUE, unit_column="unit"),
        TableColumn("unit", Role.UNIT),
        TableColumn("status", values=STATUS),
    )
    agreement = Agreement(Fraction(1, 100))
    return TableSpec(
        "t", (path,), Layout.LONG, columns, ("subject", "measure"), (Ordered("stop", "start"),), agreement=agreement
    )


def by_hand(path: str) -> tuple[float, dict[str, int]]:
    """The same in one connection, written by somebody who knows the factors."""
    begun = time.perf_counter()
    sql = duckdb.connect()
    sql.execute("CREATE TABLE u(unit VARCHAR, f DOUBLE)")
    sql.executemany("INSERT INTO u VALUES (?, ?)", list(FACTORS.items()))
    sql.execute(
        f"""CREATE TEMP TABLE bad AS SELECT * FROM (SELECT c.*, u.f IS NULL AS c_unit, value IS NULL AS c_null,
              coalesce(value * u.f < 0 OR value * u.f > {MOST}, false) AS c_range, start < stop AS c_order,
              status NOT IN ('open', 'met', 'missed') AS c_enum, NOT regexp_full_match(id, 'C\\d{{10}}') AS c_form
            FROM read_parquet('{path}', file_row_number=true) c LEFT JOIN u USING (unit))
            WHERE c_unit OR c_null OR c_range OR c_order OR c_enum OR c_form"""
    )
    sql.execute(
        f"CREATE TEMP TABLE dup AS SELECT id, count(*) n FROM read_parquet('{path}') GROUP BY 1 HAVING count(*) > 1"
    )
    sql.execute(
        f"""CREATE TEMP TABLE pairs AS WITH i AS (SELECT file_row_number rn, subject, measure, value * u.f * 0.99 lo,
              value * u.f * 1.01 hi FROM read_parquet('{path}', file_row_number=true) JOIN u USING (unit)),
            k AS (SELECT subject, measure FROM i GROUP BY ALL HAVING count(*) > 1 AND max(lo) > min(hi)),
            j AS MATERIALIZED (SELECT i.* FROM i SEMI JOIN k USING (subject, measure))
            SELECT a.rn, b.rn r2 FROM j a JOIN j b USING (subject, measure)
            WHERE a.rn < b.rn AND (a.lo > b.hi OR b.lo > a.hi)"""
    )
    row = sql.execute(
        "SELECT sum(c_range::int), sum(c_order::int), sum(c_enum::int), sum(c_unit::int) FROM bad"
    ).fetchone()
    twice = sql.execute("SELECT coalesce(sum(n), 0) FROM dup").fetchone()
    pairs = sql.execute("SELECT count(*) FROM pairs").fetchone()
    counts = dict(zip(("SC01", "SC04", "SC06", "UN01"), map(int, row or ()), strict=True))
    return time.perf_counter() - begun, {**counts, "SC08": int((twice or (0,))[0]), "pairs": int((pairs or (0,))[0])}


def by_engine(name: str, path: str) -> tuple[float, dict[str, int]]:
    """The same through an engine of ours."""
    measures = {"mass": Measure("mass", unit=parse_unit("kg").canonical, range=Bound(Fraction(0), Fraction(int(MOST))))}
    engine = open_engine(name)
    begun = time.perf_counter()
    outcome: Outcome = run_table(spec(path), engine, measures)
    pairs = 0 if outcome.pairs is None else engine.rows(outcome.pairs.select("__row").pipe(len_of))[0]["n"]
    return time.perf_counter() - begun, {**{one.code: one.count for one in outcome.broken}, "pairs": int(pairs)}


def len_of(frame):  # noqa: ANN001, ANN201 - a narwhals frame in, a narwhals frame out
    """How many rows a frame has, as a frame."""
    import narwhals as nw

    return frame.select(n=nw.len())


def main(rows: int, engines: list[str]) -> None:
    """One line for the hand-written pass and one an engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "t.parquet")
        make(rows, path)
        floor, wanted = by_hand(path)
        print(f"{rows:,} rows\n{'by hand':10} {floor:7.2f} s  1.00")
        for name in engines:
            seconds, counts = by_engine(name, path)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            same = (
                "same counts" if all(counts.get(code, 0) == n for code, n in wanted.items()) else f"{counts} {wanted}"
            )
            print(f"{name:10} {seconds:7.2f} s  {seconds / floor:4.2f}  {memory:5} MB  {same}")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:] or ["duckdb", "polars"])

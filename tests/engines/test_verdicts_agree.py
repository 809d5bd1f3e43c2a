"""Checks of rows and groups come to the verdicts that checks of claims come to, on random tables, on every engine."""

from __future__ import annotations

import os
import random
from collections import Counter
from importlib import import_module
from importlib.util import find_spec

import pytest

from tallystick.auditing import Settings, audit_workspace
from tallystick.model import Verdict

MEASURES = """
measures:
  whole: {unit: t, dimensions: [farm]}
  part: {unit: t, dimensions: [farm]}
  rest: {unit: t, dimensions: [farm], range: 0 t ..}
  rate: {unit: percent, dimensions: [farm]}
"""
COLUMNS = "{whole: {measure: whole, unit: t, nullable: true}, part: {measure: part, unit: kg, nullable: true}, rest: {measure: rest, unit: t, nullable: true}, rate: {measure: rate, unit: percent, nullable: true}}"
STATEMENTS = [
    pytest.param("whole == part + rest", id="sum"),
    pytest.param("part + rest <= whole", id="sum-below"),
    pytest.param("part <= whole", id="below"),
    pytest.param("part < 2 * rest", id="strictly"),
    pytest.param("whole != rest", id="differs"),
    pytest.param("near(whole, part + rest, 5 %)", id="near"),
    pytest.param("rate == share(rest, whole)", id="share"),
    pytest.param("rest / whole <= 60 %", id="ratio"),
    pytest.param("abs(whole - rest) <= 4 t", id="distance"),
    pytest.param("max(part, rest) >= whole / 2", id="greatest"),
    pytest.param("if rest > 5 t then part < whole else part >= 1 t", id="cases"),
    pytest.param("whole == part + rest or rate <= 50 %", id="or"),
    pytest.param("not (whole == rest) and part >= 0 t", id="not"),
    pytest.param("2 * part - part == part", id="repeated"),
    pytest.param("whole == sum(part, rest)", id="sum-of-names"),
    pytest.param("whole * rate == rest", id="product"),
]  # fmt: skip


def rows_of(seed: int) -> str:
    dice = random.Random(seed)

    def cell(text: str) -> str:
        return "" if dice.random() < 0.08 else text

    lines = ["farm,whole,part,rest,rate"]
    for number in range(60):
        part, rest = dice.randint(0, 9000), dice.choice([0, 1, 2.5, 4, 7.25, 9.5, -1])
        whole = part / 1000 + rest + dice.choice([0, 0, 0.5, -0.5, 0.05, 0.051, 3])
        rate = 100 * rest / whole if whole else 0
        lines.append(
            f"F{number},{cell(f'{whole:.1f}')},{cell(str(part))},{cell(str(rest))},{cell(f'{rate:.0f}')}"
        )
    return "\n".join(lines) + "\n"


def desk(folder, statement: str, rows: str, *, engine: str) -> dict[str, str]:
    """The verdict of each farm, from a check of claims or from the check of a table."""
    tables = f"tables:\n  t:\n    path: data/tables/t.csv\n    key: [farm]\n    columns: {COLUMNS}\n"
    files = {"tally.toml": "", "data/tables/t.csv": rows, "schemas/m.yaml": MEASURES + tables}
    if engine == "ledger":
        given = "{" + ", ".join(f"{name}: {{measure: {name}}}" for name in ("whole", "part", "rest", "rate")) + "}"
        check = f"checks:\n  - id: c\n    for each: [farm]\n    given: {given}\n    assert: \"{statement}\"\n"
        files["checks/c.yaml"] = check
    else:
        files["schemas/m.yaml"] += f"    engine: {engine}\n    checks:\n      - {{id: c, assert: \"{statement}\"}}\n"
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def of_claims(folder, rows: str) -> Counter[str]:
    audit = audit_workspace(folder, settings=Settings(engine="ledger"))
    found = {dict(result.group)["farm"]: result.verdict for result in audit.checks if result.group}
    farms = [line.split(",")[0] for line in rows.splitlines()[1:]]
    return Counter({farm: list(Verdict).index(found.get(farm, Verdict.UNKNOWN)) for farm in farms})


def of_rows(folder, rows: str) -> Counter[str]:
    """The verdicts of the rows, from all of the rows that are told (fewer than are fetched)."""
    from tallystick.engines.running import run_table
    from tallystick.reading import read_ledger
    from tallystick.table_audit import _rooted, open_engine
    from tallystick.workspace import find_workspace

    ledger = read_ledger(find_workspace(folder))
    (spec,) = ledger.tables
    outcome = run_table(_rooted(spec, folder), open_engine(spec.engine), ledger.schema.measures)
    assert not outcome.refused, outcome.refused
    (told,) = outcome.checks
    farms = {line.split(",")[0]: list(Verdict).index(Verdict.HOLDS) for line in rows.splitlines()[1:]}
    farms |= {row["farm"]: list(Verdict).index(Verdict.BREAKS) for row in told.first}
    farms |= {row["farm"]: list(Verdict).index(Verdict.UNKNOWN) for row in told.unknown_first}
    assert (len(told.first), len(told.unknown_first)) == (told.broken, told.unknown)
    return Counter(farms)


@pytest.mark.parametrize("engine", ["polars", "duckdb", "spark"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_check_of_rows_comes_to_the_verdicts_of_a_check_of_claims(tmp_path, engine, statement):
    if engine == "spark" and find_spec("pyspark") is None:
        pytest.skip("spark is not installed: pip install 'tallystick[spark]'")
    if engine == "spark" and not os.environ.get("TALLY_SPARK"):
        pytest.skip("Spark takes many minutes: TALLY_SPARK=1 runs it")
    import_module(f"tallystick.engines.{engine}")
    rows = rows_of(len(statement))
    claims = of_claims(desk(tmp_path / "ledger", statement, rows, engine="ledger"), rows)
    table = of_rows(desk(tmp_path / "table", statement, rows, engine=engine), rows)
    lines = {line.split(",")[0]: line for line in rows.splitlines()}
    # A claim that is not there leaves a check of claims without a verdict, or out of a sum; a cell that is missing is
    # any number: what is known whatever it is, is known of the row.
    whole = [farm for farm in claims if all(lines[farm].split(","))]
    differing = {farm: (claims[farm], table[farm]) for farm in whole if claims[farm] != table[farm]}
    assert len(whole) > 30
    assert not differing, [(lines[farm], pair) for farm, pair in differing.items()]

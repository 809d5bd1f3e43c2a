"""What is written is read where it stands: keys, values, blocks, merged keys; and no odd file ends the run."""

from pathlib import Path

import pytest

from tallystick.model import Ledger, Quantity
from tallystick.reading import read_ledger
from tallystick.workspace import find_workspace

MEASURES = """\
measures:
  mass: {unit: tonne, range: 0 .. 100 Mt}
  ratio: {}
  day: {kind: date, range: 2020 .. 2030}
  gap: {kind: duration}
  place: {kind: rank}
  visits: {kind: count}
"""


def ledger_of(folder: Path, files: dict[str, str | bytes]) -> Ledger:
    for path, content in {"tally.toml": "", "schemas/m.yaml": MEASURES, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_ledger(find_workspace(folder))


def found(ledger: Ledger) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in ledger.findings]


def test_a_merged_key_gives_way_to_the_mappings_own(tmp_path):
    text = "claims:\n  - &b {id: x, measure: mass, value: 5 t}\n  - {<<: [*b, {note: n}], id: y}\n"
    ledger = ledger_of(tmp_path, {"data/c.yaml": text})
    assert [(claim.id, claim.note) for claim in ledger.claims] == [("x", ""), ("y", "n")]
    assert ledger.findings == ()


def test_a_value_in_a_block_or_quotes_has_the_place_of_its_first_character(tmp_path):
    text = "claims:\n  - id: a\n    measure: mass\n    value: >\n      5 tonnez\n  - {id: b, measure: mass, value: '5 tonnez'}\n"
    assert found(ledger_of(tmp_path, {"data/c.yaml": text})) == [("UN01", "data/c.yaml:5:7"), ("UN01", "data/c.yaml:6:36")]


def test_the_expression_of_a_block_starts_on_its_own_line(tmp_path):
    ledger = ledger_of(tmp_path, {"checks/c.yaml": "checks:\n  - id: a\n    assert: |\n      x > 1\n"})
    assert str(ledger.checks[0].assertion_place) == "checks/c.yaml:4:7"


def test_the_first_of_two_documents_is_read(tmp_path):
    ledger = ledger_of(tmp_path, {"data/c.yaml": "claims:\n  - {id: a, measure: mass, value: 5 t}\n---\nx: 1\n"})
    assert (found(ledger), [claim.id for claim in ledger.claims]) == ([("RD01", "data/c.yaml:3:1")], ["a"])


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        pytest.param("measure: place, value: 5 t", "UN03", id="rank-in-tons"),
        pytest.param("measure: gap, value: 5 t", "UN03", id="duration-in-tons"),
        pytest.param("measure: ratio, value: 5 t", "UN03", id="plain-number-in-tons"),
        pytest.param("measure: visits, value: 5, unit: t", "UN03", id="count-with-a-unit"),
        pytest.param("measure: visits, value: 2.5", "SC10", id="half-a-visit"),
        pytest.param("measure: visits, value: -4", "SC01", id="count-below-zero"),
        pytest.param("measure: place, value: rank 0", "SC01", id="rank-below-one"),
        pytest.param("measure: day, value: 2035", "SC01", id="day-out-of-range"),
        pytest.param("measure: day, value: Monday 2025-02-25", "PD01", id="weekday-before-an-iso-date"),
        pytest.param("measure: mass, value: 5 t, dimensions: x", "SC10", id="dimensions-no-mapping"),
        pytest.param("measure: mass, value: 5 t, source: /etc/hosts", "RD07", id="absolute-source"),
        pytest.param('measure: mass, value: 5 t, source: "a\\0b"', "RD01", id="source-with-a-null"),
        pytest.param(f"measure: mass, value: 5 t, source: {'x' * 300}", "RD01", id="source-name-too-long"),
        pytest.param("measure: mass, value: 5 t, source: sources", "RD01", id="source-is-a-folder"),
    ],
)
def test_nothing_that_does_not_fit_passes(tmp_path, claim, code):
    ledger = ledger_of(tmp_path, {"data/sources/a.txt": "5 t", "data/c.yaml": f"claims:\n  - {{id: a, {claim}}}\n"})
    assert [(finding.code, finding.claims) for finding in ledger.findings if finding.claims] + [
        (finding.code, ("a",)) for finding in ledger.findings if not finding.claims
    ] == [(code, ("a",))]
    assert all(finding.fix for finding in ledger.findings)


@pytest.mark.parametrize("value", ["2", "rank 2", "2nd", "second", "second largest"])
def test_a_rank_is_read_as_it_is_said(tmp_path, value):
    ledger = ledger_of(tmp_path, {"data/c.yaml": f"claims:\n  - {{id: a, measure: place, value: {value}}}\n"})
    read = ledger.claims[0].value
    assert isinstance(read, Quantity)
    assert (read.bound.low, read.bound.is_point, ledger.findings) == (2, True, ())


def test_a_link_out_of_the_workspace_is_named_and_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("5 t", encoding="utf-8")
    home = tmp_path / "home"
    text = "claims:\n  - {id: a, measure: mass, value: 5 t, source: sources/link.txt}\n"
    ledger_of(home, {"data/sources/x.txt": "x", "data/c.yaml": text})
    (home / "data/sources/link.txt").symlink_to(tmp_path / "secret.txt")
    ledger = read_ledger(find_workspace(home))
    assert [code for code, _ in found(ledger)] == ["RD07"]
    assert ledger.sources == ()


def test_a_link_to_nothing_is_named(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "data/circle.yaml").symlink_to("circle.yaml")
    assert found(ledger_of(tmp_path, {})) == [("RD01", "data/circle.yaml"), ("RD01", "data/gone.yaml")]


def test_nested_groups_of_a_separation_are_refused_before_they_are_spelled_out(tmp_path):
    ledger = ledger_of(tmp_path, {"checks/c.yaml": "checks:\n  - {id: a, separate: [[a, [b]]]}\n"})
    assert [code for code, _ in found(ledger)] == ["SC10"]


@pytest.mark.parametrize(
    ("path", "content", "expected", "kept"),
    [
        pytest.param("a.csv", "id;measure;value\nx;mass;5 t\n", [("RD01", "data/a.csv:1:1")], [], id="csv-semicolons"),
        pytest.param("a.csv", 'id,measure,value\nx,mass,5 t\ny,mass,"5\n', [("RD01", "data/a.csv:3:1")], ["x"], id="csv-open-quote"),
        pytest.param("a.csv", "\n\nid,measure,value\nx,mass,5 tt\n", [("UN01", "data/a.csv:4:8")], [], id="csv-blank-lines-first"),
        pytest.param("a.csv", 'id,note,measure,value\nx,"a\nb",mass,5 tt\n', [("UN01", "data/a.csv:3:9")], [], id="csv-line-end-in-a-cell"),
        pytest.param("a.json", "{}", [], [], id="json-empty-object"),
        pytest.param("a.json", '"x"', [("RD01", "data/a.json:1:1")], [], id="json-text"),
        pytest.param("a.json", "[" * 100_000, [("RD01", "data/a.json:1:1")], [], id="json-nested"),
        pytest.param("a.json", '[{"id": "x", "id": "y", "measure": "mass", "value": "5 t"}]', [("RD03", "data/a.json:1:9")], ["x"], id="json-key-twice"),
        pytest.param("a.json", '[{"id": "x", "note": "value", "measure": "mass", "value": "5 tt"}]', [("UN01", "data/a.json:1:59")], [], id="json-word-like-a-key"),
        pytest.param("a.json", '[{"id": "x", "measure": "mass", "value": "5 t", "note": "\\ud800"}]', [("RD01", "data/a.json:1:2")], ["x"], id="json-half-a-pair"),
        pytest.param("a.jsonl", '{"id": "x",\n{"id": "y", "measure": "mass", "value": "5 t"}\n', [("RD01", "data/a.jsonl:1:12")], ["y"], id="jsonl-broken-line"),
        pytest.param("a.parquet", b"PAR1" + bytes(20), [("RD01", "data/a.parquet")], [], id="parquet-broken"),
    ],
)  # fmt: skip
def test_a_file_that_is_odd_is_named_and_the_rest_of_it_kept(tmp_path, path, content, expected, kept):
    ledger = ledger_of(tmp_path, {f"data/{path}": content})
    assert found(ledger) == expected
    assert [claim.id for claim in ledger.claims if not claim.is_unread] == kept


def test_parquet_floats_of_32_bits_print_shortest_and_midnights_are_days(tmp_path):
    import polars as pl

    (tmp_path / "data").mkdir()
    pl.DataFrame(
        {"id": ["a"], "measure": ["mass"], "value": pl.Series([0.1], dtype=pl.Float32), "unit": ["t"], "period": ["2024-01-01"]}
    ).with_columns(pl.col("period").str.to_datetime()).write_parquet(tmp_path / "data/a.parquet")
    (claim,) = ledger_of(tmp_path, {}).claims
    assert claim.value.text == "0.1 t"
    assert claim.period is not None
    assert claim.period.granularity == "day"

"""Tables in memory are audited by a schema alone, whoever made the frame."""

import polars as pl
import pytest

import tallystick
from tallystick.errors import AuditError

SCHEMA = """
tables:
  herd:
    path: herd.csv
    key: {farm: farm, year: period}
    columns: {all: {unit: t}, cows: {unit: kg}, goats: {unit: kg}}
    checks: [{id: parts, assert: all == cows + goats}]
"""
ROWS = {"farm": ["Hill", "Dale"], "year": [2020, 2020], "all": [10.5, 9.5], "cows": [4500, 4500], "goats": [6001, 6001]}


@pytest.fixture
def schema(tmp_path):
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/t.yaml").write_text(SCHEMA, encoding="utf-8")
    return tmp_path / "schemas"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: pl.DataFrame(ROWS), id="polars"),
        pytest.param(lambda: pytest.importorskip("pandas").DataFrame(ROWS), id="pandas"),
        pytest.param(lambda: pytest.importorskip("pyarrow").table(ROWS), id="arrow"),
    ],
)
def test_a_frame_in_memory_is_held_to_its_table(schema, make):
    audit = tallystick.audit(claims=make(), schema=schema)
    assert [(f.code, f.count) for f in audit.findings] == [("CK01", 1)]
    assert "row 2 Dale 2020 all 9.5 cows 4500 goats 6001" in audit.findings[0].message
    assert str(audit.findings[0].place) == "memory:herd:2"


def test_several_frames_are_named_as_the_schema_names_them(schema):
    assert len(tallystick.audit(claims={"herd": pl.DataFrame(ROWS)}, schema=schema / "t.yaml").tables) == 1
    with pytest.raises(AuditError, match="describes no table 'heard'"):
        tallystick.audit(claims={"heard": pl.DataFrame(ROWS)}, schema=schema)


def test_a_schema_that_is_not_there_is_told(tmp_path):
    with pytest.raises(AuditError, match="there is no schema at"):
        tallystick.audit(claims=pl.DataFrame(ROWS), schema=tmp_path / "nowhere")

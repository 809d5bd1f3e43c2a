"""What is printed side by side is printed to one precision (DESIGN §4)."""

from tallystick.testing import audit_files

LONG = """measures:
  crop: {unit: tonne, dimensions: [farm]}
tables:
  crops: {path: data/tables/crops.csv, layout: long}
"""
WIDE = """measures:
  crop: {unit: tonne, dimensions: [farm]}
  sold: {unit: tonne, dimensions: [farm]}
tables:
  crops: {path: data/tables/crops.csv, layout: wide, key: [farm], columns: {crop: {measure: crop, unit: t}, sold: {measure: sold, unit: t}}}
"""


def steps(files):
    return {claim.id: str(claim.value.steps[0]) for claim in audit_files(files).ledger.claims}


def test_a_column_is_printed_to_its_finest_precision_and_its_neighbour_to_its_own():
    table = "farm,crop,sold\nA,1183,1200\nB,1200,900\nC,1577,2000\n"
    found = steps({"schemas/m.yaml": WIDE, "data/tables/crops.csv": table})
    assert sorted(found.values()) == ["1", "1", "1", "100", "100", "100"]


def test_a_long_table_has_one_precision_for_each_measure_unit_and_scale():
    table = "id,measure,farm,value,unit\na,crop,A,1183,t\nb,crop,B,1200,t\nc,crop,C,2,kt\n"
    found = steps({"schemas/m.yaml": LONG, "data/tables/crops.csv": table})
    assert found == {"a": "1", "b": "1", "c": "1"}


def test_a_total_of_a_column_is_held_to_its_last_digit():
    table = "id,measure,farm,value,unit\na,crop,A,1183,t\nb,crop,B,1200,t\nc,crop,C,2420,t\n"
    checks = "checks:\n  - {id: k, assert: a + b == c}\n"
    (result,) = audit_files({"schemas/m.yaml": LONG, "data/tables/crops.csv": table, "checks/k.yaml": checks}).checks
    assert result.verdict.value == "breaks"


def test_figures_of_one_quotation_share_their_precision_where_they_share_a_scale():
    claims = """claims:
  - {id: a, measure: crop, farm: A, value: 1200 t, source: sources/s.txt, quote: "1200 t of 1577 t, and 3 million t"}
  - {id: b, measure: crop, farm: B, value: 1577 t, source: sources/s.txt, quote: "1200 t of 1577 t, and 3 million t"}
  - {id: c, measure: crop, farm: C, value: 3 million t, source: sources/s.txt, quote: "1200 t of 1577 t, and 3 million t"}
  - {id: d, measure: crop, farm: D, value: 1200 t, source: sources/s.txt, quote: "and 1200 t again"}
"""
    files = {"schemas/m.yaml": LONG.split("tables", maxsplit=1)[0], "data/c.yaml": claims, "data/sources/s.txt": "1200 t of 1577 t, and 3 million t; and 1200 t again.\n"}
    assert steps(files) == {"a": "1", "b": "1", "c": "1000000", "d": "100"}

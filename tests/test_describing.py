"""A draft of a table's description is one screen, says what is to be decided, and passes."""

import pytest

from tallystick.auditing import audit_workspace
from tallystick.drafting.describing import describe
from tallystick.errors import ReadError

FILES = {
    "wide": ("mills.csv", "mill,year,flour (t),bran_kg,total_cost_EUR,grade\n" + "".join(f"Mill {n % 3},{2000 + n // 3},{n}.5,{n},{n * 7}.25,{'AB'[n % 2]}\n" for n in range(12))),
    "years": ("sheep.csv", "Counted by the board\n\ncounty,code,2001,2002,2003\nAlpha,A,\"1,200\",1300p,..\nBeta,B,5,4,9\n"),
    "long": ("obs.csv", "area;indicator;unit;year;value\nNorth;Catch;t;2001;1,5\nNorth;Fuel;kg;2001;2,5\nSouth;Catch;t;2001;1.500,5\nSouth;Fuel;kg;2001;3\n"),
    "iamc": ("runs.csv", "Model,Scenario,Region,Variable,Unit,2020,2030\nM,S,World,Emissions|CO2,Mt CO2/yr,100,90\nM,S,World,Final Energy,EJ/yr,4,5\nM,S,World,Price|Carbon,wishes,4,5\n"),
    "total": ("fuel.tsv", "land\tyear\ttotal\tcoal\tgas\n" + "".join(f"L{n}\t2020\t{3 * n}\t{n}\t{2 * n}\n" for n in range(9))),
}  # fmt: skip
SAYS = {
    "wide": ["key: {mill: mill, year: period}", '"flour (t)": {unit: t}', "bran_kg: {unit: kg}", "total_cost_EUR: {unit: EUR}", "grade: {values: [A, B]}"],
    "years": ["layout: years", "preamble: 2", '"2001..2003": {period: column', "nullable: true", "flags: [p]", "ignore: [code]", "# decide: its unit"],
    "long": ["layout: long", 'separator: ";"', 'decimal: ","', "value: {unit_column: unit}", "Catch: catch", "catch: {unit: t}"],
    "iamc": ["layout: iamc", '"Emissions|CO2": emissions_co2', "final_energy: {unit: EJ/yr}"],
    "total": ["separator: tab", "- {id: total, assert: total == coal + gas}"],
}  # fmt: skip


@pytest.mark.parametrize("name", list(FILES))
def test_a_draft_says_what_the_file_says_and_passes(tmp_path, name):
    file, text = FILES[name]
    (tmp_path / "data/tables").mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "tally.toml").write_text("")
    (tmp_path / "data/tables" / file).write_text(text, encoding="utf-8")
    draft = describe(tmp_path / "data/tables" / file, f"data/tables/{file}")
    assert [part for part in SAYS[name] if part not in draft] == [], draft
    assert len(draft.splitlines()) < 25
    (tmp_path / "schemas/t.yaml").write_text(draft, encoding="utf-8")
    audit = audit_workspace(tmp_path)
    assert [f.message for f in audit.findings if f.severity.value == "error"] == []
    assert audit.tables[0].rows == (len(text.splitlines()) - 1 if name in ("wide", "long", "total") else 6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a,b\n", "a header and no row", id="no-rows"),
        pytest.param("a,b\nx,y\n", "no column of numbers", id="no-numbers"),
        pytest.param("", "is empty", id="empty"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(tmp_path, text, words):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(ReadError, match=words):
        describe(tmp_path / "t.csv", "t.csv")

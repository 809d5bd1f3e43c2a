"""Bad input ends in a coded finding with its place, what is near and a fix; everything beside it is still judged."""

import json
from pathlib import Path

import pytest

from tallystick.auditing import Settings, audit_workspace
from tallystick.model import Audit, Finding

MEASURES = """\
measures:
  mass: {unit: tonne, range: 0 .. 100 Mt}
  money: {unit: USD}
  supply: {unit: tonne/year, dimensions: [country]}
"""
GOOD = "  - {id: good, measure: mass, value: 5 t}\n"
DEEP = "[" * 100 + "]" * 100
BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


def audit_of(folder: Path, files: dict[str, str | bytes], **settings) -> Audit:
    files = {"tally.toml": "", "schemas/measures.yaml": MEASURES, "data/good.yaml": f"claims:\n{GOOD}", **files}
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return audit_workspace(folder, settings=Settings(**settings))


def only(audit: Audit, code: str) -> Finding:
    found = [finding for finding in audit.findings if finding.code == code]
    assert len(found) == 1, [f"{f.place} {f.code} {f.message}" for f in audit.findings]
    return found[0]


def claims(*rows: str) -> str:
    return "claims:\n" + "".join(f"  - {row}\n" for row in rows)


CASES = [
    pytest.param("", "RD01", "data/bad.yaml:1:1", "the file is empty", id="empty-file"),
    pytest.param("claims: [\n  - {id: x", "RD01", "data/bad.yaml:2:", "broken YAML", id="broken-yaml"),
    pytest.param("a\tb: [\n", "RD01", "data/bad.yaml:", "broken YAML", id="broken-yaml-with-tab"),
    pytest.param("just words\n", "RD01", "data/bad.yaml:1:1", "no mapping", id="no-mapping"),
    pytest.param(b"claims:\n  - {id: caf\xe9}\n", "RD01", "data/bad.yaml:2:13", "byte 0xe9 at offset 20", id="latin-1"),
    pytest.param(f"claims: {DEEP}\n", "RD01", "data/bad.yaml:1:", "nested more than 40 deep", id="nested-too-deep"),
    pytest.param(f"{BOMB}claims: []\n", "RD02", "data/bad.yaml:", "key 'a'", id="alias-bomb"),
    pytest.param("claims: &x [*x]\n", "RD01", "data/bad.yaml:1:", "stands inside itself", id="alias-in-itself"),
    pytest.param("---\nclaims: []\n---\nclaims: []\n", "RD01", "data/bad.yaml:3:1", "second YAML document", id="two-documents"),
    pytest.param("claims: []\nclaims: []\n", "RD03", "data/bad.yaml:2:9", "written twice", id="duplicate-key"),
    pytest.param(claims("{id: good, measure: mass, value: 6 t}"), "RD03", "data/good.yaml:2:5", "'good' is taken", id="duplicate-id"),
    pytest.param(claims("{id: x, measure: mass, valeu: 6 t, value: 6 t}"), "RD02", "data/bad.yaml:2:28", "nearest: 'value'", id="unknown-key"),
    pytest.param("claim: []\n", "RD02", "data/bad.yaml:1:", "nearest: 'claims'", id="unknown-file-key"),
    pytest.param(claims("{id: x, measure: mas, value: 6 t}"), "RD05", "data/bad.yaml:2:22", "nearest: 'mass'", id="unknown-measure"),
    pytest.param(claims("{id: x, measure: mass}"), "RD04", "data/bad.yaml:2:5", "'x' has no 'value'", id="missing-value"),
    pytest.param(claims("{id: x, measure: mass, value: 6 kgg}"), "UN01", "data/bad.yaml:2:35", "nearest: 'kg'", id="unknown-unit"),
    pytest.param(claims("{id: x, measure: mass, value: ''}"), "SC05", "data/bad.yaml:2:36", "'value' of 'x' is empty", id="empty-value"),
    pytest.param(claims("{id: '', measure: mass, value: 6 t}"), "SC05", "data/bad.yaml:2:11", "'id' is empty", id="empty-id"),
    pytest.param(claims("{id: x, measure: ' ', value: 6 t}"), "SC05", "data/bad.yaml:2:23", "'measure' of 'x' is empty", id="blank-measure"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, source: sources/s.txt, quote: ''}"), "SC05", "data/bad.yaml:2:71", "the quote is empty", id="empty-quote"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, source: sources/s.txt, quote: {exact: ' '}}"), "SC05", "data/bad.yaml:2:79", "the quote is empty", id="empty-exact"),
    pytest.param(claims("{id: x, measure: mass, value: plenty}"), "RD06", "data/bad.yaml:2:35", "has no number", id="no-number"),
    pytest.param(claims("{id: x, measure: mass, value: NaN}"), "RD06", "data/bad.yaml:2:35", "'NaN' is no number", id="nan"),
    pytest.param(claims("{id: x, measure: mass, value: .inf}"), "RD06", "data/bad.yaml:2:35", "'.inf'", id="inf"),
    pytest.param(claims("{id: x, measure: mass, value: 1e400 t}"), "RD06", "data/bad.yaml:2:35", "exponent beyond 300", id="1e400"),
    pytest.param(claims("{id: x, measure: mass, value: " + "9" * 1000 + " t}"), "RD06", "data/bad.yaml:2:35", "more than 400 digits", id="a-thousand-digits"),
    pytest.param(claims("{id: x, measure: mass, value: $5}"), "UN03", "data/bad.yaml:2:35", "(money)", id="dollars-for-tons"),
    pytest.param(claims("{id: x, measure: supply, country: Chile, value: 5 t}"), "UN05", "data/bad.yaml:2:", "", id="stock-for-flow"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, source: ../../etc/passwd}"), "RD07", "data/bad.yaml:2:48", "outside the workspace", id="source-outside"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, source: sources/no.txt}"), "RD01", "data/bad.yaml:2:48", "is not there", id="source-missing"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, quote: six}"), "RD04", "data/bad.yaml:2:47", "quote and no source", id="quote-without-source"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, status: rumoured}"), "SC06", "data/bad.yaml:2:48", "status 'rumoured'", id="unknown-status"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, period: 2022/2018}"), "SC04", "data/bad.yaml:2:48", "", id="reversed-period"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, period: 2022-13}"), "RD06", "data/bad.yaml:2:48", "2022-13", id="no-such-month"),
    pytest.param(claims("{id: x, measure: mass, value: -6 t}"), "SC01", "data/bad.yaml:2:35", "outside the range", id="out-of-range"),
    pytest.param(claims("{id: x, measure: mass, value: 6 kgg, allow: [{code: UN02, because: b, until: 2023-02-30}]}"), "RD06", "data/bad.yaml:2:82", "until '2023-02-30' is no day", id="fault-beside-an-unreadable-value"),
    pytest.param(claims('{id: "a\\eb", measure: mass, value: 6 t}'), "SC07", "data/bad.yaml:2:11", "a character that cannot be shown", id="escape-in-an-id"),
    pytest.param(claims('{id: "a\\u202eb", measure: mass, value: 6 t}'), "SC07", "data/bad.yaml:2:11", "a character that cannot be shown", id="turned-text-in-an-id"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, derived_from: x}"), "SC09", "data/bad.yaml:2:5", "'x' is derived from itself", id="derived-from-itself"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, derived_from: y}", "{id: y, measure: mass, value: 6 t, derived_from: [good, x]}"), "SC09", "data/bad.yaml:2:5", "'x' is derived from itself, through 'y'", id="derived-in-a-circle"),
    pytest.param(claims("just words"), "SC10", "data/bad.yaml:2:", "no record", id="claim-is-no-record"),
    pytest.param(claims("{id: x, measure: mass, value: 6 t, allow: [{code: UN02}]}"), "RD04", "data/bad.yaml:2:48", "no 'because'", id="allow-without-reason"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "place", "says"), CASES)
def test_it_ends_in_a_finding_and_the_rest_is_judged(tmp_path, content, code, place, says):
    audit = audit_of(tmp_path, {"data/bad.yaml": content})
    finding = next((f for f in audit.findings if f.code == code), None)
    assert finding is not None, [f"{f.place} {f.code} {f.message}" for f in audit.findings]
    assert str(finding.place).startswith(place)
    assert says in finding.message
    assert finding.fix
    assert "good" in {claim.id for claim in audit.ledger.claims}


@pytest.mark.parametrize("quote", ["''", "[a]", "{prefix: a}"])
def test_a_waiver_whose_quote_cannot_be_read_is_told_once(tmp_path, quote):
    files = {"data/sources/s.txt": "5 t", "data/bad.yaml": f"waivers: [{{source: sources/s.txt, quote: {quote}, because: b}}]\n"}
    audit = audit_of(tmp_path, files)
    assert len([finding for finding in audit.findings if finding.place.path == "data/bad.yaml"]) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("{id: x, measure: [mass], value: 6 t}", "SC10", id="measure-is-a-list"),
        pytest.param("{id: x, measure: supply, value: 6 t/year, country: [Chile]}", "SC10", id="dimension-is-a-list"),
        pytest.param("{id: x, measure: mass, value: 6 t, quote: six, source: /etc/passwd}", "RD07", id="source-of-a-quote"),
    ],
)
def test_one_fault_is_one_finding(tmp_path, row, code):
    audit = audit_of(tmp_path, {"data/bad.yaml": claims(row)})
    assert [finding.code for finding in audit.findings if finding.place.path == "data/bad.yaml" and finding.code != "CF01"] == [code]


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [
        pytest.param("data/a.csv", "x,mass,6 t\n", "no column 'id', 'measure' or 'value'", id="csv-without-a-header"),
        pytest.param("data/a.csv", "ID,measure,value\nx,mass,6 t\ny,mass,6 t\n", "no column 'id' (nearest: 'ID')", id="csv-in-capitals"),
        pytest.param("data/a.parquet", "measure,amount\nmass,6 t\nmass,6 t\n", "no column 'id' or 'value'", id="parquet"),
    ],
)
def test_a_column_no_claim_can_do_without_is_missed_once(tmp_path, path, content, says):
    import io

    import polars as pl

    raw = io.BytesIO()
    pl.read_csv(io.StringIO(content)).write_parquet(raw)
    audit = audit_of(tmp_path, {path: raw.getvalue() if "parquet" in path else content})
    finding = only(audit, "RD04")
    assert says in finding.message
    assert len(audit.findings) == 1


def test_claims_written_twice_in_a_json_file_are_named_and_the_first_kept(tmp_path):
    text = '{"claims": [{"id": "a", "measure": "mass", "value": "5 t"}],\n "claims": [{"id": "b"}]}'
    audit = audit_of(tmp_path, {"data/a.json": text})
    assert only(audit, "RD03").message == "key 'claims' is written twice; the first is kept"
    assert {claim.id for claim in audit.ledger.claims} == {"a", "good"}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    plain = audit_of(tmp_path / "a", {"data/bad.yaml": claims("{id: x, measure: mas, value: 6 t}")})
    text = b"\xef\xbb\xbf" + claims("{id: x, measure: mas, value: 6 t}").replace("\n", "\r\n").encode()
    windows = audit_of(tmp_path / "b", {"data/bad.yaml": text})
    assert [(f.code, f.place, f.message) for f in plain.findings] == [(f.code, f.place, f.message) for f in windows.findings]


def test_a_quote_in_a_source_with_windows_line_ends_is_found(tmp_path):
    files = {"data/sources/s.txt": b"It sold\r\n5 t of it.", "data/bad.yaml": claims("{id: x, measure: mass, value: 5 t, source: sources/s.txt, quote: sold 5 t}")}
    assert [f.message for f in audit_of(tmp_path, files).findings] == []


@pytest.mark.parametrize(
    ("check", "code", "says"),
    [
        pytest.param("assert: nobody >= 5 t", "CK06", "nobody", id="names-no-claim"),
        pytest.param("assert: good >= $5", "UN03", "cannot compare", id="tons-with-dollars"),
        pytest.param("assert: good >= 5 t/year", "UN05", "cannot compare", id="stock-with-flow"),
        pytest.param("assert: good >= (5 t", "CK06", "expected", id="syntax"),
        pytest.param("assert: median(good) >= 5 t", "CK06", "median", id="unknown-function"),
        pytest.param("given: {x: {measure: gold}}\n    assert: x >= 5 t", "CK03", "matches nothing", id="matches-nothing"),
        pytest.param("says: nothing", "RD04", "neither 'assert' nor 'separate'", id="asserts-nothing"),
        pytest.param("separate: [[good]]", "SC10", "fewer than two groups", id="separates-one-group"),
        pytest.param("separate: [[good], []]", "SC10", "fewer than two groups", id="separates-an-empty-group"),
        pytest.param("given: {x: {measure: mas}}\n    assert: good >= 1 t", "RD02", "'x' under 'given' of check 'bad' is not used", id="given-and-not-used"),
        pytest.param("given: {x: {measure: mass}}\n    separate: [[good], [good]]", "RD02", "'given', which a separation does not take", id="given-to-a-separation"),
        pytest.param("separate: [[good], [bad]]", "CK06", "'bad' is no claim", id="separates-nobody"),
    ],
)
def test_a_bad_check_is_named_and_the_others_are_judged(tmp_path, check, code, says):
    text = f"checks:\n  - id: bad\n    {check}\n  - {{id: fine, assert: good >= 4 t}}\n"
    audit = audit_of(tmp_path, {"checks/c.yaml": text})
    finding = next(f for f in audit.findings if f.code == code)
    assert says in finding.message
    assert finding.place.path == "checks/c.yaml"
    assert finding.place.line
    assert {result.id: result.verdict for result in audit.checks}["fine"] == "holds"


@pytest.mark.parametrize("check", ["assert: [good >= 1 t]", "given: {x: }\n    assert: x >= 1 t", "given: {x: {measure: [mass]}}\n    assert: x >= 1 t"])
def test_a_check_that_is_no_text_is_told_once(tmp_path, check):
    audit = audit_of(tmp_path, {"checks/c.yaml": f"checks:\n  - id: bad\n    {check}\n"})
    assert [finding.code for finding in audit.findings] == ["SC10"]


@pytest.mark.parametrize(
    ("measure", "code", "says"),
    [
        pytest.param("{kind: category}", "RD04", "measure 'a' of kind category has no 'values'", id="category-without-values"),
        pytest.param("{kind: category, values: []}", "RD04", "measure 'a' of kind category has no 'values'", id="category-of-nothing"),
        pytest.param("{unit: t}\nreadings: {ton: USD}", "UN03", "reading of 'ton'", id="reading-of-another-dimension"),
    ],
)
def test_a_schema_that_means_nothing_is_named(tmp_path, measure, code, says):
    audit = audit_of(tmp_path, {"schemas/more.yaml": f"measures:\n  a: {measure}\n"})
    assert says in only(audit, code).message


def test_a_check_file_that_raises_is_named_with_its_line(tmp_path):
    files = {"checks/a.py": "import math\n\nraise RuntimeError('no luck')\n", "checks/b.py": "def (:\n"}
    audit = audit_of(tmp_path, files)
    found = {finding.place: finding.message for finding in audit.findings if finding.code == "CK06"}
    assert "RuntimeError: no luck" in found[next(p for p in found if p.path == "checks/a.py" and p.line == 3)]
    assert any(place.path == "checks/b.py" and place.line == 1 for place in found)


def test_python_is_refused_by_name_when_asked(tmp_path):
    audit = audit_of(tmp_path, {"checks/a.py": "x = 1\n", "schemas/t.py": "x = 1\n"}, python=False)
    refused = {finding.place.path for finding in audit.findings if "refused" in finding.message}
    assert refused == {"checks/a.py", "schemas/t.py"}


ROWS = [
    {"id": "a", "measure": "supply", "country": "Norway", "value": "1.20 t/year", "period": "2020"},
    {"id": "b", "measure": "mas", "value": "5 t"},
    {"id": "c", "measure": "mass", "value": "5 kgg"},
    {"id": "d", "measure": "supply", "country": "NO", "value": "5 t/year", "period": "2022/2018"},
    {"id": "e", "measure": "mass", "value": "plenty"},
    {"id": "f", "measure": "mass", "value": "5 t", "country": "Chile"},
    {"id": "g", "measure": "supply", "value": "5 t/year"},
]


def as_csv(rows) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\n"


def as_parquet(rows, path: Path) -> None:
    import polars as pl

    names = list(dict.fromkeys(name for row in rows for name in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame([{name: row.get(name) for name in names} for row in rows]).write_parquet(path)


def test_every_format_gives_the_same_claims_and_the_same_findings(tmp_path):
    texts = {
        "yaml": "claims:\n" + "".join(f"  - {json.dumps(row)}\n" for row in ROWS),
        "json": json.dumps({"claims": ROWS}, indent=1),
        "jsonl": "".join(json.dumps(row) + "\n" for row in ROWS),
        "csv": as_csv(ROWS),
    }
    seen = {}
    for form, text in texts.items():
        audit = audit_of(tmp_path / form, {f"data/rows.{form}": text})
        seen[form] = outcome(audit)
    as_parquet(ROWS, tmp_path / "parquet/data/rows.parquet")
    seen["parquet"] = outcome(audit_of(tmp_path / "parquet", {}))
    assert len(set(map(str, seen.values()))) == 1, seen
    assert [code for code, _ in seen["yaml"][1]] == ["RD05", "RD06", "SC02", "SC03", "SC04", "UN01"]


def outcome(audit: Audit):
    kept = [(c.id, c.value.text, dict(c.dimensions), c.period) for c in audit.ledger.claims]
    return sorted(kept, key=str), sorted((f.code, f.message) for f in audit.findings)


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_a_finding_in_a_row_has_its_line(tmp_path, form):
    rows = [{"id": "a", "measure": "mass", "value": "5 t"}, {"id": "b", "measure": "mass", "value": "plenty"}]
    text = {"csv": as_csv(rows), "jsonl": "".join(json.dumps(r) + "\n" for r in rows), "json": json.dumps(rows, indent=1)}[form]
    finding = only(audit_of(tmp_path, {f"data/rows.{form}": text}), "RD06")
    line = text.splitlines()[finding.place.line - 1]
    assert "plenty" in line
    assert finding.place.column > 1


def test_parquet_floats_print_shortest(tmp_path):
    import polars as pl

    (tmp_path / "data").mkdir()
    frame = pl.DataFrame({"id": ["a", "b"], "measure": ["mass"] * 2, "value": [0.1, 5.0], "unit": ["t"] * 2})
    frame.write_parquet(tmp_path / "data/rows.parquet")
    audit = audit_of(tmp_path, {})
    assert [c.value.text for c in audit.ledger.claims if c.id in "ab"] == ["0.1 t", "5 t"]


def test_an_empty_workspace_is_read_and_has_nothing(tmp_path):
    (tmp_path / "tally.toml").write_text("", encoding="utf-8")
    audit = audit_workspace(tmp_path)
    assert audit.ledger.claims == ()
    assert audit.findings == ()

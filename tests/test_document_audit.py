"""Documents alone, whatever they are written in: the same fault is the same finding in every format."""

import json

import pytest

from tallystick import document_audit
from tallystick.errors import AuditError
from tallystick.report.json import render_json

from .documents.test_pdf import pdf, text
from .documents.test_same_table import as_csv, as_docx, as_html, as_markdown, as_xlsx

ROWS = [
    ["Crop", "2024", "2023", "Change"],
    ["Wheat", "1,312", "1,201", "9.2 %"],
    ["Rye", "418", "402", "4.0 %"],
    ["Barley", "277", "251", "10.4 %"],
    ["Total", "2,007", "1,854", "8.3 %"],
]
FORMATS = [pytest.param(one, id=one.__name__) for one in (as_markdown, as_html, as_csv, as_docx, as_xlsx)]


def findings_of(folder, write, rows):
    name, raw = write(rows)
    (folder / name).write_bytes(raw)
    audit = document_audit.audit_documents([folder / name])
    return audit, sorted(finding.code for finding in audit.findings if finding.code[:2] in ("TB", "TX", "RS"))


def changed(row, column, text):
    return [[text if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(ROWS)]


@pytest.mark.parametrize("write", FORMATS)
def test_a_sound_table_is_sound_in_every_format(tmp_path, write):
    audit, codes = findings_of(tmp_path, write, ROWS)
    assert codes == []
    assert {tie.verdict.value for tie in audit.ties} == {"holds"}
    assert len(audit.ties) >= 6


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        pytest.param(4, 1, "2,107", "TB01", id="total"),
        pytest.param(2, 3, "14.0 %", "TB04", id="change"),
    ],
)
def test_a_fault_is_the_same_finding_in_every_format(tmp_path, write, row, column, text, code):
    _, codes = findings_of(tmp_path, write, changed(row, column, text))
    assert codes == [code]


def test_an_audit_of_a_document_is_the_same_bytes_twice(tmp_path):
    made = {render_json(findings_of(tmp_path, as_markdown, ROWS)[0]) for _ in range(2)}
    assert len(made) == 1
    assert json.loads(made.pop())["summary"]["ties"] >= 6


def test_no_document_at_all_is_an_error():
    with pytest.raises(AuditError, match="no document was named"):
        document_audit.audit_documents([])


def test_how_far_the_work_is_is_told_file_by_file(tmp_path):
    (tmp_path / "a.md").write_text("Five trams and 3 buses.\n", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(pdf(text(72, 700, "Five trams"), text(72, 700, "and 3 buses")))
    said = []
    document_audit.audit_documents([tmp_path / "a.md", tmp_path / "b.pdf"], document_audit.Settings(tell=said.append))
    shown = [line.replace(line.split(" ")[1], line.split(" ")[1].rsplit("/")[-1]) if " " in line else line for line in said]
    assert shown == ["reading a.md, 1 of 2", "reading b.pdf, 2 of 2", "reading b.pdf, 2 of 2: page 1", "reading b.pdf, 2 of 2: page 2", "comparing"]

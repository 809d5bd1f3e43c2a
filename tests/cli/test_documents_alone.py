"""Documents of every ending are audited where there is no workspace; places are as seen from the current folder."""

import io

import openpyxl
import pytest

from tallystick.document_audit import audit_documents
from tallystick.workspace import is_document


def sheet():
    held, book = io.BytesIO(), openpyxl.Workbook()
    for row in (["crop", "t"], ["rye", 5], ["oats", 7], ["Total", 12]):
        book.active.append(row)
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", b"crop,t\nrye,5\noats,7\nTotal,12\n"),
        ("a.xlsx", sheet()),
        ("a.md", b"| crop | t |\n|---|---|\n| rye | 5 |\n| oats | 7 |\n| Total | 12 |\n"),
        ("a.html", b"<table><tr><td>crop<td>t<tr><td>rye<td>5<tr><td>oats<td>7<tr><td>Total<td>12</table>"),
    ],
    ids=["csv", "xlsx", "markdown", "html"],
)
def test_a_document_outside_any_workspace_is_audited(tmp_path, name, raw):
    file = tmp_path / name
    file.write_bytes(raw)
    assert is_document(file)
    audit = audit_documents([file])
    assert [finding.message for finding in audit.findings] == []
    assert [figure.value.text for figure in audit.figures] == ["5", "7", "12"]


def test_what_a_document_could_not_give_is_placed_from_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (finding,) = audit_documents([tmp_path / "a.md"]).findings
    assert (finding.code, str(finding.place)) == ("RD01", "a.md")

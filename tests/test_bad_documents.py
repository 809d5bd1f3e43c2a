"""Documents that nobody should have to read: each is one clear finding, and the document beside it is still judged."""

import io
import zipfile

import pytest

from tallystick import document_audit

from .documents.test_pdf import pdf, text
from .documents.test_same_table import as_csv, as_docx, as_html, as_markdown, as_xlsx

SOUND = "| a | b |\n|---|---|\n| x | 120 |\n| y | 80 |\n| Total | 200 |\n"
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
_WIDE = [str(n) for n in range(3_000)]
_WORDS = [["Name", "Town"], ["Anna", "Bern"], ["Otto", "Ulm"]]


def _bomb(write, part):
    """A package of which one part unpacks to far more than is read."""
    name, raw = write(_WORDS)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as sound, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in sound.infolist():
            made.writestr(entry.filename, b" " * (257 << 20) if entry.filename == part else sound.read(entry))
    return name, held.getvalue()


_CASES = [
    pytest.param("a.md", b"", "the document is empty", id="empty md"),
    pytest.param("a.html", b"<html><body></body></html>", "the document is empty", id="empty html"),
    pytest.param("a.csv", b"\n\n", "the document is empty", id="empty csv"),
    pytest.param("a.docx", b"", "the file is empty", id="empty docx"),
    pytest.param("a.xlsx", b"", "the file is empty", id="empty xlsx"),
    pytest.param("a.pdf", pdf(""), "the document is empty", id="empty pdf"),
    pytest.param("a.docx", _LOCKED, "the file is encrypted, or older than DOCX", id="encrypted docx"),
    pytest.param("a.xlsx", _LOCKED, "the file is encrypted, or older than XLSX", id="encrypted xlsx"),
    pytest.param("a.pdf", pdf("q /Im Do Q"), "1 page without text, only pictures: not read", id="scanned pdf"),
    pytest.param("a.pdf", pdf(text(72, 700, "5") * 400_000, compress=True), "1 page of more than 8,388,608 bytes: not read", id="huge page"),
    pytest.param("a.pdf", pdf(text(72, 700, "5"))[:200], "broken PDF", id="torn pdf"),
    pytest.param("a.docx", as_docx(_WORDS)[1][:900], "broken DOCX", id="torn docx"),
    pytest.param("a.xlsx", as_xlsx(_WORDS)[1][:900], "broken XLSX", id="torn xlsx"),
    pytest.param(*_bomb(as_docx, "word/document.xml"), "the file unpacks to", id="zip bomb docx"),
    pytest.param(*_bomb(as_xlsx, "xl/worksheets/sheet1.xml"), "the file unpacks to", id="zip bomb xlsx"),
    pytest.param(*as_markdown([_WIDE, _WIDE]), "a table has 3,000 columns, more than 2,000", id="wide md"),
    pytest.param(*as_html([_WIDE, _WIDE]), "a table has 3,000 columns, more than 2,000", id="wide html"),
    pytest.param(*as_csv([_WIDE, _WIDE]), "the row has 3,000 columns, more than 2,000", id="wide csv"),
    pytest.param(*as_xlsx([_WIDE, _WIDE]), "has 3,000 columns, more than 2,000", id="wide xlsx"),
    pytest.param("a.html", b"<div>" * 5_000 + b"5", "the page is nested too deeply", id="deep html"),
    pytest.param("a.md", b"> " * 3_000 + b"5\n", "nested deeper than 100", id="deep md"),
    pytest.param("a.md", bytes(range(256)), "is not UTF-8", id="no text"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "said"), _CASES)
def test_a_bad_document_is_one_finding_and_the_other_is_judged(tmp_path, name, raw, said):
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "sound.md").write_text(SOUND, encoding="utf-8")
    audit = document_audit.audit_documents([tmp_path / name, tmp_path / "sound.md"])
    (finding,) = audit.findings
    assert finding.code == "RD01"
    assert said in finding.message
    assert finding.fix
    assert [tie.verdict.value for tie in audit.ties] == ["holds"]


_LANGUAGES = {
    "German": ("Posten", "Miete", "Strom", "Summe"),
    "Russian": ("Статья", "Аренда", "Свет", "Итого"),
    "Chinese": ("项目", "租金", "电费", "合计"),
    "Arabic": ("البند", "قمح", "شعير", "المجموع"),
    "Hebrew": ("פריט", "חיטה", "שעורה", "סך הכל"),
}


@pytest.mark.parametrize("write", [as_markdown, as_html, as_csv, as_docx, as_xlsx], ids=lambda one: one.__name__)
@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_table_in_another_language_still_foots(tmp_path, language, write):
    item, first, second, total = _LANGUAGES[language]
    rows = [[item, "2021", "2022"], [first, "1,200", "1,310"], [second, "300", "280"], [total, "1,500", "1,890"]]
    name, raw = write(rows)
    (tmp_path / name).write_bytes(raw)
    audit = document_audit.audit_documents([tmp_path / name])
    assert [finding.code for finding in audit.findings if finding.code.startswith("TB")] == ["TB01"]


@pytest.mark.parametrize("write", [as_markdown, as_html, as_csv, as_docx, as_xlsx], ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_WORDS, id="no numbers"),
        pytest.param([["12", "7"], ["13", "9"], ["25", "16"]], id="nothing but numbers"),
    ],
)
def test_a_table_that_states_nothing_has_no_finding(tmp_path, rows, write):
    name, raw = write(rows)
    (tmp_path / name).write_bytes(raw)
    audit = document_audit.audit_documents([tmp_path / name])
    assert [finding.code for finding in audit.findings if finding.code.startswith("TB")] == []

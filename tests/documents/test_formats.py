"""Sources of every format become one text; what is broken, too large or not installed says so."""

import io
import sys
from pathlib import Path

import docx
import pytest

from tallystick.documents import limits, read_document
from tallystick.errors import ReadError

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>The harbour
 plant</title></head><body><nav><a href="/">Home 77</a></nav><article><h1>The plant</h1>
<p>The plant made 312 GWh of electricity in 2024, which is 4 percent more than a year before.</p>
<p>Its capacity is 60 MW – and about 120 people work there all through the year, said the operator.</p></article>
<footer>Copyright 1999 Nobody</footer></body></html>"""


def make_pdf(*pages: str) -> bytes:
    """A PDF of one line a page, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {len(objects) + 2} 0 R /MediaBox [0 0 612 792] "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(body)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return body.encode("latin-1")


def make_docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Report"
    document.add_paragraph("Output was 5 tons.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "capacity", "60 MW"
    document.add_paragraph("The end.")
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def test_text_folds_line_ends_and_drops_a_byte_order_mark():
    assert read_document(Path("a.txt"), b"\xef\xbb\xbfone\r\ntwo\rthree").text == "one\ntwo\nthree"


def test_markdown_is_read_as_it_is():
    assert read_document(Path("a.md"), b"# Head\n\n**5 t**").text == "# Head\n\n**5 t**"


def test_html_gives_its_main_text_and_title():
    document = read_document(Path("a.html"), PAGE.encode())
    assert document.title == "The harbour plant"
    assert "The plant made 312 GWh of electricity in 2024" in document.text
    assert "60 MW – and" in document.text
    assert "1999" not in document.text


def test_html_in_a_declared_encoding_is_read_in_it():
    raw = PAGE.replace("utf-8", "windows-1252").encode("windows-1252")
    assert "60 MW – and" in read_document(Path("a.htm"), raw).text


def test_html_without_a_main_part_gives_all_its_text():
    assert "5 t" in read_document(Path("a.html"), b"<p>5 t</p>").text


def test_pdf_gives_the_offset_of_every_page():
    document = read_document(Path("a.pdf"), make_pdf("Output was 5 tons.", "Then it was 7 tons."))
    assert document.pages == ((0, "page 1"), (19, "page 2"))
    assert document.text[document.pages[1][0] :].startswith("Then it was 7 tons.")


def test_docx_gives_paragraphs_and_tables_in_their_order():
    document = read_document(Path("a.docx"), make_docx())
    assert document.text == "Output was 5 tons.\ncapacity | 60 MW\nThe end."
    assert document.title == "Report"


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.txt", b"ab\xff", "byte 0xff at offset 2 is not UTF-8"),
        ("a.html", b"ab\xff", "byte 0xff at offset 2 is not UTF-8"),
        ("a.html", b"<meta charset=utf-16x>5", "declares the encoding 'utf-16x'"),
        ("a.pdf", b"no such thing", "broken PDF"),
        ("a.pdf", make_pdf("x")[:150], "broken PDF"),
        ("a.docx", b"no such thing", "broken DOCX"),
        ("a.docx", make_docx()[:900], "broken DOCX"),
    ],
    ids=["text", "html-bytes", "html-encoding", "pdf", "pdf-cut", "docx", "docx-cut"],
)
def test_what_cannot_be_read_says_why(name, raw, message):
    with pytest.raises(ReadError, match=message):
        read_document(Path(name), raw)


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 3)
    with pytest.raises(ReadError, match="4 bytes, more than 3"):
        read_document(Path("a.txt"), b"abcd")


@pytest.mark.parametrize(("suffix", "package"), [("pdf", "pdfplumber"), ("xlsx", "openpyxl")])
def test_a_missing_reader_names_the_extra(monkeypatch, suffix, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ReadError, match=r"tallystick\[docs\]"):
        read_document(Path(f"a.{suffix}"), make_docx())


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv"])
@pytest.mark.parametrize("raw", [b"", b" \n\n"], ids=["no-bytes", "blanks"])
def test_an_empty_document_is_a_finding(name, raw):
    (finding,) = read_document(Path(name), raw).findings
    assert (finding.code, finding.message, str(finding.place)) == ("RD01", "the document is empty", name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "| x | y |\n|---|---|\n| Brot | 1&nbsp;234,5 |\n"),
        ("a.html", "<table><tr><td>x<td>y<tr><td>Brot<td>1&nbsp;234,5</table>"),
        ("a.csv", "x;y\nBrot;1\u00a0234,5\n"),
        ("a.txt", "x | y\n--+--\nBrot | 1\u00a0234,5\n"),
    ],
)
def test_blanks_that_group_thousands_stay(name, text):
    assert read_document(Path(name), text.encode()).tables[0].cells[-1].text == "1\u00a0234,5"


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_a_table_that_reads_from_right_to_left_has_plain_numbers(name):
    rows = [("المجموع", "٢٠١٩"), ("قمح", "\u200f1,200\u200e"), ("أرز", "(\u200e354)")]
    html = "<table>" + "".join(f"<tr><td>{label}</td><td>{number}</td></tr>" for label, number in rows) + "</table>"
    (table,) = read_document(Path(name), html.encode()).tables
    assert [cell.text for cell in table.cells if cell.column] == ["٢٠١٩", "1,200", "(354)"]


def test_rows_of_a_hundred_thousand_columns_are_said():
    (finding,) = read_document(Path("a.csv"), b"a,b\n1,2\n" + b"5," * 100_000).findings
    assert finding.message == "the row has 100,001 columns, more than 2,000: from here on nothing is read"


def test_a_table_without_numbers_and_numbers_without_a_table_are_read():
    document = read_document(Path("a.md"), b"| a | b |\n|---|---|\n| yes | no |\n\n5 t and 7 t\n")
    assert document.findings == ()
    assert (document.tables[0].header_rows, document.tables[0].header_columns) == (1, 1)


@pytest.mark.parametrize(
    ("name", "fix"), [("a.xls", "XLSX"), ("a.doc", "DOCX or PDF"), ("a.odt", "DOCX or PDF"), ("a.png", "text")]
)
def test_what_no_reader_reads_says_what_to_save_it_as(name, fix):
    with pytest.raises(ReadError, match=f"are not read\n  fix: save it as {fix}"):
        read_document(Path(name), b"\x00")

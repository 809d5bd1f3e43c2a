"""DOCX: all that a reader of the page sees is read, wherever it hangs, and nothing that was deleted."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Inches

from tallystick.documents import limits, read_document
from tallystick.errors import ReadError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(document, extra=""):
    """The bytes of a document, with XML of ours put at the end of its body."""
    held, out = io.BytesIO(), io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(b"<w:sectPr", extra.encode() + b"<w:sectPr", 1)
            new.writestr(entry, content)
    return out.getvalue()


def read(document, extra=""):
    read_back = read_document(Path("a.docx"), packed(document, extra))
    assert len(read_back.prose) == len(read_back.text)
    return read_back


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_blocks_are_named_for_what_they_are():
    document = docx.Document()
    document.add_heading("Head", 2)
    document.add_paragraph("Text")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Number 2")
    document.add_paragraph("said 5", style="Quote")
    document.add_paragraph("Table 1: x", style="Caption")
    found = read(document)
    assert [(block.kind.value, block.level, found.text[block.start : block.end]) for block in found.blocks] == [
        ("heading", 2, "Head"),
        ("paragraph", 0, "Text"),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("quotation", 0, "said 5"),
        ("caption", 0, "Table 1: x"),
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p>{run('It was ')}<w:del><w:r><w:delText>44</w:delText></w:r></w:del><w:ins>{run('45 t')}</w:ins></w:p>", "It was 45 t"),
        (f"<w:sdt><w:sdtContent><w:p>{run('control 5')}</w:p></w:sdtContent></w:sdt>", "control 5"),
        (f"<w:p><w:sdt><w:sdtContent>{run('inline 5')}</w:sdtContent></w:sdt></w:p>", "inline 5"),
        (f"<w:p><w:fldSimple w:instr='REF x'>{run('5 kg')}</w:fldSimple></w:p>", "5 kg"),
        (f"<w:p><w:hyperlink>{run('link 5')}</w:hyperlink></w:p>", "link 5"),
        (f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('box 5')}</w:p></w:txbxContent></w:pict></w:r></w:p>", "box 5"),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>{run('seen')}</w:p>", "seen"),
        (f"<w:p>{run('5')}<w:r><w:br/><w:t>t</w:t></w:r></w:p>", "5\nt"),
        (f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>", "here"),
    ],
    ids=["tracked", "control", "inline-control", "field", "link", "text-box", "hidden", "break", "moved"],
)
def test_words_are_read_wherever_they_hang(xml, text):
    assert read(docx.Document(), xml).text == text


def test_raised_words_are_marks_or_powers():
    document = docx.Document()
    paragraph = document.add_paragraph("Sales")
    for text, is_raised in (("1", True), (" of 5 km", False), ("2", True)):
        paragraph.add_run(text).font.superscript = is_raised
    found = read(document)
    assert (found.text, found.prose) == ("Sales¹ of 5 km²", "Sales  of 5 km²")


def test_a_table_has_its_merged_cells_marks_and_indents():
    document = docx.Document()
    table = document.add_table(rows=5, cols=3)
    for row, texts in enumerate(
        [("Crop", "2023", ""), ("", "Q1", "Q2"), ("Wheat (1)", "1,200", "(900)"), ("durum", "12*", "1.5"), ("Total", "1,188", "")]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(3, 0).paragraphs[0].paragraph_format.left_indent = Inches(0.3)
    table.cell(4, 0).paragraphs[0].runs[0].bold = True
    found = read(document)
    (read_back,) = found.tables
    assert [(cell.row, cell.column, cell.text) for cell in read_back.cells] == [
        (0, 0, "Crop"), (0, 1, "2023"), (1, 1, "Q1"), (1, 2, "Q2"),
        (2, 0, "Wheat"), (2, 1, "1,200"), (2, 2, "(900)"),
        (3, 0, "durum"), (3, 1, "12"), (3, 2, "1.5"),
        (4, 0, "Total"), (4, 1, "1,188"), (4, 2, ""),
    ]  # fmt: skip
    assert (read_back.header_rows, read_back.header_columns) == (2, 1)
    assert [(cell.rows, cell.columns) for cell in read_back.cells[:2]] == [(2, 1), (1, 2)]
    assert [(cell.text, cell.mark) for cell in read_back.cells if cell.mark] == [("Wheat", "1"), ("12", "*")]
    assert [cell.text for cell in read_back.cells if cell.indent] == ["durum"]
    assert [cell.text for cell in read_back.cells if cell.is_bold] == ["Total"]
    assert all(cell.text in found.text[cell.start : cell.end] for cell in read_back.cells)


def test_a_table_within_a_cell_is_a_table_of_its_own():
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "left"
    inner = outer.cell(0, 1).add_table(2, 2)
    for row, texts in enumerate([("a", "5"), ("b", "6")]):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
    assert [[cell.text for cell in table.cells if cell.text] for table in read(document).tables] == [["left"], ["a", "5", "b", "6"]]


def test_headers_are_read_once_without_page_numbers():
    document = docx.Document()
    document.add_paragraph("Body")
    header = document.sections[0].header
    header.paragraphs[0].text = "Draft of 5 May"
    assert read(document).text == "Body\nDraft of 5 May"


def test_a_span_beyond_all_measure_is_said_and_ends():
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr><w:p>{run('5')}</w:p></w:tc>"
    document = read(docx.Document(), f"<w:tbl><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl><w:p>{run('after')}</w:p>")
    (finding,) = document.findings
    assert finding.message == "a table has more than 2,000 columns: what lies beyond is not read"
    assert document.text == "after"


def test_tracked_changes_and_pictures_are_noted():
    xml = f"<w:p><w:ins>{run('5')}</w:ins></w:p>"
    assert read(docx.Document(), xml).notes == ("tracked changes: what was inserted is read, what was deleted is not",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted, or older than DOCX"),
        (b"", "the file is empty"),
        (b"PK\x03\x04 no zip", "broken DOCX"),
    ],
    ids=["old-or-encrypted", "empty", "broken"],
)
def test_what_is_no_docx_says_why(raw, message):
    with pytest.raises(ReadError, match=message):
        read_document(Path("a.docx"), raw)


def test_a_docx_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1_000)
    with pytest.raises(ReadError, match="unpacks to"):
        read_document(Path("a.docx"), packed(docx.Document()))


def test_entities_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(ReadError, match="declares entities"):
        read_document(Path("a.docx"), out.getvalue())


def test_a_broken_part_beside_the_body_is_said_and_the_body_read():
    whole = zipfile.ZipFile(io.BytesIO(packed(docx.Document(), f"<w:p>{run('body')}</w:p>")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for entry in whole.infolist():
            package.writestr(entry, b"<broken" if entry.filename == "word/styles.xml" else whole.read(entry))
    document = read_document(Path("a.docx"), out.getvalue())
    assert document.text == "body"
    assert ["word/styles.xml is broken" in finding.message for finding in document.findings] == [True]

"""PDF: lines in reading order, tables with page and box; what has no text, or lost some, is said with its page."""

import zlib
from pathlib import Path

import pytest

from tallystick.documents import limits, read_document
from tallystick.errors import ReadError


def pdf(*pages, labels="", compress=False):
    """The bytes of a PDF; a page is the drawing operators of its content."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {labels} >>".encode(), b""]
    fonts = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>"
    image = "/Im << /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    objects.append(image.split(" ", 1)[1].encode() + b"\nstream\n\0\nendstream")
    kids = []
    for content in pages:
        raw = content if isinstance(content, bytes) else content.encode("latin-1")
        packed = zlib.compress(raw) if compress else raw
        packing = "/Filter /FlateDecode " if compress or raw.startswith(b"x") else ""
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {len(objects) + 2} 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << {fonts} >> /XObject << /Im 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< {packing}/Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + trailer.encode()


def text(x, y, words, size=10, font="F1"):
    escaped = words.replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def read(*pages, **more):
    document = read_document(Path("a.pdf"), pdf(*pages, **more))
    assert len(document.prose) == len(document.text)
    return document


def grid(table):
    return [[(cell.column, cell.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]


HEADERS = text(300, 700, "Year ended June 30,") + text(300, 686, "2023") + text(360, 686, "2022")
ROWS = (
    text(72, 672, "Wheat (1)") + text(295, 672, "$ 1,200") + text(360, 672, "(354)")
    + text(84, 658, "of which durum") + text(316, 658, "7") + text(368, 658, "8*")
    + text(72, 644, "Total", font="F2") + text(302, 644, "1,200", font="F2") + text(357, 644, "(346)", font="F2")
)  # fmt: skip


def test_numbers_below_each_other_are_a_table_with_boxes():
    document = read(text(72, 720, "Table 1: Sales (in thousands)") + HEADERS + ROWS + text(72, 610, "(1) Without seed."))
    (table,) = document.tables
    assert grid(table) == [
        [(1, "Year ended June 30,")],
        [(1, "2023"), (2, "2022")],
        [(0, "Wheat"), (1, "$ 1,200"), (2, "(354)")],
        [(0, "of which durum"), (1, "7"), (2, "8")],
        [(0, "Total"), (1, "1,200"), (2, "(346)")],
    ]
    assert (table.header_rows, table.header_columns, table.caption) == (2, 1, "Table 1: Sales (in thousands)")
    assert [(cell.text, cell.indent) for cell in table.cells if cell.indent] == [("of which durum", 1)]
    assert [(cell.text, cell.mark) for cell in table.cells if cell.mark] == [("Wheat", "1"), ("8", "*")]
    assert [cell.text for cell in table.cells if cell.is_bold] == ["Total", "1,200", "(346)"]
    assert [cell.box for cell in table.cells if cell.text == "7"] == [(316, 126, 322, 137)]
    assert all(cell.text in document.text[cell.start : cell.end] for cell in table.cells)
    assert [block.kind.value for block in document.blocks] == ["caption", "table", "footnote"]


def test_a_table_of_drawn_lines_is_read_by_its_lines():
    lines = "".join(f"{x} 600 m {x} 660 l S\n" for x in (70, 170, 240, 310)) + "".join(
        f"70 {y} m 310 {y} l S\n" for y in (600, 620, 640, 660)
    )
    words = "".join(
        text(x, y, word)
        for y, row in ((645, ("Crop", "Area in ha", "Note")), (625, ("Rye", "5", "a b")), (605, ("Oats", "", "6 t")))
        for x, word in zip((75, 175, 245), row, strict=True)
        if word
    )
    (table,) = read(lines + words).tables
    assert grid(table) == [
        [(0, "Crop"), (1, "Area in ha"), (2, "Note")],
        [(0, "Rye"), (1, "5"), (2, "a b")],
        [(0, "Oats"), (1, ""), (2, "6 t")],
    ]


def test_raised_words_are_marks_or_powers():
    line = text(72, 700, "Sales") + text(97, 704, "1", 6) + text(105, 700, "of 5 km") + text(140, 704, "2", 6)
    document = read(line)
    assert (document.text, document.prose) == ("Sales¹ of 5 km²", "Sales  of 5 km²")


def test_two_columns_of_prose_are_read_one_after_the_other():
    page = "".join(
        text(72, 700 - 12 * n, f"left line {n} of words that go on") + text(330, 700 - 12 * n, f"right line {n} of words that go on")
        for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    )
    found = read(page).text
    assert found.index("left line 12") < found.index("right line 1 ")


def test_paragraphs_headings_and_items_are_parted():
    page = text(72, 720, "Head", 16) + text(72, 690, "First line of it") + text(72, 678, "and the second.")
    page += text(72, 650, "Another one.") + text(72, 638, "- item 5") + text(72, 626, "- item 6")
    document = read(page)
    assert [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", "Head"),
        ("paragraph", "First line of it\nand the second."),
        ("paragraph", "Another one."),
        ("item", "- item 5"),
        ("item", "- item 6"),
    ]


def test_pages_have_the_labels_the_document_gives_them():
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >>"
    document = read(text(72, 700, "one"), text(72, 700, "two"), text(72, 700, "three"), labels=labels)
    assert document.pages == ((0, "page i"), (4, "page 1"), (8, "page 2"))


def test_page_numbers_and_running_lines_are_left_out():
    pages = [
        text(72, 760, f"Report of 2024, part {n}") + text(72, 700, f"Body {n}.") + text(72, 688, "More.") + text(300, 30, f"{n}")
        for n in (1, 2, 3)
    ]
    assert read(*pages).text == "Body 1.\nMore.\nBody 2.\nMore.\nBody 3.\nMore."


def test_a_page_without_text_is_said():
    document = read(text(72, 700, "one"), "q 100 0 0 100 0 0 cm /Im Do Q", "")
    assert [(finding.code, finding.message) for finding in document.findings] == [
        ("RD01", "1 page without text, only pictures: not read (page 2)")
    ]


def test_a_page_that_lost_a_part_is_said():
    whole = zlib.compress((text(72, 700, "one") + text(72, 680, "two " * 60)).encode())
    document = read(text(72, 700, "before"), whole[:40])
    assert [finding.message for finding in document.findings] == ["1 page could not be read whole (page 2)"]
    assert "before" in document.text


def test_pages_beyond_the_limit_are_said(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PAGES", 2)
    document = read(text(72, 700, "one"), text(72, 700, "two"), text(72, 700, "three"))
    assert document.text == "one\ntwo"
    assert "more than 2 pages" in document.findings[0].message


def test_an_encrypted_pdf_is_refused():
    raw = pdf(text(72, 700, "one")).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    )
    with pytest.raises(ReadError, match="the file is encrypted"):
        read_document(Path("a.pdf"), raw)


def test_a_page_that_the_page_tree_repeats_is_read_once():
    raw = pdf(text(72, 700, "one"))
    repeated = raw.replace(b"/Kids [4 0 R] /Count 1", b"/Kids [" + b"4 0 R " * 500 + b"] /Count 500")
    assert read_document(Path("a.pdf"), repeated).text == "one"


def test_letters_that_stand_for_no_character_are_said():
    page = text(72, 700, "x" * 20).replace("/F1", "/F3").replace("x" * 20, r"\001\002\003\004\005\006" * 3)
    raw = pdf(page).replace(b"/F1 <<", b"/F3 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >> /F1 <<")
    (finding,) = read_document(Path("a.pdf"), raw).findings
    assert finding.message == "1 page with letters that stand for no character (page 1)"


def _with_total(total):
    return (
        text(300, 700, "2023") + text(360, 700, "2022") + text(72, 672, "Wheat") + text(300, 672, "1,200")
        + text(360, 672, "354") + text(72, 658, "Rye") + text(300, 658, "1,034") + text(360, 658, "288") + total
    )  # fmt: skip


@pytest.mark.parametrize(
    "total",
    [
        pytest.param("".join(text(x + off, 644, w) for x, w in ((72, "Total"), (300, "2,234"), (360, "642")) for off in (0, 0.3)), id="printed twice"),
        pytest.param(text(72, 644, "Total") + "BT /F2 10 Tf 300 644 Td [(2)-180(,234)] TJ ET\n" + text(360, 644, "642"), id="spread"),
        pytest.param(text(72, 644, "Total") + text(300, 644, "2,") + text(310, 644, "234") + text(360, 644, "642"), id="in pieces"),
    ],
)  # fmt: skip
def test_a_bold_number_is_one_number(total):
    (table,) = read(_with_total(total)).tables
    assert grid(table)[-1] == [(0, "Total"), (1, "2,234"), (2, "642")]

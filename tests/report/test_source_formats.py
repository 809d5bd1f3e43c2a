"""A quote in a source of any format is found, grounded, and shown in the report with its page."""

import io

import pytest

from tallystick.auditing import audit_workspace
from tallystick.report.html import render_html

SENTENCE = "The plant sold 5.4 million tons of steel in 2024."
HTML = f"""<!doctype html><html><head><title>Steel report</title></head><body>
<nav><a href="/">Home</a> <a href="/all">All 99 stories</a></nav>
<article><h1>Steel report</h1><p>{SENTENCE}</p><p>It cost $3.2 billion, the company said on Monday in a long statement
about its year, its plants, its people and its plans for the next one.</p></article>
<footer>© 2024, 12 offices</footer></body></html>"""


def pdf_of(*pages: str) -> bytes:
    """A small PDF of one line a page, written out."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, line in enumerate(pages):
        content = f"BT /F1 12 Tf 40 700 Td ({line}) Tj ET"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * n} 0 R {resources} >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{out}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")


def docx_of(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Output", "7 kt"
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("story.html", HTML.encode(), id="html"),
        pytest.param("story.pdf", pdf_of("A first page.", SENTENCE), id="pdf"),
        pytest.param("story.docx", docx_of(SENTENCE), id="docx"),
        pytest.param("story.md", f"# Steel\n\n{SENTENCE}\n".encode(), id="markdown"),
    ],
)
def test_a_quote_is_found_and_shown_whatever_the_format(tmp_path, name, raw):
    (tmp_path / "schemas").mkdir()
    (tmp_path / "tally.toml").touch()
    (tmp_path / "schemas/m.yaml").write_text("measures: {sold: {unit: t}}\nreadings: {ton: metric_ton}\n", encoding="utf-8")
    (tmp_path / "data/sources").mkdir(parents=True)
    (tmp_path / "data/sources" / name).write_bytes(raw)
    claim = f"claims:\n  - {{id: sold, measure: sold, value: 5.4 million tons, source: sources/{name}, quote: sold 5.4 million tons of steel}}\n"
    (tmp_path / "data/c.yaml").write_text(claim, encoding="utf-8")
    audit = audit_workspace(tmp_path)
    assert [f.message for f in audit.findings if f.code in ("QT01", "QT03", "RD01")] == []
    assert audit.located[0].claim == "sold"
    page = render_html(audit)
    assert 'id="quote-sold"' in page
    assert ("page 2" in page) == (name == "story.pdf")

"""HTML is read as a reader sees it: blocks, tables with their spans, marks set aside, nothing hidden, nothing lost."""

from pathlib import Path

import pytest

from tallystick.documents import limits, read_document


def read(body):
    document = read_document(Path("a.html"), body.encode())
    assert len(document.prose) == len(document.text)
    return document


def kinds(document):
    return [(block.kind.value, block.level, document.text[block.start : block.end]) for block in document.blocks]


def grid(table):
    return [[(cell.column, cell.text) for cell in table.cells if cell.row == row] for row in range(table.rows)]


def test_blocks_are_named_for_what_they_are():
    page = """<h2>Head</h2><p>Text <b>5</b> t<ul><li>one<ul><li>two</ul><li>three<p>more</ul>
    <blockquote>said 5</blockquote><pre><code>x = 7</code></pre><p class="footnote">Note.</p>"""
    assert kinds(read(page)) == [
        ("heading", 2, "Head"),
        ("paragraph", 0, "Text 5 t"),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("item", 1, "three"),
        ("paragraph", 1, "more"),
        ("quotation", 0, "said 5"),
        ("code", 0, "x = 7"),
        ("footnote", 0, "Note."),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = 99</script>",
        "<style>p {width: 99px}</style>",
        "<nav>99 links</nav>",
        "<footer>99</footer>",
        "<div hidden>99</div>",
        "<span style='display: none'>99</span>",
        "<!-- 99 -->",
        "<template>99</template>",
        "<ul role=navigation><li>99</ul>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden):
    document = read(f"<p>It is 5 t{hidden} in all.</p>")
    assert "99" not in document.text
    assert " ".join(document.text.split()) == "It is 5 t in all."


def test_only_the_main_part_is_read_where_one_is_named():
    assert read("<div>Cookies 44</div><main><p>It is 5 t.</p></main><div>Related 33</div>").text == "It is 5 t."


@pytest.mark.parametrize(
    ("body", "text", "prose"),
    [
        ("Sales<sup>1</sup> rose", "Sales¹ rose", "Sales  rose"),
        ("12 km<sup>2</sup>", "12 km²", "12 km²"),
        ("3 × 10<sup>6</sup> t", "3 × 10⁶ t", "3 × 10⁶ t"),
        ("the 5<sup>th</sup>", "the 5th", "the 5th"),
        ("CO<sub>2</sub>", "CO₂", "CO₂"),
        ("5<br>million", "5\nmillion", "5\nmillion"),
        ("was <del>7</del> 8", "was 7 8", "was   8"),
        ("run <code>sleep 9</code>", "run sleep 9", "run        "),
        ("5&nbsp;t &lt; 6&#160;t", "5\xa0t < 6\xa0t", "5\xa0t < 6\xa0t"),
    ],
)
def test_what_is_no_prose_is_blank_in_it(body, text, prose):
    document = read(f"<p>{body}</p>")
    assert (document.text, document.prose) == (text, prose)


def test_paragraphs_parted_by_breaks_are_paragraphs():
    assert read("one 5<br><br>million two").text == "one 5\nmillion two"
    assert len(read("one 5<br> <br>million two").blocks) == 2


TABLE = """<p>Sales by crop (in thousands):</p>
<table><caption>Table 3: Sales</caption>
<thead><tr><th rowspan=2>Crop</th><th colspan=2>Year ended June 30,</th></tr><tr><th>2023</th><th>2022</th></tr></thead>
<tr><td>Wheat<sup>a</sup></td><td>1,200</td><td>(354)</td></tr>
<tr><td>&nbsp;&nbsp;of which durum</td><td>7</td><td rowspan="9">8*</td></tr>
<tr><td style="padding-left: 40px">early</td><td>3</td></tr>
<tr><td><b>Total (1)</b></td><td><b>1,200</b></td><td></td></tr></table><p>(1) Without seed.</p>"""


def test_a_table_has_its_cells_in_their_places():
    document = read(TABLE)
    (table,) = document.tables
    assert grid(table) == [
        [(0, "Crop"), (1, "Year ended June 30,")],
        [(1, "2023"), (2, "2022")],
        [(0, "Wheat"), (1, "1,200"), (2, "(354)")],
        [(0, "of which durum"), (1, "7"), (2, "8")],
        [(0, "early"), (1, "3")],
        [(0, "Total"), (1, "1,200")],
    ]
    assert (table.header_rows, table.header_columns) == (2, 1)
    assert [(cell.text, cell.rows, cell.columns) for cell in table.cells if cell.rows > 1 or cell.columns > 1] == [
        ("Crop", 2, 1),
        ("Year ended June 30,", 1, 2),
        ("8", 3, 1),
    ]
    assert [(cell.text, cell.mark) for cell in table.cells if cell.mark] == [("Wheat", "a"), ("8", "*"), ("Total", "1")]
    assert [(cell.text, cell.indent) for cell in table.cells if cell.indent] == [("of which durum", 1), ("early", 2)]
    assert [cell.text for cell in table.cells if cell.is_bold] == ["Total", "1,200"]
    assert all(cell.text in document.text[cell.start : cell.end] for cell in table.cells)
    assert (table.caption, table.intro) == ("Table 3: Sales", "Sales by crop (in thousands):")
    assert [block.kind.value for block in document.blocks] == ["paragraph", "caption", "table", "footnote"]


def test_signs_in_columns_of_their_own_join_their_numbers():
    page = """<table><tr><td></td><td colspan=3>2023</td><td></td><td colspan=2>Share</td></tr>
    <tr><td>Wheat</td><td>$</td><td>12</td><td></td><td></td><td>5</td><td>%</td></tr>
    <tr><td>Loss</td><td></td><td>(7</td><td>)</td><td></td><td>6</td><td>%</td></tr></table>"""
    (table,) = read(page).tables
    assert grid(table) == [
        [(0, ""), (1, "2023"), (2, "Share")],
        [(0, "Wheat"), (1, "$12"), (2, "5%")],
        [(0, "Loss"), (1, "(7)"), (2, "6%")],
    ]


def test_a_table_that_lays_out_the_page_is_none():
    document = read("<table><tr><td>Left 5</td><td><table><tr><td>a</td><td>1</td></tr></table></td></tr></table>")
    assert [grid(table) for table in document.tables] == [[[(0, "a"), (1, "1")]]]
    assert kinds(document)[0] == ("paragraph", 0, "Left 5")


def test_nothing_is_lost_deep_down():
    document = read("<div>" * 600 + "deep 5 t" + "</div>" * 600 + "<p>after 6 t</p>")
    assert document.text == "deep 5 t\nafter 6 t"
    assert document.findings == ()


def test_what_lies_too_deep_is_said():
    (finding,) = read("<b>5 " * 5_000).findings
    assert finding.code == "RD01"
    assert "nested too deeply" in finding.message


def test_comments_that_speak_to_us_are_kept_with_their_place():
    document = read("<p>one</p><!-- tally: allow TB01 because of rounding --><p>two</p><!-- other -->")
    assert document.comments == ((3, "tally: allow TB01 because of rounding"),)
    assert document.text == "one\ntwo"


def test_a_table_too_wide_is_said_and_the_rest_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_COLUMNS", 3)
    document = read("<table><tr><td>1<td>2<td>3<td>4</table><p>5 t</p>")
    assert [finding.message for finding in document.findings] == ["a table has 4 columns, more than 3: it is not read"]
    assert document.text == "5 t"


@pytest.mark.parametrize(
    ("limit", "message"),
    [("MAX_CELLS", "more than 3 cells of tables"), ("MAX_CHARACTERS", "only the first 3 are read")],
)
def test_a_limit_that_is_reached_is_named(monkeypatch, limit, message):
    monkeypatch.setattr(limits, limit, 3)
    findings = read("<table><tr><td>1<td>2</tr><tr><td>3<td>4</table>").findings
    assert [message in finding.message for finding in findings] == [True]


def test_a_span_beyond_all_measure_ends_where_the_table_does():
    (table,) = read("<table><tr><td rowspan=999999>a<td>1<tr><td>2</table>").tables
    assert (table.rows, table.cells[0].rows) == (2, 2)

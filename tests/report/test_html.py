"""Promises of the HTML report that need no browser: one file, escaped, the same bytes, small."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tallystick.auditing import audit_workspace, run
from tallystick.model import (
    Audit,
    Claim,
    Coverage,
    Finding,
    Ledger,
    Measure,
    Number,
    Place,
    Quantity,
    Quote,
    Schema,
    Severity,
    Source,
)
from tallystick.report.html import render_html
from tallystick.report.json import to_data

from .sample import ARTICLE, sample

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</script><script>alert(1)</script> \"'&<img src=x onerror=alert(2)> \u202e🙂"
VOID = {"meta", "link", "br", "input", "img", "hr", "line", "circle", "rect", "path"}


class Outline(HTMLParser):
    """Tags that close in order, and every id."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    return read


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_workspace(ROOT)


@pytest.fixture(scope="module")
def page(audit) -> str:
    return render_html(audit)


def test_tags_close_and_no_id_stands_twice(page):
    read = outline(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))


def test_it_names_no_other_file(page):
    assert not re.search(r"<(?:link|img|iframe|object)\b|\bsrc=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_the_same_audit_gives_the_same_bytes(audit, page):
    assert render_html(audit) == page


def test_no_path_of_a_machine_stands_in_it(page):
    assert str(ROOT) not in page


def test_it_stays_small(audit, page):
    assert len(page.encode()) < 300_000 * max(1, len(audit.ledger.claims) / 30)


def test_everything_from_a_source_is_escaped():
    claim = Claim(
        HOSTILE, HOSTILE, Quantity(text=HOSTILE, bound=to_bound(), unit=""), {HOSTILE: HOSTILE}, by=HOSTILE,
        source="s.txt", quote=Quote("5 apples"), note=HOSTILE, place=Place(HOSTILE),
    )  # fmt: skip
    source = Source("s.txt", text=f"{HOSTILE} 5 apples\n{HOSTILE}", title=HOSTILE, url=HOSTILE, publisher=HOSTILE)
    ledger = Ledger(Schema({HOSTILE: Measure(HOSTILE, title=HOSTILE)}), (claim,), (source,))
    audit = run(ledger)
    hostile = Finding("RD01", HOSTILE, (HOSTILE,), Place(HOSTILE), HOSTILE, fix=HOSTILE, severity=Severity.ERROR)
    page = render_html(replace(audit, findings=(*audit.findings, hostile)))
    read = outline(page)
    assert read.tags.count("script") == 1
    assert "img" not in read.tags


def to_bound():
    from tallystick.bounds import point

    return point(5)


def test_an_empty_audit_is_a_page_too():
    read = outline(render_html(run(Ledger())))
    assert read.open == []


def test_what_changed_since_an_earlier_run_is_listed(audit):
    before = to_data(audit)
    gone = {**before["findings"][0], "fingerprint": "0" * 16, "message": "an old fault"}
    before["findings"] = [*before["findings"][1:], gone]
    before["checks"][0] = {**before["checks"][0], "verdict": "breaks"}
    page = render_html(audit, against=before)
    assert "1 new, 1 gone, 1 verdicts turned" in page
    assert "an old fault" in page


def test_a_finding_shows_the_working_of_its_check_and_the_words_of_its_claims():
    page = render_html(sample())
    card = page[page.index('id="CK01-aaaa000000000001"') :].partition("</article>")[0]
    assert "breaks: true for no value the claims allow" in card
    assert "<code>" in card
    assert '<svg class="numberline"' in card
    assert "<q>takes at most 600,000 tons</q>" in card


def test_an_earlier_audit_with_gaps_is_no_fault(audit):
    page = render_html(audit, against={"findings": [{"fingerprint": "f" * 16}], "checks": [{}]})
    assert f"{len(audit.findings)} new, 1 gone, 0 verdicts turned" in page


def test_every_check_and_claim_is_on_the_page(audit, page):
    assert all(f'id="claim-{claim.id}"' in page for claim in audit.ledger.claims)
    assert all(f'id="check-{result.id}"' in page for result in audit.checks)


def test_a_long_text_is_cut_with_a_count_and_no_link_leads_nowhere():
    made = sample()
    text = "\n".join([made.ledger.sources[0].text, *("a line" for _ in range(3_000)), "It took 900 kt."])
    number = Number(ARTICLE, text.index("900 kt"), text.index("900 kt") + 6, "900 kt")
    ledger = replace(made.ledger, sources=(replace(made.ledger.sources[0], text=text),))
    page = render_html(replace(made, ledger=ledger, coverage=Coverage((*made.coverage.numbers[:-1], number)), located=made.located[:-1]))
    assert "and 1005 more paragraphs" in page
    read = outline(page)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(read.ids)

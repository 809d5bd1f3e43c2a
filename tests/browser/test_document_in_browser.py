"""The report of a document in a real browser: what is wrong first, each figure and its tie linked both ways."""

from pathlib import Path

import pytest

from tallystick import document_audit
from tallystick.report.html import render_html

from .test_report_in_browser import VIEWS

pytestmark = pytest.mark.browser

TEXT = """# Ferry report

The ferry sold 1,252 tickets in 2024, 18 % more than the 1,060 of 2023. It <b>cost</b> `9` a day.

| Route | 2024 | 2023 |
| --- | ---: | ---: |
| North | 513 | 431 |
| South | 398 | 352 |
| East | 341 | 277 |
| Total | 1,242 | 1,060 |

The boat carries 412 people.
"""


@pytest.fixture(scope="module")
def document_report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("document")
    (folder / "ferry.md").write_text(TEXT, encoding="utf-8")
    path = folder / "ferry.html"
    path.write_text(render_html(document_audit.audit_documents([folder / "ferry.md"])), encoding="utf-8")
    return path


@pytest.fixture
def page(browser, document_report: Path):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(document_report.as_uri())
    yield opened
    context.close()
    assert faults == []


def test_a_broken_figure_leads_to_its_finding_and_back(page):
    page.locator(".sources a.broken", has_text="1,242").click()
    page.wait_for_url("**#TB01-*", timeout=5000)
    finding = page.locator(".card.error").first
    assert "1,252" in finding.inner_text()
    finding.get_by_role("link", name="1,242", exact=True).click()
    page.wait_for_url("**#fig-0-*", timeout=5000)


def test_a_tick_leads_to_its_tie(page):
    page.locator(".sources a.tied", has_text="431").click()
    page.wait_for_url("**#tie-*", timeout=5000)
    assert page.locator(":target").inner_text().count("431") == 1


def test_what_was_compared_with_nothing_is_listed_and_found_in_the_text(page):
    page.locator("#loose").get_by_role("link", name="412 people").click()
    page.wait_for_url("**#fig-0-*", timeout=5000)
    assert page.locator(":target").inner_text().startswith("412")


def test_on_a_narrow_screen_the_first_finding_stands_within_two_screens(page):
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.locator(".card.error").first.bounding_box()["y"] < 2 * 900


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_nothing_of_a_document_keeps_anybody_out(browser, document_report, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(document_report.as_uri())
    violations = Axe().run(opened).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []

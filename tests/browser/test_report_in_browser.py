"""What a reader does with the report, in a real browser."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
VIEWS = [
    pytest.param(1440, "light", id="wide-light"),
    pytest.param(1440, "dark", id="wide-dark"),
    pytest.param(390, "light", id="narrow-light"),
    pytest.param(390, "dark", id="narrow-dark"),
]


@pytest.fixture
def page(browser, report: Path):
    """The report in a window of its own; a request or a console error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(report.as_uri())
    yield opened
    context.close()
    assert faults == []


def test_a_number_leads_to_its_claim_to_its_check_and_back(page):
    page.locator(".sources a.claimed", has_text="not exceeded 1 million tons").first.click()
    page.wait_for_url("**#claim-supply_record", timeout=5000)
    claim = page.locator("#claim-supply_record")
    claim.get_by_role("link", name="offer-is-at-least-twice-the-record", exact=True).first.click()
    page.wait_for_url("**#check-offer-is-at-least-twice-the-record", timeout=5000)
    check = page.locator("#check-offer-is-at-least-twice-the-record")
    assert "survive" in check.inner_text()
    check.get_by_role("link", name="supply_record", exact=True).click()
    page.wait_for_url("**#claim-supply_record", timeout=5000)
    claim.get_by_role("link", name="has not exceeded").click()
    page.wait_for_url("**#quote-supply_record", timeout=5000)
    assert "has " in page.locator("#quote-supply_record + a").inner_text()


def test_a_finding_leads_to_its_check(page):
    finding = page.locator("#findings .card", has_text="second-largest-after-china")
    finding.first.get_by_role("link", name="check second-largest-after-china").click()
    assert page.locator("#check-second-largest-after-china").is_visible()


def test_search_and_filters_say_how_much_is_shown(page):
    page.keyboard.press("/")
    page.keyboard.type("krasnoyarsk")
    assert page.locator("#claim-krasnoyarsk").is_visible()
    assert not page.locator("#claim-offer").is_visible()
    assert " of " in page.locator("#shown").inner_text()
    page.locator("#search").fill("")
    page.get_by_label("note", exact=False).first.uncheck()
    assert page.locator("#findings .card.note").first.is_hidden()


def test_a_link_shows_what_a_filter_hides(page):
    page.locator("#search").fill("krasnoyarsk")
    page.evaluate("location.hash = '#claim-offer'")
    page.wait_for_function("document.getElementById('claim-offer').offsetParent !== null")


def test_the_keyboard_walks_the_cards(page):
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == first


def test_the_theme_can_be_turned(page):
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_no_accessibility_violation_and_nothing_wider_than_the_window(browser, report, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(report.as_uri())
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    result = Axe().run(page, options=options)
    assert [(found["id"], found["nodes"][0]["html"][:120]) for found in result.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_reads_without_script(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("#claim-offer").is_visible()
    assert page.locator("#check-order-in-force svg").is_visible()
    assert page.locator("#tools").is_hidden()
    context.close()


def test_every_link_leads_to_something(page):
    missing = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.getAttribute('href').slice(1)))"
        ".filter(id => !document.getElementById(id))"
    )
    assert sorted(set(missing)) == []


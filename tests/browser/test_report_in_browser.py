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
    page.locator(".sources a.claimed", has_text="2 million tons").first.click()
    page.wait_for_url("**#claim-offer", timeout=5000)
    claim = page.locator("#claim-offer")
    claim.get_by_role("link", name="offer-is-above-before", exact=True).first.click()
    page.wait_for_url("**#check-offer-is-above-before", timeout=5000)
    check = page.locator("#check-offer-is-above-before")
    assert "no longer certain" in check.inner_text()
    check.get_by_role("link", name="offer", exact=True).click()
    page.wait_for_url("**#claim-offer", timeout=5000)
    claim.get_by_role("link", name="would ship").click()
    page.wait_for_url("**#quote-offer", timeout=5000)
    assert "would ship" in page.locator("#quote-offer + a").inner_text()


def test_the_words_of_a_claim_light_up(page):
    page.evaluate("location.hash = '#claim-north'")
    page.wait_for_selector(".sources a.lit")
    assert "600,000 tons" in " ".join(page.locator(".sources a.lit").all_inner_texts())


def test_a_number_nobody_claims_leads_to_the_coverage_and_back(page):
    page.locator(".sources a.unclaimed", has_text="40").click()
    page.wait_for_url("**#coverage", timeout=5000)
    page.locator("#coverage").get_by_role("link", name="40", exact=True).click()
    page.wait_for_url("**#n-*", timeout=5000)


def test_a_finding_leads_to_its_check(page):
    finding = page.locator("#CK01-aaaa000000000001")
    finding.get_by_role("link", name="check south-stays-under-north").click()
    page.wait_for_url("**#check-south-stays-under-north", timeout=5000)
    assert page.locator("#check-south-stays-under-north").is_visible()


def test_search_and_filters_say_how_much_is_shown(page):
    page.keyboard.press("/")
    page.keyboard.type("second largest")
    assert page.locator("#claim-rank").is_visible()
    assert not page.locator("#claim-offer").is_visible()
    assert " of " in page.locator("#shown").inner_text()
    page.locator("#search").fill("")
    page.locator("input[value=note]").uncheck()
    assert page.locator("#notes .card.note").first.is_hidden()
    assert page.locator("#findings .card.error").first.is_visible()


def test_a_link_shows_what_a_filter_hides(page):
    page.locator("#search").fill("second largest")
    page.evaluate("location.hash = '#claim-offer'")
    page.wait_for_function("document.getElementById('claim-offer').offsetParent !== null")


def test_the_first_tab_offers_to_skip_the_article(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'inspector'")


def test_what_has_the_focus_is_outlined(page):
    page.locator(".bar a").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_shows_filtered_cards_and_closed_parts(page):
    page.locator("#search").fill("second largest")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#claim-offer").is_visible()
    assert page.locator("#tools").is_hidden()
    assert page.locator("#provenance table").is_visible()


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


@pytest.mark.parametrize("which", ["report", "own_report"])
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_no_accessibility_violation_and_nothing_wider_than_the_window(browser, request, which, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(request.getfixturevalue(which).as_uri())
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
    assert page.locator("#check-offer-is-above-before svg").is_visible()
    assert page.locator("#tools").is_hidden()
    context.close()


def test_every_link_leads_to_something(page):
    missing = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => decodeURIComponent(a.getAttribute('href').slice(1)))"
        ".filter(id => !document.getElementById(id))"
    )
    assert sorted(set(missing)) == []


def test_thousands_of_claims_are_cut_with_a_count_and_still_filter(browser, long_report):
    context = browser.new_context()
    page = context.new_page()
    page.goto(long_report.as_uri())
    assert page.locator("#claims .card").count() == 2000
    assert "first 2000 are shown" in page.locator(".cut").inner_text()
    page.locator("#search").fill("offer_1500")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 of')")
    context.close()


def test_a_flag_in_the_text_leads_to_the_finding_about_its_claim(page):
    flag = page.locator(".sources a.flag").first
    assert flag.inner_text().strip().startswith(("■", "▲"))
    target = flag.get_attribute("href")
    flag.click()
    page.wait_for_url(f"**{target}", timeout=5000)
    assert page.locator(target).get_attribute("data-kind") in ("error", "warning")


def test_arrows_walk_the_cards_once_one_has_the_focus(page):
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == first


def test_a_conflict_finding_leads_to_its_steps(page):
    page.locator("#findings").get_by_role("link", name="how it comes about").first.click()
    page.wait_for_url("**#conflict-1", timeout=5000)
    assert page.locator("#conflict-1 .steps").is_visible()

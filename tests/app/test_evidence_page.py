"""Evidence shows each claim with its verdict and source, filtered by the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from psoas.app.evidence_page import orientation
from psoas.findings.evidence import load_evidence
from tests.app.conftest import OpenPage


def test_every_claim_stands_there_with_its_source(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/evidence", width=360, height=740)
    claims = load_evidence()
    expect(page.locator(".claim")).to_have_count(len(claims))
    for claim in claims.values():
        card = page.locator(f"#claim-{claim.id}")
        expect(card.get_by_role("heading", name=claim.claim)).to_be_visible()
        expect(card).to_contain_text(claim.plain)
        expect(card.get_by_text(claim.finding)).to_be_hidden()
        card.get_by_text("Figures and source").click()
        expect(card.get_by_text(claim.finding)).to_be_visible()
        expect(card).to_contain_text(claim.source)
    assert page.locator("a[href^='http']:not([rel~='noreferrer'])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_the_arrow_keys_choose_a_verdict_and_every_limit_has_its_source(open_page: OpenPage) -> None:
    page = open_page("/evidence", dark=True)
    page.get_by_role("radio", name="all").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="supported")).to_be_checked()
    supported = [claim for claim in load_evidence().values() if claim.verdict == "supported"]
    expect(page.locator(".claim:visible")).to_have_count(len(supported))
    page.get_by_text("Doses and weeks").click()
    expect(page.get_by_role("row", name="range of motion gains little more")).to_contain_text("Ingram")
    expect(page.get_by_text("numbness around the saddle")).to_be_visible()
    page.get_by_text("What a correct repetition is: Every hip-flexor stretch").click()
    expect(
        page.get_by_role("row", name="At the start the trunk is upright within this angle.")
    ).to_be_visible()


def test_figures_by_which_nothing_is_judged_stand_apart(open_page: OpenPage) -> None:
    page = open_page("/evidence")
    expect(page.get_by_text("Not judged, for orientation.")).to_be_visible()
    page.get_by_role("heading", name="For orientation").click()
    table = page.get_by_role("region", name="For orientation")
    expect(table.get_by_role("row")).to_have_count(1 + len(orientation()))
    expect(table).to_contain_text("the pelvis tucks under by at least this much")

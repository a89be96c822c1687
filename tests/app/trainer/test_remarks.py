"""Remarks are drawn over a picture, go with homework, and what a person wrote is no markup."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from psoas.app.trainer.remarks import picture_html, remarked_pictures
from psoas.plan.homework import SentPicture
from psoas.plan.records import KeptPicture, Profile
from psoas.plan.remarks import Remark
from psoas.report.remarked import paper_picture, remark_says, remark_svg, size_of
from tests.app.conftest import OpenPage, Served
from tests.app.trainer.made import add_session, jpeg


def test_each_kind_is_drawn_and_words_are_escaped() -> None:
    arrow, angle = Remark("arrow", ((0, 0), (1, 1))), Remark("angle", ((0, 0.5), (0.5, 0.5), (0.5, 0)))
    words = Remark("text", ((0.5, 0.5),), "<b>tuck")
    assert remark_svg(arrow, 400, 300).count("<polyline") == 2
    assert "remark-head" in remark_svg(arrow, 400, 300)
    assert ">90°</text>" in remark_svg(angle, 400, 300)
    shown = picture_html(SentPicture('Deepest "1"', jpeg(), (words,)))
    assert "&lt;b&gt;tuck" in shown
    assert "<b>" not in shown
    assert size_of(jpeg()) == (400, 300)
    assert size_of(b"no picture") == (400, 400)


def test_a_remark_is_drawn_kept_and_taken_back(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    pictures = [KeptPicture(1, "start", jpeg()), KeptPicture(1, "deepest", jpeg())]
    with coach_server.open_store() as store:
        session = add_session(store, person, datetime.now(UTC), pictures)
        page = open_page(f"/sessions/{session}")
        pad = page.locator("svg.remark-pad")
        pad.scroll_into_view_if_needed()
        pad.click(position={"x": 40, "y": 40})
        pad.click(position={"x": 120, "y": 90})
        expect(pad.locator("polygon.remark-head")).to_have_count(1)
        (found,) = remarked_pictures(store, person.id)
        assert found.caption.endswith("repetition 1: deepest moment")
        assert [one.kind for one in found.remarks] == ["arrow"]
        page.get_by_role("button", name="Delete: Arrow").click()
        expect(pad.locator("polygon.remark-head")).to_have_count(0)
        assert remarked_pictures(store, person.id) == ()


def test_a_remark_is_said_in_words_and_moves_no_farther_than_the_edge() -> None:
    arrow = Remark("arrow", ((0.25, 0.5), (0.5, 0.75)))
    assert remark_says(arrow, 400, 300) == "Arrow from 25 % across, 50 % down, to 50 % across, 75 % down"
    angle = Remark("angle", ((0, 0.5), (0.5, 0.5), (0.5, 0)))
    assert remark_says(angle, 400, 300) == "Angle of 90° with its corner at 50 % across and 50 % down"
    for way, points in {
        (0.125, -0.25): ((0.375, 0.25), (0.625, 0.5)),
        (0.9, 0.9): ((0.75, 0.75), (1.0, 1.0)),
        (-1.0, -1.0): ((0.0, 0.0), (0.25, 0.25)),
    }.items():
        assert arrow.moved(*way).points == points, "exact in binary"


WORDS_OUTSIDE = """() => {
    const { width, height } = document.querySelector("svg.remark-pad").viewBox.baseVal;
    return [...document.querySelectorAll("svg.remark-pad .remark-words")].map((one) => one.getBBox()).filter(
        (one) => one.x < 0 || one.y < 0 || one.x + one.width > width || one.y + one.height > height).length;
}"""


def test_long_words_stay_inside_the_picture_and_without_words_it_says_what_is_missing(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    longest = "Tuck the tail, keep the ribs down, glide forward slowly and breathe out, always."
    wide = "MMMMM WWWWW " * 6
    remarks = tuple(
        Remark("text", (at,), " ".join(words.split()))
        for words in (longest, wide)
        for at in ((0.9, 0.99), (0.0, 0.0), (0.6, 0.5))
    )
    angle = Remark("angle", ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)))
    with coach_server.open_store() as store:
        session = add_session(
            store, person, datetime.now(UTC), [KeptPicture(1, "deepest", jpeg(), (*remarks, angle))]
        )
        page = open_page(f"/sessions/{session}")
        pad = page.locator("svg.remark-pad")
        expect(pad.locator(".remark-words").first).to_be_visible()
        assert page.evaluate(WORDS_OUTSIDE) == 0
        page.get_by_role("radio", name="Words").click()
        expect(page.get_by_label("Words on the picture")).to_be_visible()
        pad.scroll_into_view_if_needed()
        pad.click(position={"x": 120, "y": 120})
        expect(page.get_by_text("Write the words first.")).to_be_visible()
        expect(page.get_by_label("Words on the picture")).to_be_focused()
        page.get_by_label("Words on the picture").fill("Here")
        expect(page.get_by_text("Write the words first.")).to_have_count(0)
        pad.click(position={"x": 120, "y": 120})
        expect(page.get_by_role("list", name="Remarks on this picture")).to_contain_text("“Here”")


def test_on_paper_a_picture_needs_no_style_sheet() -> None:
    drawn = paper_picture(SentPicture("Deepest", jpeg(), (Remark("arrow", ((0, 0), (1, 1))),)))
    assert "<style>" in drawn
    assert "remark-head" in drawn


def test_remarks_by_keyboard(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    """Put, moved and deleted without a mouse, and said to whoever does not see them."""
    with coach_server.open_store() as store:
        session = add_session(store, person, datetime.now(UTC), [KeptPicture(1, "deepest", jpeg())])
        page = open_page(f"/sessions/{session}")
        pad = page.locator("svg.remark-pad")
        pad.focus()
        keys = page.keyboard
        keys.press("Enter")
        expect(page.locator(".remark-place [role=status]")).to_have_text(
            "Point 1 of 2 is put: 50 % across, 50 % down."
        )
        for _time in range(5):
            keys.press("ArrowRight")
        keys.press("Shift+ArrowDown")
        keys.press("Enter")
        row = page.get_by_role("list", name="Remarks on this picture").get_by_role("listitem")
        expect(row).to_contain_text("Arrow from 50 % across, 50 % down, to 60 % across")
        assert_accessible(page)
        page.get_by_role("button", name="Move: Arrow").press("Enter")
        expect(pad).to_be_focused()
        keys.press("ArrowUp")
        keys.press("ArrowUp")
        expect(row).to_contain_text("Arrow from 50 % across, 46 % down")
        (found,) = remarked_pictures(store, person.id)
        assert found.remarks[0].points[0] == pytest.approx((0.5, 0.46))
        expect(pad).to_be_focused()
        keys.press("Delete")
        expect(row).to_have_count(0)
        assert remarked_pictures(store, person.id) == ()

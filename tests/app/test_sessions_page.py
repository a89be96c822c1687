"""Past sessions: a month at a time, opened again, corrected, deleted and brought back."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from psoas.plan.records import KeptPicture, Profile, RepetitionRecord
from tests.app.conftest import OpenPage, Served

NAMES = ("arched_back",)
BOX_COLUMNS = """() => {
    const boxes = [...document.querySelectorAll(".correct-faults .q-checkbox")];
    return [[...new Set(boxes.map((one) => Math.round(one.getBoundingClientRect().left)))], boxes.length];
}"""


@pytest.fixture
def two_sessions(coach_server: Served, screened: Profile) -> Profile:
    """A whole session of forty days ago, and one of an hour ago that was interrupted."""
    with coach_server.open_store() as store:
        for ago in (timedelta(days=40), timedelta(hours=1)):
            at = datetime.now(UTC) - ago
            session = store.begin_session(screened.id, "practice", at)
            made = store.begin_set(session, "left", "camera", at, weights="full", bands={"arch": 2.0})
            rows = [
                RepetitionRecord(number, number, number + 1, 2.0, arch_deg=12.0, faults=NAMES, good=False)
                for number in (1, 2)
            ]
            store.end_set(made, at, rows)
            if ago.days:
                store.end_session(session, at)
    return screened


def test_a_session_is_opened_corrected_deleted_and_brought_back(
    open_page: OpenPage,
    coach_server: Served,
    two_sessions: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/progress", who=two_sessions, width=390, height=844)
    expect(page.get_by_role("heading", name="Do your first measurement")).to_be_visible()
    page.get_by_role("link", name="All sessions").click()
    rows = page.locator("ul.past > li")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("interrupted")
    expect(page.get_by_role("navigation", name="Months").get_by_role("link")).to_have_count(1)
    page.locator("table.month a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="1 session, a part of the dose was done")).to_have_attribute(
        "aria-current", "true"
    )
    expect(rows).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)

    rows.get_by_role("link").click()
    page.get_by_role("link", name="Correct repetition 2, left leg").click()
    expect(page.get_by_role("heading", name="Correct repetition 2, left leg")).to_be_visible()
    assert_accessible(page)
    lefts, count = page.evaluate(BOX_COLUMNS)
    assert count == 9, "one fault was seen"
    assert len(lefts) == 1, "each fault begins a line of its own on a phone"
    page.set_viewport_size({"width": 1366, "height": 768})
    assert len(page.evaluate(BOX_COLUMNS)[0]) <= 3, "and in columns on a wide window"
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("radio", name="It was not so").click()
    page.get_by_role("button", name="Save").click()
    said = page.get_by_text("You say: not so: the lower back arched instead of the hip opening")
    expect(said).to_be_in_viewport()
    assert_accessible(page)
    with coach_server.open_store() as store:
        kept = store.sessions(two_sessions.id)[-1].sets[0].repetitions[1]
    assert (kept.faults, kept.good, dict(kept.corrections)) == (NAMES, False, {"arched_back": False})

    page.get_by_role("button", name="Delete this session").click()
    expect(page.get_by_role("status")).to_contain_text("Deleted:")
    with coach_server.open_store() as store:
        assert len(store.sessions(two_sessions.id)) == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Delete this session")).to_be_visible()
    with coach_server.open_store() as store:
        assert store.sessions(two_sessions.id)[-1].sets[0].repetitions[1] == kept


def test_an_interrupted_stretch_is_deleted_from_the_first_page(
    open_page: OpenPage, coach_server: Served, two_sessions: Profile
) -> None:
    page = open_page("/stretch", who=two_sessions)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="See its results")).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    with coach_server.open_store() as store:
        assert len(store.sessions(two_sessions.id)) == 1


def test_a_session_of_nobody_or_of_somebody_else_is_not_shown(
    open_page: OpenPage, coach_server: Served, two_sessions: Profile
) -> None:
    with coach_server.open_store() as store:
        other = store.add_profile("Somebody else")
        number = store.sessions(two_sessions.id)[0].id
    for address in (f"/sessions/{number}", "/sessions/x"):
        page = open_page(address, who=other, errors=("500",))
        expect(page.get_by_role("heading", name="This page could not be shown")).to_be_visible()
    page = open_page("/sessions", who=other)
    expect(page.get_by_role("heading", name="No session yet")).to_be_visible()


def test_pictures_are_shown_beside_their_repetition_to_their_person_only(
    open_page: OpenPage,
    coach_server: Served,
    two_sessions: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "navy").save(file, "JPEG")
    with coach_server.open_store() as store:
        session = store.sessions(two_sessions.id)[-1]
        place = session.sets[0].id
        store.history.keep_frames(place, [KeptPicture(2, "start", file.getvalue())])
        other = store.add_profile("Somebody else")
    page = open_page(f"/sessions/{session.id}", who=two_sessions, width=390, height=844)
    picture = page.get_by_role("img", name="Start of repetition 2, left leg")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    page.wait_for_function(
        "[...document.querySelectorAll('.key-frame img')].every(one => one.naturalWidth === 60)"
    )
    assert_accessible(page)
    strange = open_page("/sessions", who=other)
    assert strange.request.get(f"{coach_server.url}/sessions/picture/{place}/2/start").status == 404
    for address in (f"{10**30}/2/start", "-1/2/start", "x/2/start", f"{place}/2/..%2F"):
        assert strange.request.get(f"{coach_server.url}/sessions/picture/{address}").status in (404, 422)


def test_goals_are_set_on_the_plan_and_told_in_progress(
    open_page: OpenPage,
    coach_server: Served,
    two_sessions: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/plan", who=two_sessions, width=390, height=844)
    page.get_by_label("Hip opening to reach").fill("12,5")
    page.get_by_role("button", name="Save goals").click()
    expect(page.get_by_label("Hip opening to reach")).to_have_value("12.5")
    assert_accessible(page)
    page = open_page("/progress", who=two_sessions)
    expect(page.get_by_text("Your goal is a hip opening of 12.5°.")).to_be_visible()
    expect(page.get_by_role("link", name="Change your goals")).to_be_visible()


def test_the_month_stands_beside_its_sessions_and_no_table_is_wider_than_the_window(
    open_page: OpenPage, coach_server: Served, two_sessions: Profile
) -> None:
    with coach_server.open_store() as store:
        number = store.sessions(two_sessions.id)[0].id
    page = open_page("/sessions", who=two_sessions, width=844, height=390, locale="de-DE")
    month, row = (page.locator(name).first.bounding_box() for name in ("table.month", "ul.past > li"))
    assert month is not None
    assert row is not None
    assert row["x"] >= month["x"] + month["width"]
    assert row["y"] + row["height"] < 390, "the first session is seen at once"
    page = open_page(f"/sessions/{number}", who=two_sessions, locale="de-DE")
    for width in (320, 390, 660, 768, 844, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width

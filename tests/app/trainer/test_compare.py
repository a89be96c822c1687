"""Two repetitions beside each other: which, what differs with its error, and both moving together."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image
from playwright.sync_api import Page, expect

from psoas.app.stretch.moving_picture import FRAMES, SIZE, draw_repetition
from psoas.app.trainer.compared import (
    chosen_pair,
    compared_sets,
    difference_words,
    figure_rows,
    hold_words,
    value_of,
)
from psoas.plan.records import KeptPicture, Profile, RepetitionRecord, SetRecord
from psoas.plan.remarks import Remark
from psoas.store.store import Store
from tests.app.conftest import OpenPage, Served
from tests.app.stretch.test_moving_picture import LONGEST_S
from tests.app.trainer.made import add_session, jpeg, make_client

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
REPETITION = RepetitionRecord(1, 0, 4, 2.0, 20.0, 12.0, 9.0)
SET = SetRecord(1, "left", "camera", AT, weights="full", bands={"arch": 1.0, "hip_opening": 2.0})


def stretch(
    store: Store, person: Profile, at: datetime, *repetitions: RepetitionRecord, pictures: bool
) -> int:
    line = Remark("line", ((0, 0), (1, 1)))
    frames = [
        kept
        for one in repetitions
        for kept in (
            KeptPicture(one.number, "start", jpeg()),
            KeptPicture(one.number, "deepest", jpeg(), (line,)),
        )
    ]
    return add_session(
        store, person, at, frames if pictures else (), repetitions=repetitions, bands=SET.bands
    )


def test_what_differs_is_said_with_its_error() -> None:
    later = replace(REPETITION, hip_opening_deg=14.0, arch_deg=4.0, hold_s=2.4)
    rows = {row[0]: row[1:] for row in figure_rows((SET, REPETITION), (SET, later))}
    assert rows["Hip opening"] == ("12.0° ± 3.9°", "14.0° ± 3.9°", "+2.0° ± 5.5°: within the error")
    assert rows["Arch of the lower back"] == (
        "9.0° ± 2.0°",
        "4.0° ± 2.0°",
        "\N{MINUS SIGN}5.0° ± 2.8°: more than the error",
    )
    assert rows["Hold"] == ("2.0 s", "2.4 s", "+0.4 s")
    assert hold_words(later, replace(later, hold_s=2.39)) == "0.0 s", "zero has no sign"
    assert rows["Rear thigh moved"][2] == "0.0°, error not known"
    assert "Trunk leaned forward" not in rows, "neither has it"


def test_what_was_recorded_in_another_way_is_not_compared() -> None:
    clip = replace(SET, method="clip")
    one, other = value_of("arch", SET, REPETITION), value_of("arch", clip, REPETITION)
    assert difference_words(one, other) == "not compared: recorded in another way"
    assert difference_words(one, None) == "not compared"


def test_the_pair_at_first_is_of_one_person_and_one_leg(coach_server: Served, person: Profile) -> None:
    with coach_server.open_store() as store:
        other = store.add_profile("Somebody else")
        stretch(store, other, AT, REPETITION, pictures=False)
        for days in (0, 7):
            stretch(store, person, AT + timedelta(days), REPETITION, pictures=False)
        stretch(store, person, AT, RepetitionRecord(1, 0, 4, 2.0), pictures=False)
        sets = compared_sets(store, [other, person])
    assert [one.person.id for one in sets] == [other.id, person.id, person.id], "one has no angle"
    assert chosen_pair(sets, sets[1].session.id) == (2, 1)
    assert chosen_pair(sets, -1) == (1, 0)


def test_a_repetition_is_drawn_from_its_angles() -> None:
    drawn = Image.open(
        io.BytesIO(draw_repetition("half_kneeling_stretch", {"hip_opening": 15.0, "arch": 2.0}))
    )
    assert drawn.size == (SIZE[0], SIZE[1] * FRAMES)
    first, last = (drawn.crop((0, top, SIZE[0], top + SIZE[1])) for top in (0, SIZE[1] * (FRAMES - 1)))
    assert first.tobytes() != last.tobytes()


def test_another_set_shows_its_deepest_repetition(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    """Even where both sets have repetitions of the same numbers."""
    deep, flat = replace(REPETITION, hip_opening_deg=20.0), replace(REPETITION, hip_opening_deg=5.0)
    with coach_server.open_store() as store:
        stretch(store, person, AT, deep, replace(flat, number=2), pictures=True)
        stretch(store, person, AT + timedelta(7), flat, replace(deep, number=2), pictures=True)
    page = open_page("/compare")
    titles = page.locator("figcaption strong")
    expect(titles.first).to_have_text(re.compile("1 Mar 2026.* repetition 1$"))
    expect(titles.last).to_have_text(re.compile("8 Mar 2026.* repetition 2$"))
    page.get_by_label("Which set").first.click()
    page.get_by_role("option", name=f"{person.name}, 8 Mar 2026").click()
    expect(titles.first).to_have_text(re.compile("8 Mar 2026.* repetition 2$"))
    expect(titles.last).to_have_text(re.compile("8 Mar 2026.* repetition 2$"))


def test_two_dates_move_together_and_another_persons_are_not_there(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    with coach_server.open_store() as store:
        stretch(store, person, AT, REPETITION, pictures=True)
        new = stretch(store, person, AT + timedelta(7), replace(REPETITION, arch_deg=2.0), pictures=False)
        stranger = store.add_profile("A stranger")
        far = stretch(store, stranger, AT, REPETITION, pictures=False)
        foreign = store.session(far).sets[0].id
    page = open_page(f"/compare?second={new}", width=390, height=844, dark=True)
    kept, drawn = page.locator(".compared-window").all()
    expect(kept.locator("polyline.remark-line")).to_have_count(1)
    expect(drawn.locator("img")).to_have_attribute("src", re.compile("^/compare/drawn/"))
    page.wait_for_function(
        "document.querySelector('.compared-window img')?.naturalHeight > 0", timeout=LONGEST_S * 1000
    )
    slider = page.get_by_role("slider", name="From the start to the deepest moment")
    expect(slider).to_have_attribute("aria-valuetext", "Deepest moment")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Start")
    expect(kept.locator(".over")).to_have_css("opacity", "0")
    page.get_by_role("button", name="Play").press("Enter")
    expect(slider).not_to_have_attribute("aria-valuetext", "Start")
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_text("\N{MINUS SIGN}7.0° ± 2.8°: more than the error")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 844, "height": 390})
    height = page.locator(".compared").evaluate("(one) => one.getBoundingClientRect().height")
    assert height <= 390, "both and what moves them are seen together"
    assert page.locator(".psoas-main").get_by_text("A stranger").count() == 0
    address = f"{coach_server.url}/compare/drawn/{stranger.id}/{foreign}/1.jpg"
    for one in (address, f"{coach_server.url}/compare/drawn/{person.id}/{foreign}/1.jpg"):
        answer = page.request.get(one)
        assert (answer.status, "access" in answer.text()) == (404, True)
    with coach_server.open_store() as store:
        make_client(store, stranger)
    again = page.request.get(address, timeout=LONGEST_S * 1000)
    assert again.status == 200

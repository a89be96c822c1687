"""The page of people: settings, names, who is shown, and that nobody is removed by accident."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from psoas.app.people import height_of, minutes_of
from psoas.app.who import LONGEST_NAME, name_of
from psoas.errors import UsageError
from psoas.plan.records import KeptPicture, Profile, Settings
from tests.app.conftest import OpenPage, Served


def found(coach_server: Served, number: int) -> Profile | None:
    with coach_server.open_store() as store:
        return next((one for one in store.profiles() if one.id == number), None)


def named(coach_server: Served, name: str) -> Profile | None:
    with coach_server.open_store() as store:
        return next((one for one in store.profiles() if one.name == name), None)


def shown(page: Page) -> str:
    return page.locator(".psoas-who summary").inner_text().replace("Person:", "").strip()


def test_what_is_saved_is_kept_and_shown(open_page: OpenPage, coach_server: Served, person: Profile) -> None:
    """What Today keeps of the same person stays as it is."""
    with coach_server.open_store() as store:
        store.change_profile(replace(person, settings=replace(person.settings, standing_desk=True)))
    page = open_page("/people")
    page.get_by_label("Name", exact=True).fill("  Anna   <i>B</i>  ")
    page.get_by_label("Height in cm (for").fill("172,5")
    page.get_by_role("radio", name="8").click()
    page.get_by_label("Remind me").fill("0")
    page.get_by_role("radio", name="Dark").click()
    page.get_by_role("checkbox", name="Speak the cues").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    kept = found(coach_server, person.id)
    assert kept is not None
    assert (kept.name, kept.height_m) == ("Anna <i>B</i>", 1.725)
    assert kept.settings == Settings(
        target_repetitions=8, speech=False, remind_after_min=0, theme="dark", standing_desk=True
    )
    page.wait_for_selector("#app h1")
    assert shown(page) == "Anna <i>B</i>"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    expect(page.locator("body.body--dark")).to_be_visible()


def test_pictures_are_kept_only_by_choice_and_deleted_at_once(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    assert not person.settings.keep_pictures
    with coach_server.open_store() as store:
        at = datetime.now(UTC)
        made = store.begin_set(store.begin_session(person.id, "practice", at), "left", "camera", at)
        store.history.keep_frames(made, [KeptPicture(1, "start", b"jpeg")])
    page = open_page("/people")
    page.get_by_role("checkbox", name="Keep small pictures").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    kept = found(coach_server, person.id)
    assert kept is not None
    assert kept.settings.keep_pictures
    page.get_by_role("button", name="Delete my kept pictures").click()
    expect(page.get_by_text("Pictures deleted: 1.")).to_be_visible()
    with coach_server.open_store() as store:
        assert store.history.frame(person.id, made, 1, "start") is None


def test_a_browser_learns_by_ear_how_much_earlier_to_speak(
    open_page: OpenPage, person: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/people", width=390, height=844)
    page.get_by_role("slider").fill("240")
    expect(page.get_by_text("Speak earlier by 240 ms")).to_be_visible()
    page.get_by_role("button", name="Listen").click()
    page.wait_for_function("document.querySelector('.voice-light[data-on]')", timeout=8000)
    page.get_by_role("button", name="Stop").click()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("slider")).to_have_value("240")


def test_what_cannot_be_is_refused_in_a_sentence(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    page = open_page("/people")
    page.get_by_label("Height in cm (for").fill("17")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").filter(
        has_text="A height of 17 cm is out of range; give 100 to 230 cm"
    ).wait_for()
    assert found(coach_server, person.id) == person


def test_a_new_person_is_shown_and_another_can_be_picked(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    page = open_page("/people")
    newcomer = f"New beside {person.name}"
    page.get_by_label("Name of the new person").fill(newcomer)
    with page.expect_navigation():
        page.get_by_role("button", name="Add", exact=True).click()
    assert shown(page) == newcomer
    assert named(coach_server, newcomer) is not None
    page.locator(".psoas-who summary").click()
    with page.expect_navigation():
        page.locator(f".psoas-who [data-person='{person.id}']").click()
    assert shown(page) == person.name


def test_nobody_is_removed_by_one_press(open_page: OpenPage, coach_server: Served, person: Profile) -> None:
    page = open_page("/people")
    page.get_by_role("button", name=f"Remove {person.name}", exact=True).click()
    page.get_by_role("button", name="Remove for good").click()
    page.get_by_role("alert").filter(has_text="tick the box first").wait_for()
    assert found(coach_server, person.id) is not None
    page.get_by_role("checkbox", name="Yes, delete all").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Remove for good").click()
    assert found(coach_server, person.id) is None


def test_a_long_name_is_refused_and_not_cut(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    page = open_page("/people")
    page.get_by_label("Name", exact=True).fill("x" * 75)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").filter(has_text="The name has 75 letters; shorten it to 60").wait_for()
    assert found(coach_server, person.id) == person


def test_only_the_last_notice_stands_on_the_page(open_page: OpenPage) -> None:
    page = open_page("/people")
    for typed, said in (
        ("0.71", "71 cm is out of range"),
        ("999", "999 cm"),
        ("tall", "'tall' is not a number"),
    ):
        page.get_by_label("Height in cm (for").fill(typed)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(page.locator(".q-notification:not(.q-notification--leave-active)")).to_have_count(1)


def test_a_decimal_comma_is_a_decimal_comma(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    page = open_page("/people", locale="de-DE")
    page.get_by_label("Größe in cm (für").press_sequentially("171,5")
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern").click()
    kept = found(coach_server, person.id)
    assert kept is not None
    assert kept.height_m == 1.715


def test_a_backup_is_saved_by_a_button(open_page: OpenPage, coach_server: Served, person: Profile) -> None:
    page = open_page("/people")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save a backup").click()
    assert re.fullmatch(r"psoas-backup-\d{4}-\d\d-\d\d\.zip", saved.value.suggested_filename)
    with zipfile.ZipFile(saved.value.path()) as archive:
        assert any(person.name in archive.read(name).decode("utf-8") for name in archive.namelist())


def test_it_tells_where_the_data_are(open_page: OpenPage, coach_server: Served) -> None:
    assert str(coach_server.folder / "psoas.db") in open_page("/people").inner_text("#app")


def test_all_reports_of_clips_are_deleted_when_that_is_confirmed(
    open_page: OpenPage, coach_server: Served, assert_accessible: Callable[[Page], None]
) -> None:
    report = coach_server.folder / "reports" / "2026-03-02" / "annotated.mp4"
    report.parent.mkdir(parents=True)
    report.write_bytes(bytes(2_500_000))
    page = open_page("/people", width=360, height=740)
    expect(page.get_by_text(re.compile(r"They take [1-9]\d*\.\d MB\."))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Delete all reports").click()
    expect(page.get_by_role("dialog")).to_contain_text("cannot be brought back")
    page.get_by_role("button", name="Cancel").click()
    assert report.exists()
    page.get_by_role("button", name="Delete all reports").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("There are none just now.")).to_be_visible()
    assert not report.exists()


@given(st.text())
def test_a_name_is_one_line_that_can_be_read(words: str) -> None:
    try:
        name = name_of(words)
    except UsageError:
        assert not words.split() or len(" ".join(words.split())) > LONGEST_NAME
    else:
        assert name == " ".join(name.split()) != ""


@pytest.mark.parametrize("height", ["0", "99,9", "230.1", "nan", "inf", "-170", "1715", "0,9", "2.31"])
def test_a_height_that_nobody_has_is_refused(height: str) -> None:
    with pytest.raises(UsageError, match="give 100 to 230 cm"):
        height_of(height)


@pytest.mark.parametrize(
    ("words", "height_m"),
    [
        ("230", 2.3),
        ("171,5", 1.715),
        ("171.5", 1.715),
        ("1,71", 1.71),
        (" 1.71 ", 1.71),
        ("", None),
        (None, None),
    ],
)
def test_a_height_is_typed_in_cm_or_in_metres_with_a_point_or_a_comma(
    words: str | None, height_m: float | None
) -> None:
    assert height_of(words) == height_m


def test_a_height_that_is_no_number_is_refused() -> None:
    with pytest.raises(UsageError, match="'tall' is not a number; write one such as 172"):
        height_of("tall")


@pytest.mark.parametrize("minutes", [-1, 0.5, 241, float("nan"), float("inf")])
def test_a_reminder_that_cannot_come_is_refused(minutes: float) -> None:
    with pytest.raises(UsageError, match="0 for never"):
        minutes_of(minutes)
    assert (minutes_of(None), minutes_of(30.0)) == (0, 30)

"""The day is drawn, typed and entered in a table; the reminder is answered."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from psoas.day import load_activities
from psoas.plan.records import Bout, Profile
from tests.app.conftest import OpenPage, Served
from tests.day.fake_activitywatch import FakeServer, event
from tests.day.made import activitywatch

YESTERDAY = date.today() - timedelta(days=1)
"""The day that is drawn on: no mark of the present moves in it."""

PATH = f"/today?day={YESTERDAY.isoformat()}"

LOADED_MS = 30_000
"""Longest wait until the body is loaded."""

RECORD = """() => { window.Notification = class extends Notification {
    constructor(...said) { super(...said); window.told = said; } } }"""
"""The browser's own notification, which also leaves its words in the page."""

Entered = list[tuple[int, int, str]]


@pytest.fixture
def stored(coach_server: Served, person: Profile) -> "Stored":
    """Waits until the store holds exactly these bouts."""

    def look(page: Page, expected: Entered) -> None:
        for _ in range(50):
            with coach_server.open_store() as store:
                bouts = store.bouts(person.id, YESTERDAY, YESTERDAY)
            found = [(one.start_min, one.end_min, str(one.activity)) for one in bouts]
            if found == expected:
                return
            page.wait_for_timeout(100)
        assert found == expected

    return look


Stored = Callable[[Page, Entered], None]


def draw(page: Page, start: int, end: int) -> None:
    """Drags over a part of the day that lies in one row."""
    strip = page.locator(".today-strip")
    strip.scroll_into_view_if_needed()
    rows = strip.locator(".today-track")
    minutes = 1440 // rows.count()
    box = rows.nth(start // minutes).bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2

    def across(minute: float) -> float:
        return box["x"] + box["width"] * (minute % minutes) / minutes

    page.mouse.move(across(start + 2), height)
    page.mouse.down()
    page.mouse.move(across((start + end) / 2), height)
    page.mouse.move(across(end - 2), height)
    page.mouse.up()


def test_a_part_is_drawn_and_filled_by_a_key_and_is_there_after_a_reload(
    open_page: OpenPage, stored: Stored
) -> None:
    page = open_page(PATH)
    draw(page, 9 * 60, 10 * 60 + 30)
    expect(page.get_by_text("Chosen: 09:00 to 10:30, 1 h 30 min. Now: unknown.")).to_be_visible()
    page.keyboard.press("d")
    stored(page, [(540, 630, "desk")])
    expect(page.locator(".today-sentences")).to_contain_text(
        "Longest sitting: 1 h 30 min, from 09:00 to 10:30."
    )
    page.reload()
    expect(page.locator(".today-block.is-desk")).to_have_text("Desk")
    draw(page, 9 * 60 + 45, 10 * 60)
    page.get_by_role("button", name="Walking").click()
    stored(page, [(540, 585, "desk"), (585, 600, "walking"), (600, 630, "desk")])
    page.get_by_role("button", name="Undo the last change").click()
    stored(page, [(540, 630, "desk")])
    expect(page.get_by_role("button", name="Undo the last change")).to_be_disabled()


def test_the_whole_day_is_entered_by_keyboard_alone(open_page: OpenPage, stored: Stored) -> None:
    page = open_page(PATH)
    page.locator(".today-strip").focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp", "c"):
        page.keyboard.press(key)
    stored(page, [(540, 600, "car")])
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "ArrowDown", "ArrowDown", "b"):
        page.keyboard.press(key)
    stored(page, [(540, 545, "car"), (545, 570, "swimming"), (570, 600, "car")])
    page.keyboard.press("Delete")
    stored(page, [(540, 545, "car"), (570, 600, "car")])
    page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    stored(page, [(540, 545, "car"), (570, 600, "car")])


def test_the_table_says_and_takes_the_same(open_page: OpenPage, stored: Stored) -> None:
    page = open_page(PATH, width=360, height=740)
    page.get_by_label("From", exact=True).fill("18:10")
    page.get_by_label("To", exact=True).fill("18:00")
    page.get_by_role("combobox", name="What").select_option("Gym machine")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.get_by_text("The end must come after the start")).to_be_visible()
    page.get_by_label("To", exact=True).fill("25:00")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.get_by_text("Write times such as 09:00 or 17:30.")).to_be_visible()
    page.get_by_label("To", exact=True).fill("18:40")
    page.get_by_role("button", name="Enter", exact=True).click()
    stored(page, [(1090, 1120, "machine")])
    expect(page.get_by_text("leg extension or lat pull-down, are sitting too")).to_be_visible()
    page.get_by_role("button", name="Remove Gym machine from 18:10 to 18:40").click()
    stored(page, [])
    expect(page.get_by_text("Nothing is entered for this day.")).to_be_visible()


def test_sitting_down_and_standing_up_now(open_page: OpenPage) -> None:
    page = open_page("/today")
    expect(page.get_by_text("Nothing is being counted.")).to_be_visible()
    page.get_by_role("button", name="Couch", exact=True).first.click()
    expect(page.get_by_text(re.compile(r"Sitting since \d\d:\d\d, 0 minutes so far\."))).to_be_visible()
    expect(page.get_by_text("Reminders cannot tell when you are")).to_be_visible()
    page.get_by_role("button", name="until tomorrow").click()
    expect(page.get_by_text("Reminders are paused until tomorrow.")).to_be_visible()
    page.get_by_role("button", name="Remind me again").click()
    expect(page.get_by_text("A reminder comes at")).to_be_visible()
    page.get_by_role("button", name="I am standing up").click()
    expect(page.get_by_text("Nothing is being counted.")).to_be_visible()


def keyboard_file(folder: Path, start_hour: int, length_s: int) -> Path:
    """A file of a computer that was used yesterday from an hour on, by the clock on the wall."""
    file = folder / "aw-export.json"
    start = datetime(YESTERDAY.year, YESTERDAY.month, YESTERDAY.day, start_hour).astimezone().isoformat()
    file.write_bytes(activitywatch([(start, length_s, "not-afk")], ["Letter"]))
    return file


def choose(page: Page, *files: Path) -> None:
    page.get_by_label("Choose files").set_input_files(files)


def test_files_of_devices_are_dropped_in_together_and_shown_apart_from_what_is_drawn(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    assert_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    file = keyboard_file(tmp_path, 9, 5400)
    bad, note = tmp_path / "bad.fit", tmp_path / "note.txt"
    bad.write_bytes(b"<html>sign in</html>")
    note.write_text("x")
    page = open_page(PATH, errors=("Unsupported Media Type",))
    expect(page.get_by_text("No file of a device says anything of this day.")).to_be_visible()
    choose(page, file, bad, note)
    expect(page.get_by_text("1 part is new")).to_be_visible()
    expect(page.get_by_text("bad.fit is a web page and no FIT file")).to_be_visible()
    expect(page.get_by_text("note.txt: This is no file of a device that is read")).to_be_visible()
    expect(page.get_by_text("Desk 1 h 30 min, unknown 22 h 30 min.")).to_be_visible()
    expect(page.locator(".today-block.seen")).to_have_text("Desk")
    expect(page.locator(".today-sentences")).to_contain_text("Sitting: 1 h 30 min (desk 1 h 30 min).")
    heading = page.get_by_role("heading", name="What your hips went through")
    expect(heading).to_be_visible(timeout=LOADED_MS)
    assert_accessible(page)
    with coach_server.open_store() as store:
        assert store.bouts(person.id, YESTERDAY, YESTERDAY) == []
    choose(page, file)
    expect(page.get_by_text("Nothing is new")).to_be_visible()
    page.get_by_role("button", name="Remove aw-export.json").click()
    expect(page.get_by_text("No file of a device says anything of this day.")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".today-block.seen")).to_have_text("Desk")
    page.locator("summary", has_text="What you say about your days").click()
    page.get_by_role("checkbox", name="I stand at the computer, too").click()
    page.get_by_label("I sleep from").fill("23:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give both times, or neither.")).to_be_visible()
    page.get_by_label("until").first.fill("06:30")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".today-block.seen")).to_have_count(0)
    assert_accessible(page)
    with coach_server.open_store() as store:
        settings = next(one.settings for one in store.profiles() if one.id == person.id)
    assert (settings.sleep_from_min, settings.sleep_to_min, settings.standing_desk) == (1380, 390, True)


def test_what_a_device_saw_is_corrected_by_mouse_by_keyboard_and_by_finger(
    open_page: OpenPage, stored: Stored, tmp_path: Path
) -> None:
    page = open_page(PATH, has_touch=True)
    choose(page, keyboard_file(tmp_path, 8, 2 * 3600))
    block = page.locator(".today-block.seen")
    expect(block).to_have_text("Desk")
    page.locator(".today-strip").scroll_into_view_if_needed()
    box = block.bounding_box()
    assert box is not None
    hour, height = box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + hour, height)
    expect(page.get_by_text("Chosen: 08:00 to 10:00, 2 h. Now: desk 2 h.")).to_be_visible()
    page.mouse.move(box["x"] + 2 * hour - 3, height)
    page.mouse.down()
    page.mouse.move(box["x"] + 1.5 * hour, height, steps=4)
    expect(page.get_by_text("Desk: 08:00 to 09:30, 1 h 30 min.")).to_be_visible()
    page.mouse.up()
    stored(page, [(570, 600, "None")])
    expect(page.locator(".today-sentences")).to_contain_text("Sitting: 1 h 30 min (desk 1 h 30 min).")
    expect(block).to_have_text("Desk")
    page.get_by_role("button", name="Undo the last change").click()
    stored(page, [])
    page.locator(".today-strip").focus()
    for key in ("Escape", "PageDown", "o"):
        page.keyboard.press(key)
    stored(page, [(480, 600, "couch")])
    page.keyboard.press("Delete")
    stored(page, [])
    page.keyboard.press("u")
    stored(page, [(480, 600, "None")])
    page.get_by_role("button", name="As devices saw it").click()
    stored(page, [])
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *x: float) -> None:
        points = [{"x": one, "y": height} for one in x]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    box = block.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    start = box["x"] + 2 * hour - 12
    finger("touchStart", start)
    for part in range(1, 6):
        finger("touchMove", start + (hour + 12) * part / 5)
    finger("touchEnd")
    stored(page, [(600, 660, "desk")])
    page.locator("summary", has_text="What devices saw, as a table").click()
    page.get_by_role("button", name="Correct Desk from 08:00 to 10:00").click()
    page.get_by_role("button", name="Car").click()
    stored(page, [(480, 600, "car"), (600, 660, "desk")])


@pytest.mark.parametrize(
    ("language", "said"), [("en-US", "from 1:00\u00a0PM to 3:00\u00a0PM"), ("en-GB", "from 13:00 to 15:00")]
)
def test_the_clock_has_one_style_that_of_the_browser(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    stored: Stored,
    language: str,
    said: str,
) -> None:
    with coach_server.open_store() as store:
        store.save_day(person.id, YESTERDAY, [Bout(YESTERDAY, 780, 900, "desk")])
    page = open_page(PATH, locale=language)
    expect(page.locator(".today-sentences")).to_contain_text(f"{said}.")
    expect(page.locator(".today-figures")).to_contain_text(said.partition(" ")[2])
    row = page.locator(".today-table tbody tr").first
    expect(row).to_contain_text(said.split(" ")[1])
    assert page.get_by_label("From", exact=True).input_value() == {"en-US": "9:00\u00a0AM"}.get(
        language, "09:00"
    )
    page.get_by_label("From", exact=True).fill("4 pm")
    page.get_by_label("To", exact=True).fill("1730")
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.locator(".today-table tbody tr")).to_have_count(2)
    stored(page, [(780, 900, "desk"), (960, 1050, "desk")])
    other = re.compile(r"\b1[35]:00\b" if language == "en-US" else r"[AP]M\b")
    expect(page.locator(".psoas-main")).not_to_contain_text(other)


def test_the_day_before_is_copied_and_the_copy_undone(
    open_page: OpenPage, coach_server: Served, person: Profile, stored: Stored
) -> None:
    before = YESTERDAY - timedelta(days=1)
    page = open_page(PATH)
    expect(page.get_by_role("button", name="Copy the day before")).to_have_count(0)
    with coach_server.open_store() as store:
        store.save_day(person.id, before, [Bout(before, 0, 420, "other"), Bout(before, 540, 720, "desk")])
    page.reload()
    page.get_by_role("button", name="Copy the day before").click()
    stored(page, [(0, 420, "other"), (540, 720, "desk")])
    page.get_by_role("button", name="Undo the last change").click()
    stored(page, [])


def test_hours_still_to_come_are_not_called_unknown(open_page: OpenPage) -> None:
    says = open_page("/today").locator(".today-sentences").inner_text()
    now = datetime.now()
    found = re.search(r"Unknown so far: (?:(\d+) h)? ?(?:(\d+) min)?", says)
    minutes = 60 * int(found[1] or 0) + int(found[2] or 0) if found else 0
    assert abs(minutes - (60 * now.hour + now.minute)) <= 1


def test_the_page_is_accessible_and_fits_from_a_phone_to_a_wall(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    with coach_server.open_store() as store:
        bouts = [
            Bout(YESTERDAY, 60 * hour, 60 * hour + 60, name)
            for hour, name in enumerate(load_activities().kinds)
        ]
        store.save_day(person.id, YESTERDAY, bouts)
    page = open_page(PATH, width=360, height=740, dark=True)
    expect(page.locator(".today-track")).to_have_count(4)
    assert_accessible(page)
    for width, height, rows in ((360, 740, 4), (1280, 800, 2), (3840, 2160, 2)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".today-track")).to_have_count(rows)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = open_page("/today")
    expect(page.get_by_text("Nothing is being counted.")).to_be_visible()
    assert_accessible(page)


@pytest.fixture
def activitywatch_server() -> Iterator[FakeServer]:
    with FakeServer() as fake:
        yield fake


@pytest.fixture
def sitting(tmp_path: Path, activitywatch_server: FakeServer) -> Iterator[tuple[str, Path]]:
    """The address of the page of somebody who sits and is in a call, and its folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.app.sitting_server", str(tmp_path), str(activitywatch_server.port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PSOAS_DATA": str(tmp_path), "NICEGUI_STORAGE_PATH": str(tmp_path)},
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip(), tmp_path
    process.terminate()
    process.communicate(timeout=10)


def test_the_reminder_waits_for_the_end_of_a_call_and_is_answered(
    sitting: tuple[str, Path], open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    address, folder = sitting
    served = Served(None, folder, int(address.rstrip("/").rpartition(":")[2]))  # type: ignore[arg-type]
    page = open_page("/today", served=served, errors=("favicon",), permissions=["notifications"])
    expect(page.get_by_text("Your browser shows the reminder outside this page")).to_be_visible()
    page.evaluate(RECORD)
    expect(page.get_by_text("No reminder now: the microphone is in use by another program.")).to_be_visible()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_have_count(0)
    (folder / "over").touch()
    expect(dialog).to_contain_text("You have been sitting for 31 min.")
    page.wait_for_function("window.told && window.told[0] === 'Time to stand up'")
    assert_accessible(page)
    dialog.get_by_role("button", name="In 10 minutes").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("The reminder was put off until")).to_be_visible()
    page.get_by_role("button", name="I am standing up").click()
    expect(page.get_by_text("Nothing is being counted.")).to_be_visible()


def test_the_running_activitywatch_is_asked_when_the_button_is_pressed_and_not_before(
    sitting: tuple[str, Path],
    activitywatch_server: FakeServer,
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
) -> None:
    address, folder = sitting
    activitywatch_server.events = [event(f"{YESTERDAY.isoformat()}T09:00:00Z", 5400)]
    served = Served(None, folder, int(address.rstrip("/").rpartition(":")[2]))  # type: ignore[arg-type]
    page = open_page(PATH, served=served, errors=("favicon",))
    expect(page.get_by_text("Too few days are known to say where in the week")).to_be_visible()
    expect(page.get_by_text("No reminder came in the seven days up to this one.")).to_be_visible()
    expect(page.get_by_text("No file of a device says anything of this day.")).to_be_visible()
    assert activitywatch_server.paths == []
    page.get_by_role("button", name="Read the keyboard times now").click()
    expect(page.get_by_text("1 part is new.")).to_be_visible()
    expect(page.get_by_text("Desk 1 h 30 min, unknown 22 h 30 min.")).to_be_visible()
    expect(page.locator(".today-sentences").first).to_contain_text("Sitting: 1 h 30 min (desk 1 h 30 min).")
    assert_accessible(page)
    page.get_by_role("button", name="Read the keyboard times now").click()
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    activitywatch_server.close()
    page.get_by_role("button", name="Read the keyboard times now").click()
    expect(page.get_by_text("ActivityWatch does not answer on this computer")).to_be_visible()

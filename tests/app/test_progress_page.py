"""Progress shows values with their bands, and hands everything out as tables and as a sheet."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from nicegui import app
from playwright.sync_api import Page, expect

from psoas.app import progress_page, shell
from psoas.app.coach import Coach
from psoas.day import Observation, StepPart
from psoas.findings import load_safety
from psoas.plan.records import Bout, Profile, RepetitionRecord, Screening
from psoas.store import FileContent
from tests.app.conftest import OpenPage, Served

BANDS = {"hip_opening": 3.0, "arch": 2.0}


@pytest.fixture
def three_weeks(coach_server: Served, person: Profile) -> Profile:
    """Two measured sessions, three weeks apart, and a hip that opened by twenty degrees."""
    with coach_server.open_store() as store:
        for ago, hip in ((21, 10.0), (0, 30.0)):
            at = datetime.now(UTC) - timedelta(ago)
            session = store.begin_session(person.id, "practice", at)
            for side in ("left", "right"):
                made = store.begin_set(session, side, "camera", at, weights="lite", bands=BANDS)
                rows = [
                    RepetitionRecord(number, number, number + 1, 2.0, hip_opening_deg=hip, arch_deg=1.0)
                    for number in range(1, 9)
                ]
                store.end_set(made, at, rows)
            store.end_session(session, at)
    return person


def test_nothing_yet_tells_a_new_person_what_to_do(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/progress", width=360, height=740)
    expect(page.get_by_role("heading", name="Nothing to look back on yet")).to_be_visible()
    expect(page.get_by_role("link", name="Start your first measurement")).to_have_attribute(
        "href", "/stretch?retest=1"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


def test_a_change_beyond_the_band_is_called_one(
    open_page: OpenPage, three_weeks: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/progress", dark=True)
    card = page.locator("figure", has=page.get_by_role("heading", name="Hip opening"))
    expect(card.get_by_role("img")).to_be_visible()
    expect(card.get_by_text("Changed by +20.0° (+11.7 to +28.3).")).to_have_count(2)
    arch = page.locator("figure", has=page.get_by_role("heading", name="Arch of the lower back"))
    expect(arch.get_by_text("a change shows from about")).to_have_count(2)
    card.get_by_text("As a table").click()
    expect(card.get_by_role("cell", name="+30° (+24 to +36)")).to_have_count(2)
    expect(page.get_by_role("heading", name="What changed since your first week")).to_be_visible()
    expect(page.get_by_role("heading", name="Do your first measurement")).to_be_visible()
    assert_accessible(page)


def test_weeks_of_days_lead_to_each_day_and_the_unknown_stays_unknown(
    open_page: OpenPage, coach_server: Served, person: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    day = date.today() - timedelta(days=2)
    start = round(datetime(day.year, day.month, day.day, 9).timestamp())
    sat = Observation(start, start + 7200, "sitting", None, "thigh", 0.9)
    with coach_server.open_store() as store:
        content = FileContent((sat,), (StepPart(start + 7200, "thigh", 4321.0),))
        store.save_device_file(person.id, "thigh.csv", content)
        store.save_day(person.id, day, [Bout(day, 540, 600, "walking")])
    page = open_page("/progress", width=390, height=844)
    expect(page.get_by_role("heading", name="Your days, week by week")).to_be_visible()
    link = page.get_by_role("link", name="sitting 1 h, other 1 h, unknown 22 h, 0 breaks, 4,321 steps")
    expect(link).to_have_attribute("href", f"/today?day={day.isoformat()}")
    expect(page.get_by_role("img", name="nothing is known").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Export all as CSV").click()
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as tables:
        assert tables.read("days.csv").decode().splitlines()[1].startswith(f"{day.isoformat()},09:00,10:00")
        assert "sitting,yes,,0.9,thigh.csv" in tables.read("devices.csv").decode()
        assert f"{day.isoformat()},4321" in tables.read("steps.csv").decode()
    link.click()
    expect(page.locator(".today-block.seen")).to_have_text("Sitting")


def test_everything_is_handed_out(open_page: OpenPage, coach_server: Served, three_weeks: Profile) -> None:
    page = open_page("/progress", who=three_weeks)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Export all as CSV").click()
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as tables:
        assert tables.read("repetitions.csv").count(b"\n") == 1 + 32
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Sheet as PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Printable sheet").click()
    sheet = opening.value
    expect(sheet.get_by_role("heading", name=f"Hip-flexor stretch: {three_weeks.name}")).to_be_visible()
    expect(sheet.locator("nav")).to_have_count(0)
    assert sheet.pdf(format="A4").count(b"/Type /Page\n") <= 2


def test_a_clinical_test_has_its_own_charts_with_bands(
    open_page: OpenPage, coach_server: Served, person: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    with coach_server.open_store() as store:
        for ago, thigh in ((28, 12.0), (0, -3.0)):
            at = datetime.now(UTC) - timedelta(ago)
            session = store.begin_session(person.id, "retest", at, exercise="modified_thomas_test")
            made = store.begin_set(
                session, "left", "clip", at, weights="full", bands={"thigh_over_couch": 2.6}
            )
            trials = [
                RepetitionRecord(number, number, number + 1, 1.0, figures={"thigh_over_couch": thigh})
                for number in range(1, 4)
            ]
            store.end_set(made, at, trials)
            store.end_session(session, at)
    page = open_page("/progress")
    part = page.locator("section", has=page.get_by_role("heading", name="Modified Thomas test", exact=True))
    card = part.locator("figure", has=page.get_by_role("heading", name="thigh over the couch"))
    expect(card.get_by_role("img")).to_be_visible()
    expect(card.get_by_text("Changed by \N{MINUS SIGN}15.0°")).to_be_visible()
    card.get_by_text("As a table").click()
    expect(card.get_by_role("columnheader", name="Trials")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing to look back on yet")).to_have_count(0)
    assert_accessible(page)


def test_the_forecast_has_the_tests_over_its_band(
    open_page: OpenPage, coach_server: Served, three_weeks: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/progress", width=400, height=800)
    part = page.locator("section", has=page.get_by_role("heading", name="What the next weeks may bring"))
    expect(part.get_by_role("img")).to_have_count(2)
    expect(part.locator("svg.outlook.narrow .mark")).to_have_count(4)
    expect(part.get_by_role("heading", name="Left hip")).to_be_visible()
    for scenario in ("As now", "The plan", "Stop stretching"):
        expect(part.get_by_role("rowheader", name=scenario)).to_have_count(2)
    for common in (
        "not forecast: hours of sitting are not known",
        "Nothing is promised",
        "More is farther open",
    ):
        expect(part.get_by_text(common)).to_have_count(1)
    part.locator("figure summary").first.click()
    expect(part.get_by_role("columnheader", name="Tolerance")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Printable sheet").click()
    expect(opening.value.get_by_role("heading", name="What the coming weeks may bring")).to_be_visible()
    assert opening.value.pdf(format="A4").count(b"/Type /Page\n") <= 2


def test_nothing_is_forecast_while_a_clinician_has_to_be_seen(
    open_page: OpenPage, coach_server: Served, three_weeks: Profile
) -> None:
    flag = load_safety().notices[0].items[0]
    with coach_server.open_store() as store:
        store.save_screening(three_weeks.id, Screening(datetime.now(UTC), (flag,)))
    page = open_page("/progress")
    expect(page.get_by_role("heading", name="Week by week")).to_be_visible()
    expect(page.get_by_role("heading", name="What the next weeks may bring")).to_have_count(0)


def test_the_page_waits_longer_for_many_years_than_the_library_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three years of devices take seconds to read on a busy computer, and a page of three seconds was an error."""
    waits: dict[str, float] = {}

    def page(path: str, *, response_timeout: float = 3.0) -> Callable[[object], object]:
        waits[path] = response_timeout
        return lambda build: build

    monkeypatch.setattr(shell, "_Page", page)
    monkeypatch.setattr(app, "get", lambda _path: lambda answer: answer)
    progress_page.register(cast("Coach", None))
    assert waits["/progress"] >= 30


def test_no_column_of_the_sheet_is_cut_off_in_print(
    open_page: OpenPage, coach_server: Served, three_weeks: Profile
) -> None:
    """A box that scrolls on the screen is cut off on paper; 184 mm lie between the margins of A4."""
    day = date.today() - timedelta(days=1)
    with coach_server.open_store() as store:
        parts = [(480, 851, "desk"), (851, 854, "standing"), (854, 1150, "car"), (1150, 1160, "walking")]
        store.save_day(three_weeks.id, day, [Bout(day, *part) for part in parts])  # type: ignore[arg-type]
    page = open_page("/progress", width=695, height=1032)
    page.goto(f"{page.url}/sheet")
    page.emulate_media(media="print")
    expect(page.get_by_role("columnheader", name="Longest without a break")).to_be_visible()
    boxes = page.locator(".scroll").evaluate_all("all => all.map(one => one.scrollWidth - one.clientWidth)")
    assert boxes
    assert set(boxes) == {0}

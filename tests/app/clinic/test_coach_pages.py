"""The coach's pages behind the accounts of a clinic: one's own data, those of whom a clinician sees, and no others."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from psoas.clinic.clinic import Clinic
from tests.app.clinic.conftest import RunningClinic, Serving
from tests.clinic.conftest import Member, Members
from tests.clinic.test_rights import fill
from tests.day.made import activpal


@pytest.fixture
def serving(running_clinic: RunningClinic) -> Serving:
    return running_clinic.serving


@pytest.fixture
def clinic(running_clinic: RunningClinic) -> Clinic:
    return running_clinic.clinic


@pytest.fixture
def members(running_clinic: RunningClinic) -> Members:
    return running_clinic.members()


def wait_for_page(page: Page) -> None:
    page.wait_for_selector("#app h1")
    page.wait_for_function("window.socket && window.socket.connected")


def test_a_client_has_the_coach_s_pages_with_their_own_data(
    enter: Callable[[Member], Page], serving: Serving, clinic: Clinic, members: Members
) -> None:
    session, _ = fill(clinic.store_of(members.dora.secret, members.dora.person, "test"), members.dora.person)
    other, _ = fill(clinic.store_of(members.emil.secret, members.emil.person, "test"), members.emil.person)
    page = enter(members.dora)
    page.get_by_role("link", name="Progress").click()
    wait_for_page(page)
    expect(page.get_by_role("heading", name="Progress", exact=True)).to_be_visible()
    expect(page.locator(".psoas-who summary")).to_contain_text("Dora")
    assert page.get_by_text("Emil").count() == 0
    page.get_by_role("link", name="All sessions").click()
    wait_for_page(page)
    page.goto(f"{serving.url}/sessions/{session}")
    wait_for_page(page)
    expect(page.get_by_role("button", name="Delete this session")).to_be_visible()
    page.goto(f"{serving.url}/sessions/{other}")
    expect(page.locator(".notice.bad")).to_contain_text(re.compile("no session|no such", re.IGNORECASE))
    assert page.get_by_role("button", name="Delete this session").count() == 0
    page.goto(f"{serving.url}/plan")
    wait_for_page(page)
    page.goto(f"{serving.url}/")
    wait_for_page(page)
    expect(page.get_by_role("heading", name="Your last result")).to_be_visible()
    assert page.locator("link[rel=manifest]").count() == 0
    page.get_by_role("link", name="Stretch", exact=True).click()
    wait_for_page(page)
    expect(page.get_by_text("The pictures go to your clinic's computer")).to_be_visible()
    assert page.get_by_text("this computer").count() == 0
    assert page.get_by_role("button", name="Use a clip").count() == 0
    page.goto(f"{serving.url}/people")
    expect(page.get_by_role("heading", name="Who sees you")).to_be_visible()


def test_a_client_s_day_and_files_of_devices_are_theirs_and_their_clinician_s(
    enter: Callable[[Member], Page], serving: Serving, clinic: Clinic, members: Members
) -> None:
    page = enter(members.dora)
    page.get_by_role("link", name="Today", exact=True).click()
    wait_for_page(page)
    assert page.get_by_text("Your clinic keeps what they say").count() == 1
    assert page.get_by_role("heading", name="Now").count() == 0, "reminders are of one's own computer"
    events = activpal(datetime(2024, 3, 4, 19), [(900.0, "0", 0), (300.0, "1", 0), (600.0, "0", 0)])
    file: FilePayload = {"name": "events.csv", "mimeType": "text/csv", "buffer": events.encode()}
    page.get_by_label("Choose files").set_input_files(file)
    expect(page.get_by_text("1 kept file")).to_be_visible(timeout=20_000)
    (kept,) = clinic.store_of(members.ben.secret, members.dora.person, "test").device_files(
        members.dora.person
    )
    assert kept.source == "events.csv"
    assert not clinic.store_of(members.cleo.secret, members.emil.person, "test").device_files(
        members.dora.person
    )
    newest = {(one.action, one.subject) for one in clinic.trail(members.dora.secret, most=60)}
    assert {("read", "/today"), ("change", "/today"), ("insert", "observations")} <= newest


@pytest.mark.parametrize(("width", "height"), [(360, 740), (844, 390)])
def test_the_pages_of_the_clinic_are_in_a_menu_on_a_phone(
    enter: Callable[[Member], Page],
    members: Members,
    assert_accessible: Callable[[Page], None],
    width: int,
    height: int,
) -> None:
    page = enter(members.dora)
    page.set_viewport_size({"width": width, "height": height})
    header, menu = page.locator("header"), page.get_by_role("button", name="Menu")
    box = header.bounding_box()
    assert box is not None
    assert box["height"] < 64, "one row, as the coach has it"
    places = [
        page.get_by_role("link", name=name, exact=True)
        for name in ("Home", "Stretch", "Today", "Progress", "Who sees you", "Audit trail", "You")
    ]
    for place in places:
        expect(place).to_be_hidden()
    menu.press("Enter")
    for place in places:
        expect(place).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(places[0]).to_be_hidden()
    expect(menu).to_be_focused()
    assert_accessible(page)


def test_the_menu_opens_without_a_script(
    browser: Browser, enter: Callable[[Member], Page], members: Members
) -> None:
    entered = enter(members.dora)
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    (cookie,) = entered.context.cookies()
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": entered.url}])
    page = context.new_page()
    page.goto(entered.url)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Audit trail", exact=True).click()
    expect(page.get_by_role("heading", name="Audit trail")).to_be_visible()
    context.close()


def test_a_clinician_of_several_clients_is_led_to_choose_one(
    enter: Callable[[Member], Page], serving: Serving, clinic: Clinic, members: Members
) -> None:
    clinic.give_care(members.anna.secret, members.ben.id, members.emil.person)
    page = enter(members.ben)
    page.goto(f"{serving.url}/progress")
    expect(page.locator(".notice.bad")).to_contain_text("open a client under Clients")
    assert page.get_by_role("heading", name="Who is it?").count() == 0


def test_a_clinician_opens_a_client_and_exports(
    enter: Callable[[Member], Page], serving: Serving, clinic: Clinic, members: Members
) -> None:
    fill(clinic.store_of(members.dora.secret, members.dora.person, "test"), members.dora.person)
    page = enter(members.ben)
    page.get_by_role("button", name="Progress").click()
    wait_for_page(page)
    expect(page.locator(".psoas-who summary")).to_contain_text("Dora")
    page.goto(f"{serving.url}/clients")
    with page.expect_download() as loaded:
        page.get_by_role("button", name="Export").click()
    with zipfile.ZipFile(io.BytesIO(loaded.value.path().read_bytes())) as archive:
        assert {"README.txt", "repetitions.csv", "fhir-r4.json"} <= set(archive.namelist())
    subjects = {one.subject for one in clinic.trail(members.anna.secret, most=60) if one.account == "Ben"}
    assert {"/progress", "/export.zip"} <= subjects


def test_an_open_page_does_nothing_after_the_access_ended(
    enter: Callable[[Member], Page], serving: Serving, clinic: Clinic, members: Members
) -> None:
    session, _ = fill(clinic.store_of(members.dora.secret, members.dora.person, "test"), members.dora.person)
    page = enter(members.ben)
    page.goto(f"{serving.url}/sessions/{session}")
    wait_for_page(page)
    clinic.end_care(members.dora.secret, members.ben.id, members.dora.person)
    page.get_by_role("button", name="Delete this session").click()
    expect(page.get_by_text("This person's data are not open to you")).to_be_visible()
    own = clinic.store_of(members.dora.secret, members.dora.person, "test")
    assert [one.id for one in own.sessions(members.dora.person)] == [session]

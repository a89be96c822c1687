"""What a person says about all their days, and about the files that they choose next, on Today."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served
from tests.app.test_today import PATH, YESTERDAY, choose
from tests.day.made_sensors import actigraph_epochs


def test_a_person_says_where_a_sensor_was_worn(
    open_page: OpenPage,
    coach_server: Served,
    person: Profile,
    assert_accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    start = datetime(YESTERDAY.year, YESTERDAY.month, YESTERDAY.day, 9)
    for name, limb in (("no.agd", ""), ("wrist.agd", "Wrist")):
        (tmp_path / name).write_bytes(actigraph_epochs(start, [15, 20], limb=limb))
    page = open_page(PATH, width=390, height=844)
    choose(page, tmp_path / "no.agd")
    expect(page.get_by_text("no.agd does not say where the sensor was worn; say below where")).to_be_visible()
    page.locator("summary", has_text="What you say about your days").click()
    page.get_by_role("combobox", name="I wear sensors on").click()
    page.get_by_role("option", name="thigh, or a front pocket").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved; the days are read anew with it.")).to_be_visible()
    page.get_by_role("checkbox", name="Where they name another place").click()
    choose(page, tmp_path / "no.agd", tmp_path / "wrist.agd")
    expect(page.get_by_text("its word that the sensor was on the wrist")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Where they name another place")).not_to_be_checked()
    assert_accessible(page)
    with coach_server.open_store() as store:
        settings = next(one.settings for one in store.profiles() if one.id == person.id)
    assert settings.sensor_worn == "thigh"
    page.reload()
    page.locator("summary", has_text="What you say about your days").click()
    expect(page.get_by_role("combobox", name="I wear sensors on")).to_have_value("thigh, or a front pocket")

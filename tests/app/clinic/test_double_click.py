"""A form of the clinic is sent once, also where its button is clicked again."""

from collections.abc import Callable

import psycopg
from playwright.sync_api import Page, expect

from tests.app.clinic.conftest import RunningClinic
from tests.clinic.conftest import Member


def test_a_second_click_while_the_answer_is_on_its_way_adds_nobody(
    running_clinic: RunningClinic, enter: Callable[[Member], Page]
) -> None:
    ben = running_clinic.members().ben
    page = enter(ben)
    page.get_by_label("Name").fill("Twice")
    box = page.get_by_role("button", name="Add").bounding_box()
    assert box is not None
    with psycopg.connect(running_clinic.founded.root) as other:
        other.execute("LOCK TABLE profiles IN EXCLUSIVE MODE")
        for _click in range(2):
            page.mouse.click(box["x"] + 5, box["y"] + 5)
            page.wait_for_timeout(150)
    expect(page.get_by_role("heading", name="Twice")).to_be_visible()
    assert [one.name for one in running_clinic.clinic.people(ben.secret)].count("Twice") == 1

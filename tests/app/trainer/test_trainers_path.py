"""A trainer's way in two browsers' windows on two coaches: client, homework, file and sheet, and what came back."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from psoas.plan.records import RepetitionRecord
from psoas.sides import SIDE_WORDS
from tests.app.conftest import OpenPage, Served, StartCoach

CLIP = Path(__file__).parents[2] / "clips" / "c3_stretch_mild_arch.mp4"
CLICK_S = 6.0
"""Time for a click or a field of a person who reads what stands there, generously [s]; a working default."""

LONGEST_S = 300.0


class Hand:
    """Clicks and fills as a person does, and counts both."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def click(self, what: Locator, name: str) -> None:
        what.click()
        self.done.append(name)

    def fill(self, what: Locator, words: str, name: str) -> None:
        what.fill(words)
        self.done.append(name)

    def choose(self, page: Page, file: Path, name: str, label: str = "Choose a .psoas file") -> None:
        page.get_by_label(label).set_input_files(file)
        self.done.append(name)

    def save(self, page: Page, what: Locator, folder: Path, name: str) -> Path:
        with page.expect_download() as coming:
            self.click(what, name)
        place = folder / coming.value.suggested_filename
        coming.value.save_as(place)
        return place


@pytest.mark.long
def test_from_the_client_to_what_came_back(
    open_page: OpenPage,
    start_coach: StartCoach,
    coach_server: Served,
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    hand = Hand()
    page = open_page("/clients")
    hand.fill(page.get_by_label("Name of the client"), "Ada", "name of the client")
    hand.click(page.get_by_role("button", name="Add the client"), "Add the client")
    expect(page.get_by_role("heading", name="New homework")).to_be_visible()
    hand.click(page.get_by_role("checkbox", name="Keep pictures of Ada, to draw on"), "yes, keep pictures")
    began = time.monotonic()
    hand.choose(page, CLIP, "the clip", "Choose a clip")
    expect(page.get_by_role("heading", name="Remarks on pictures")).to_be_visible(timeout=120_000)
    looked_s = time.monotonic() - began
    with coach_server.open_store() as store:
        (client,) = [one for one in store.profiles() if one.name == "Ada"]
        (session,) = store.sessions(client.id)
        ((_set_id, kept),) = store.history.pictures(session.id).items()
        assert {one.number for one in kept} == {1, 2, 3, 4}
        assert {one.moment for one in kept} >= {"start", "deepest"}
        assert store.clients.copies(client.id).sessions == 1
    assert_accessible(page)
    pad = page.locator("svg.remark-pad")
    pad.scroll_into_view_if_needed()
    for name, place in (("tail of the arrow", 40), ("tip of the arrow", 120)):
        pad.click(position={"x": place, "y": place})
        hand.done.append(name)
    expect(pad.locator("polygon.remark-head")).to_have_count(1)
    hand.click(page.get_by_role("link", name="Make homework"), "Make homework of it")
    hand.fill(page.get_by_label("A note for the client"), "Tail tucked.", "note")
    hand.click(page.get_by_role("button", name="Make the homework"), "Make the homework")
    expect(page.get_by_text("Nothing has come back yet.")).to_be_visible()
    assert_accessible(page)
    file = hand.save(page, page.get_by_role("button", name="Save the file"), tmp_path, "Save the file")
    hand.click(page.get_by_role("checkbox", name="Print on the sheet: "), "print the picture")
    sheet = hand.save(page, page.get_by_role("link", name="Sheet as PDF"), tmp_path, "Sheet as PDF")
    assert file.name == "Ada.psoas"
    assert sheet.read_bytes().startswith(b"%PDF")

    home = start_coach()
    own = open_page("/homework", served=home, width=390, height=844)
    hand.choose(own, file, "choose the file")
    expect(own.get_by_text("It names Ada, and the coach shows Me now.")).to_be_visible()
    hand.click(own.get_by_role("button", name="Keep it as homework of Me"), "Keep it")
    expect(own.get_by_text("2 sets left today.")).to_be_visible()
    expect(own.locator("figure.remarked polygon.remark-head")).to_have_count(1)
    assert_accessible(own)
    assert own.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(own.get_by_role("link", name="Do it")).to_have_attribute(
        "href", "/stretch?timed=half_kneeling_stretch&legs=lr&times=10&hold=2"
    )
    with home.open_store() as store:
        now = datetime.now(UTC)
        done = store.begin_session(store.profiles()[0].id, "practice", now)
        for side in SIDE_WORDS:
            made = store.begin_set(done, side, "timer", now)
            store.end_set(
                made, now, [RepetitionRecord(number, number, number, 2.0) for number in range(1, 11)]
            )
        store.end_session(done, now, pain_after=1)
    own.reload()
    expect(own.get_by_text("Done for today.")).to_be_visible()
    hand.click(own.get_by_text("Answer your trainer"), "Answer your trainer")
    results = hand.save(
        own, own.get_by_role("button", name="Write the results"), tmp_path, "Write the results"
    )
    assert results.name == "Me-results.psoas"

    hand.choose(page, results, "choose the results")
    expect(page.get_by_text("days done in the first week, 1 of 7 so far.")).to_be_visible()
    seconds = CLICK_S * len(hand.done) + looked_s
    print(
        f"{len(hand.done)} clicks and fields at {CLICK_S:.0f} s, and {looked_s:.0f} s for the clip: {seconds:.0f} s: "
        f"{', '.join(hand.done)}"
    )
    assert seconds < LONGEST_S
    with coach_server.open_store() as store:
        (client,) = [one for one in store.profiles() if one.name == "Ada"]
        assert client.settings.client
        assert store.homework.of(client.id, "received") == []

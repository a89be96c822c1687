"""Remarks are drawn over a picture, go with homework, and what a person wrote is no markup."""

import io
from datetime import UTC, datetime

from PIL import Image
from playwright.sync_api import expect

from psoas.app.trainer.compare_page import figure_words, pictured_repetitions
from psoas.app.trainer.remarks import picture_html, remarked_pictures, remarks_svg, size_of
from psoas.plan.homework import SentPicture
from psoas.plan.records import KeptPicture, Profile, RepetitionRecord
from psoas.plan.remarks import Remark
from tests.app.conftest import OpenPage, Served


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 140)).save(written, "JPEG")
    return written.getvalue()


def test_each_kind_is_drawn_and_words_are_escaped() -> None:
    arrow, angle = Remark("arrow", ((0, 0), (1, 1))), Remark("angle", ((0, 0.5), (0.5, 0.5), (0.5, 0)))
    words = Remark("text", ((0.5, 0.5),), "<b>tuck")
    assert remarks_svg((arrow,), 400, 300).count("<polyline") == 2
    assert "remark-head" in remarks_svg((arrow,), 400, 300)
    assert ">90°</text>" in remarks_svg((angle,), 400, 300)
    shown = picture_html(SentPicture('Deepest "1"', jpeg(), (words,)))
    assert "&lt;b&gt;tuck" in shown
    assert "<b>" not in shown
    assert size_of(jpeg()) == (400, 300)
    assert size_of(b"no picture") == (400, 400)


def test_a_remark_is_drawn_kept_and_taken_back(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    now = datetime.now(UTC)
    with coach_server.open_store() as store:
        session = store.begin_session(person.id, "practice", now)
        made = store.begin_set(session, "left", "camera", now)
        store.end_set(made, now, [RepetitionRecord(1, 0, 4, 2.0)])
        store.end_session(session, now)
        store.history.keep_frames(made, [KeptPicture(1, "start", jpeg()), KeptPicture(1, "deepest", jpeg())])
        page = open_page(f"/sessions/{session}")
        pad = page.locator("svg.remark-pad")
        pad.scroll_into_view_if_needed()
        pad.click(position={"x": 40, "y": 40})
        pad.click(position={"x": 120, "y": 90})
        expect(pad.locator("polygon.remark-head")).to_have_count(1)
        (found,) = remarked_pictures(store, person.id)
        assert found.caption.endswith("repetition 1: deepest moment")
        assert [one.kind for one in found.remarks] == ["arrow"]
        page.get_by_role("button", name="Take back the last remark").click()
        expect(pad.locator("polygon.remark-head")).to_have_count(0)
        assert remarked_pictures(store, person.id) == ()


def test_two_people_stand_side_by_side_at_their_deepest_moment(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    at = datetime.now(UTC)
    with coach_server.open_store() as store:
        other = store.add_profile("Somebody else")
        for one in (person, other):
            session = store.begin_session(one.id, "practice", at)
            made = store.begin_set(session, "left", "camera", at, bands={"arch": 1.0})
            store.end_set(made, at, [RepetitionRecord(1, 0, 4, 2.0, arch_deg=7.0)])
            store.history.keep_frames(
                made, [KeptPicture(1, "deepest", jpeg(), (Remark("line", ((0, 0), (1, 1))),))]
            )
        found = pictured_repetitions(store, (person, other))
        assert [one.person.name for one in found] == [person.name, "Somebody else"]
        assert figure_words(found[0].a_set, found[0].repetition) == [
            "Hold: 2.0 s",
            "Hip opening: not measured",
            "Arch of the lower back: 7° ± 2°",
        ]
    page = open_page("/compare", width=390, height=844, dark=True)
    expect(page.locator("figure.remarked polyline.remark-line")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

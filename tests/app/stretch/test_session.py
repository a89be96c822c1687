"""A whole session in the browser: a camera that shows one person, both sides, kept and shown."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.camera import film
from benchmarks.coach import resident_mb
from playwright.sync_api import Browser, Page, expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served

MOST_CLICKS, MOST_S = 6, 60.0
"""From the first page to the first scored repetition of somebody new."""
COUNT = "document.addEventListener('click', (one) => one.isTrusted && window.counted());"
SCORED = "document.querySelector('.stage-marks li') !== null"
ARCHED, OTHER_SIDE, STANDING = "c2_stretch_arched_arms_forward", "b_stretch_left_ok", "f1_stand_neutral"
SIGHT = """() => {
    const stage = document.querySelector(".stage");
    const text = (name) => stage.querySelector(name).textContent;
    return stage && {stage: stage.dataset.stage, phase: stage.dataset.phase, count: Number(text(".stage-count")),
        cue: text(".stage-cue"), side: text(".stage-of").split(" ").pop(), speed: stage.psoasSpeed};
}"""

SHOWS = """(wanted) => {
    const stage = document.querySelector(".stage.full");
    return stage?.dataset.stage === wanted && stage.querySelector(".stage-cue").textContent !== "";
}"""
BOXES = """() => Object.fromEntries(
    [".stage-cue", ".stage-count", ".stage-checks", ".stage-figures", ".stage-marks", ".stage-buttons .primary"]
        .map((name) => [name, document.querySelector(`.stage ${name}`).getBoundingClientRect()])
        .filter(([, box]) => box.width)
        .map(([name, box]) => [name, [box.left, box.top, box.right, box.bottom]]))"""
TIMER_BOXES = """() => [".stage-ring", ".stage-left", ".stage-cue", ".stage-buttons button"]
    .flatMap((name) => [...document.querySelectorAll(`.stage ${name}`)])
    .map((one) => one.getBoundingClientRect())
    .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""
WINDOWS = ((390, 844), (844, 390), (1366, 768), (1440, 900), (3840, 2160))
"""Phones held upright and lying, laptops, a television: width and height [px]."""
LEAST_LETTERS = 0.06
"""Size of the cue's letters over the shorter side of the window. On a laptop of 14 inches their capitals are then 7 mm
high, which sight of 20/32 reads at three metres; 20/20 is five minutes of arc, 4.4 mm."""
CAMERA_AT_SECOND_TRY = """() => {
    const camera = document.createElement("canvas").captureStream(5);
    const refused = new DOMException("", "NotAllowedError");
    let tries = 0;
    navigator.mediaDevices.getUserMedia = ({ video }) => {
        window.wanted = video.deviceId?.ideal;
        return tries++ ? Promise.resolve(camera.clone()) : new Promise((_, no) => (window.answer = () => no(refused)));
    };
    navigator.mediaDevices.enumerateDevices = async () =>
        [["a", "First one"], ["b", "Second one"]].map(([deviceId, label]) => ({ kind: "videoinput", deviceId, label }));
}"""


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory, filming: Callable[[Path], Browser]) -> Browser:
    """Shows somebody who arches on the right knee, gets up, does the left knee well, and gets up."""
    path = tmp_path_factory.mktemp("camera") / "session.mjpeg"
    return filming(film(path, ARCHED, STANDING, STANDING, OTHER_SIDE, STANDING, STANDING))


def watched(page: Page, until_s: float, process: int) -> list[dict[str, object]]:
    """What the stage showed, and the memory of the coach [MB], until it went away."""
    seen: list[dict[str, object]] = []
    end = time.monotonic() + until_s
    while time.monotonic() < end and page.locator(".stage").count():
        sight = page.evaluate(f"document.querySelector('.stage') ? ({SIGHT})() : null")
        if sight:
            seen.append(sight | {"memory": resident_mb(process)})
        page.wait_for_timeout(100)
    return seen


@pytest.mark.alone
def test_somebody_new_has_a_scored_repetition_within_a_minute_and_six_clicks_and_a_whole_session(
    open_page: OpenPage,
    camera: Browser,
    person: Profile,
    coach_server: Served,
    assert_accessible: Callable[[Page], None],
) -> None:
    clicks: list[float] = []

    def prepare(page: Page) -> None:
        page.expose_function("counted", lambda: clicks.append(time.monotonic()))
        page.add_init_script(COUNT)

    began = time.monotonic()
    page = open_page("/", who=person, within=camera, before=prepare)
    page.get_by_role("button", name="No, none of these").click()
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function(SCORED, timeout=1000 * MOST_S)
    took_s = time.monotonic() - began
    print(f"first scored repetition: {took_s:.0f} s, {len(clicks)} clicks")
    assert 2 <= len(clicks) <= MOST_CLICKS
    assert took_s <= MOST_S
    with coach_server.open_store() as store:
        (session,) = store.sessions(person.id)
    assert session.sets[0].repetitions

    seen = watched(page, 120, coach_server.process.pid)

    stages = [str(one["stage"]) for one in seen]
    assert {"moving", "switch"} <= set(stages)
    assert {"forward", "hold", "back", "rest"} <= {one["phase"] for one in seen}
    cues = {str(one["cue"]) for one in seen}
    assert "Ribs down, belt buckle to chin, smaller move." in cues
    assert any(cue.startswith("Turn round, and kneel on your left knee") for cue in cues)
    assert max(int(str(one["count"])) for one in seen) >= 2

    page.get_by_label("Pain in hip").click()
    page.get_by_role("option", name="2", exact=True).click()
    page.get_by_role("button", name="See your results").click()
    expect(page.get_by_role("columnheader", name="Right leg")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Left leg")).to_be_visible()
    assert_accessible(page)

    with coach_server.open_store() as store:
        (session,) = store.sessions(person.id)
    assert session.pain_after == 2
    assert session.ended_at is not None
    right, left = session.sets
    assert (right.side, left.side) == ("right", "left")
    assert all(one.method == "camera" and one.ended_at for one in session.sets)
    arched = ["arched_back" in one.faults for one in right.repetitions]
    assert 2 <= len(arched) <= 4, "four in the clip; a loaded machine may begin one late and miss one"
    assert sum(arched) >= len(arched) - 1, "a slow machine may lose one repetition's arch, not more"
    assert 3 <= len(left.repetitions) <= 5, "five in the clip"
    assert not any("arched_back" in one.faults for one in left.repetitions)
    expect(page.locator(".psoas-main")).to_contain_text("the lower back arched")

    memory = [float(str(one["memory"])) for one in seen if one["stage"] == "moving" and one["side"] == "left"]
    assert max(memory) - memory[0] <= 50, "a second side needs no more room than the first"
    print(f"live in Chromium, on the same cores: {seen[-1]['speed']}")


def test_a_set_fills_every_window_and_escape_leaves_it(
    open_page: OpenPage,
    camera: Browser,
    screened: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/stretch", who=screened, within=camera)
    page.get_by_role("button", name="Start the camera").click()
    for stage in ("setup", "moving"):
        page.wait_for_function(SHOWS, arg=stage, timeout=60_000)
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(100)
            boxes = page.evaluate(BOXES)
            assert {".stage-cue", ".stage-count", ".stage-buttons .primary"} <= set(boxes)
            for name, (left, top, right, bottom) in boxes.items():
                inside = left >= 0 and top >= 0 and right <= width and bottom <= height
                assert inside, f"{name} of {stage} in {width} x {height}: {(left, top, right, bottom)}"
            letters = page.evaluate("parseFloat(document.querySelector('.stage-cue span').style.fontSize)")
            assert letters >= LEAST_LETTERS * min(width, height), f"{stage} in {width} x {height}"
            assert not page.locator(".psoas-nav").is_visible()
            assert page.evaluate("document.activeElement.className").startswith("stage")
        assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".stage")).to_have_count(0)
    expect(page.locator(".psoas-nav")).to_be_visible()


def test_a_refused_camera_says_what_to_press_and_can_be_tried_again(
    open_page: OpenPage, screened: Profile
) -> None:
    page = open_page("/stretch", who=screened)
    page.evaluate(CAMERA_AT_SECOND_TRY)
    page.get_by_role("button", name="Start the camera").click()
    expect(page.get_by_text("Allow the camera: the browser asks for it now")).to_be_visible()
    page.evaluate("window.answer()")
    expect(page.get_by_role("alert")).to_contain_text("press the sign beside the address, choose Allow")
    expect(page.locator(".psoas-nav")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Finish")).to_be_visible()
    expect(page.get_by_role("alert")).not_to_be_visible()
    page.get_by_role("combobox", name="Camera").select_option("Second one")
    page.wait_for_function("window.wanted === 'b'")


def test_without_a_camera_one_sentence_and_a_way_back(open_page: OpenPage, screened: Profile) -> None:
    page = open_page("/stretch", who=screened)
    page.get_by_role("button", name="Start the camera").click()
    expect(page.get_by_role("alert")).to_contain_text("No camera was found. Plug one in, then try again.")
    expect(page.get_by_role("button", name="Finish")).not_to_be_visible()
    expect(page.get_by_role("button", name="Timer, no camera")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_a_still_hold_of_another_exercise_is_led_by_the_timer_and_kept_under_its_name(
    open_page: OpenPage,
    screened: Profile,
    coach_server: Served,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/stretch", who=screened, width=390, height=844)
    page.get_by_role("button", name="Another exercise or a still hold").click()
    page.get_by_label("What", exact=True).click()
    page.get_by_role("option", name="Lying at the edge of a bed").click()
    page.get_by_role("radio", name="A still hold").click()
    page.get_by_label("Seconds, 5 to 300").fill("5")
    page.get_by_role("radio", name="Left leg only").click()
    assert_accessible(page)
    page.get_by_role("button", name="Start the timer").click()
    expect(page.locator(".stage-cue")).to_contain_text("Left leg.")
    page.get_by_role("button", name="See your results").click(timeout=30_000)
    expect(page.get_by_text("1 repetition by the timer, held for 5 s each")).to_be_visible()
    with coach_server.open_store() as store:
        (session,) = store.sessions(screened.id)
    assert session.exercise == "bed_edge"
    assert [(one.side, one.method) for one in session.sets] == [("left", "timer")]
    page = open_page("/sessions", who=screened)
    expect(page.get_by_role("link", name="lying at the edge of a bed")).to_be_visible()


def test_the_timer_stands_in_the_middle_and_nothing_lies_on_the_ring(
    open_page: OpenPage, screened: Profile
) -> None:
    """While it counts down, during a hold, and paused."""
    page = open_page("/stretch", who=screened)
    page.get_by_role("button", name="Timer, no camera").click()
    for phase, paused in (("rest", False), ("hold", False), ("hold", True)):
        page.wait_for_function(
            "(phase) => document.querySelector('.stage')?.dataset.phase === phase", arg=phase
        )
        if paused:
            page.keyboard.press("p")
            expect(page.locator(".stage-cue")).to_have_text("Paused.")
        for width, height in WINDOWS[:3] if not paused else WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            ring, left, cue, *buttons = page.evaluate(TIMER_BOXES)
            assert left[1] >= ring[3] - 1, f"the time lies on the ring in {width} x {height}"
            for above, below in ((ring, cue), (left, cue), *((one, ring) for one in buttons)):
                apart = below[1] >= above[3] - 1 or below[0] >= above[2] - 1 or above[0] >= below[2] - 1
                assert apart, f"{above} and {below} overlap in {width} x {height}, {phase}"
            if width < height:
                assert abs(ring[0] + ring[2] - width) < 2, f"not in the middle of {width} x {height}: {ring}"
            assert max(one[2] for one in buttons) > width - 0.03 * max(width, height)


def test_the_timer_needs_no_camera_and_scores_nothing(
    open_page: OpenPage,
    screened: Profile,
    coach_server: Served,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/stretch", who=screened, width=360, height=740, dark=True)
    page.get_by_role("button", name="Timer, no camera").click()
    expect(page.locator(".stage-count")).to_have_text("1", timeout=20_000)
    assert_accessible(page)
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="Voice off")).to_be_visible()
    page.keyboard.press("f")
    page.get_by_role("button", name="See your results").click()
    expect(page.get_by_text("The timer measures nothing")).to_be_visible()
    with coach_server.open_store() as store:
        (session,) = store.sessions(screened.id)
    assert [(one.method, len(one.repetitions)) for one in session.sets] == [("timer", 1)]
    assert session.sets[0].repetitions[0].good is None

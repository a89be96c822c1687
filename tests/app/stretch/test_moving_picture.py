"""The picture that moves: the body on its knee, and a picture that stands still for who wants less motion."""

import io
import multiprocessing
import time

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from psoas.app.stretch.moving_picture import (
    FRAMES,
    SIZE,
    draw_aside,
    draw_strip,
    ends_of,
    way_between,
)
from psoas.body import Person, load_body
from psoas.exercises import COACHED
from psoas.exercises.half_kneeling import EXERCISE
from tests.app.conftest import OpenPage

LONGEST_S = 120.0
"""Time for two strips where all cores are busy [s]; they take four seconds of one."""
STILL_M = 0.015
"""What a foot or a knee that rests may move by [m]: the model's knee is no simple hinge."""
OFFSET = "new DOMMatrix(getComputedStyle(document.querySelector('.moving-window img')).transform).f"


@pytest.mark.parametrize("name", EXERCISE.postures)
def test_the_rear_knee_and_the_front_foot_stay_while_the_pelvis_glides(name: str) -> None:
    body = load_body(Person())
    seen = [body.posed(body.poses(pose)[0]) for pose in way_between(body, *ends_of(EXERCISE, name))]
    assert len(seen) == FRAMES
    for segment in ("tibia_r", "talus_l"):
        places = np.array([one.body(segment).xpos for one in seen])
        assert np.abs(places - places[0]).max() < STILL_M, segment
    pelvis = np.array([one.body("pelvis").xpos[0] for one in seen])
    assert pelvis[-1] - pelvis[0] > 0.05
    assert (np.diff(pelvis) > 0).all()


def test_a_strip_holds_its_frames_one_below_the_other() -> None:
    strip = Image.open(io.BytesIO(draw_strip(COACHED[0].postures[0])))
    assert strip.size == (SIZE[0], SIZE[1] * FRAMES)
    first, last = (
        np.asarray(strip.crop((0, top, SIZE[0], top + SIZE[1])), float) for top in (0, SIZE[1] * 11)
    )
    assert np.abs(first - last).mean() > 1.0


def test_the_process_that_draws_ends_with_its_strips() -> None:
    before = set(multiprocessing.active_children())
    strips = draw_aside(dict.fromkeys, COACHED[0].postures).result(LONGEST_S)
    assert list(strips) == list(COACHED[0].postures)
    end = time.monotonic() + 20
    while set(multiprocessing.active_children()) - before and time.monotonic() < end:
        time.sleep(0.1)
    assert set(multiprocessing.active_children()) <= before


def test_it_moves_stops_at_a_tick_and_stands_still_for_less_motion(
    open_page: OpenPage,
) -> None:
    page = open_page("/")
    page.wait_for_function(f"{OFFSET} === 0", timeout=15_000)
    page.wait_for_function(f"{OFFSET} < 0", timeout=15_000)
    page.get_by_label("Stop the moving picture").check()
    stopped = page.evaluate(OFFSET)
    page.wait_for_timeout(1500)
    assert page.evaluate(OFFSET) == stopped
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(page.get_by_label("Stop the moving picture")).not_to_be_visible()
    height = page.locator(".moving-window").first.bounding_box()["height"]  # type: ignore[index]
    assert page.evaluate(OFFSET) == pytest.approx(-11 * height, rel=0.02), "the deepest frame"


def test_a_posture_has_a_strip_and_another_name_has_none(open_page: OpenPage) -> None:
    page = open_page("/people")
    place = f"{page.url.rpartition('/')[0]}/moving"
    assert page.request.get(f"{place}/no-such.jpg").status == 404
    strip = page.request.get(f"{place}/{EXERCISE.postures[0]}.jpg", timeout=1000 * LONGEST_S)
    assert Image.open(io.BytesIO(strip.body())).size == (SIZE[0], SIZE[1] * FRAMES)

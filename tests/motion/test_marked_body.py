"""Markers move with the body, and their derivatives are the slopes of their positions."""

import numpy as np
import pytest

from psoas.motion.marked_body import MarkedBody, part_of
from tests.motion.toy_body import PERSON, ToyBody, marker_set, toy_body, walk


@pytest.fixture(scope="module")
def body() -> ToyBody:
    return toy_body()


def test_the_jacobian_is_the_slope_of_the_positions(body: ToyBody) -> None:
    known = marker_set("rajagopal2016")
    marked = MarkedBody(body, list(known.places.values()))
    marked.set_factors(PERSON)
    locations = marked.locations
    pose, step = walk(body)[7], 1e-6
    view = marked.view(pose, locations, growth=True)
    for index in range(len(pose)):
        nudged = pose.copy()
        nudged[index] += step
        slope = (marked.view(nudged, locations).positions - view.positions) / step
        np.testing.assert_allclose(view.jacobian[:, :, index], slope, atol=1e-5)
    for index, part in enumerate(marked.parts):
        grown = MarkedBody(body, list(known.places.values()))
        grown.set_factors({**PERSON, part: PERSON[part] + step})
        moved = grown.view(pose, grown.locations).positions
        np.testing.assert_allclose(view.growth[:, :, index], (moved - view.positions) / step, atol=1e-5)


def test_a_larger_thigh_lowers_what_hangs_on_the_knee_and_nothing_else(body: ToyBody) -> None:
    known = marker_set("rajagopal2016")
    marked = MarkedBody(body, list(known.places.values()))
    upright = np.zeros(len(body.coordinates))
    before = marked.view(upright, marked.base_locations).positions
    marked.set_factors({"thigh": 1.1})
    lower = marked.view(upright, marked.base_locations).positions - before
    thigh_m = 0.404
    for place, (forward, up, right) in zip(known.places.values(), lower, strict=True):
        below = part_of(place.segment) in ("shank", "foot")
        assert (forward, up, right) == pytest.approx((0, -0.1 * thigh_m if below else 0, 0), abs=1e-12)


def test_every_segment_without_a_leg_belongs_to_the_spine() -> None:
    segments = ("pelvis", "femur_r", "tibia_l", "talus_r", "calcn_l", "toes_r", "torso", "lumbar3", "ulna_l")
    assert [part_of(segment) for segment in segments] == [
        "pelvis", "thigh", "shank", "foot", "foot", "foot", "spine", "spine", "spine",
    ]  # fmt: skip

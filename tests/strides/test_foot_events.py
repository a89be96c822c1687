"""An event is where most of its witnesses, each with its own offset, say that it is."""

import numpy as np
import pytest
import scipy
from benchmarks.stride_clips import clip_named

from psoas.strides.foot_events import (
    LEAST_ERROR,
    WITNESSES,
    Event,
    Offset,
    Sighting,
    _tops,
    event_of,
    load_offsets,
    sightings,
)
from psoas.strides.stride import GAITS, Gait
from tests.strides.kept_clips import GOOD, motion_of

OFFSETS = {"body a": Offset(-0.05, 0.01), "body b": Offset(0.02, 0.01), "picture c": Offset(0.0, 0.02)}


def instant_of(sighting: Sighting, stride_s: float) -> float:
    found = event_of(sighting, OFFSETS, stride_s)
    assert found is not None
    return found[0]


def test_each_witness_is_moved_by_its_offset() -> None:
    sighting = Sighting(1.0, 0.8, {"body a": 0.95, "body b": 1.02, "picture c": 1.0})
    assert instant_of(sighting, 1.0) == pytest.approx(1.0)
    assert instant_of(sighting, 0.5) == pytest.approx(0.99, abs=0.02)


def test_a_witness_that_saw_another_leg_is_outvoted() -> None:
    right = {"body a": 0.95, "body b": 1.02, "picture c": 1.0}
    wrong = {**right, "picture c": 1.3}
    assert instant_of(Sighting(1.0, 0.8, wrong), 1.0) == pytest.approx(1.0, abs=0.01)


def test_witnesses_that_disagree_make_an_event_unsure() -> None:
    said = ({"body a": 0.95, "body b": 1.02}, {"body a": 0.95, "body b": 1.1})
    sure, unsure = (event_of(Sighting(1.0, 0.8, one), OFFSETS, 1.0) for one in said)
    assert sure is not None
    assert unsure is not None
    assert sure[1] == pytest.approx(LEAST_ERROR)
    assert unsure[1] > 0.03


def test_one_witness_alone_is_not_enough() -> None:
    assert event_of(Sighting(1.0, 0.8, {"body a": 0.95}), OFFSETS, 1.0) is None


@pytest.mark.parametrize("gait", GAITS)
@pytest.mark.parametrize("event", WITNESSES)
def test_every_witness_has_a_learnt_offset(gait: Gait, event: Event) -> None:
    known = load_offsets(gait, event)
    names = {f"{source} {one.name}" for source in ("body", "picture") for one in WITNESSES[event]}
    assert set(known) == names
    assert all(abs(one.after) < 0.15 and 0 < one.spread < 0.06 for one in known.values())


def test_a_foot_that_does_not_reach_before_the_hip_does_not_strike() -> None:
    body = motion_of(GOOD).beside
    assert body is not None
    true = [one["foot_strike_s"] for one in clip_named(GOOD).strides if one["leg"] == "near"]
    found = [one.anchor_s for one in sightings({"body": body}, "near", "strike", 0.71, 0.0, 5.0)]
    assert len(found) >= len(true)
    assert all(min(abs(one - strike) for strike in found) < 0.08 for one in true)
    behind = {
        name: joint - [2.0 * body.thigh_px, 0.0] if "ankle" in name else joint
        for name, joint in body.joints.items()
    }
    moved = type(body)(body.time, behind, body.confidence, body.trunk_px, body.thigh_px)
    assert sightings({"body": moved}, "near", "strike", 0.71, 0.0, 5.0) == []
    assert np.isfinite(found).all()


def test_tops_are_those_of_scipy() -> None:
    generator = np.random.default_rng(1)
    for _ in range(20):
        path = np.convolve(generator.normal(size=200), np.ones(5) / 5, "same")
        ended = np.concatenate([[path.min()], path, [path.min()]])
        expected, _ = scipy.signal.find_peaks(ended, prominence=0.3, distance=9)
        assert _tops(path, 9, 0.3) == (expected - 1).tolist()

"""The modified Thomas test in what the network saw of rendered people: read, faked, hidden, and something else."""

from functools import cache

import numpy as np
import pytest
from benchmarks.thomas import leg_of
from benchmarks.thomas_pictures import FOLDER as KEPT
from benchmarks.thomas_pictures import Shown, analysed, load, shown

from psoas.exercises import ExaminedLeg
from psoas.export import to_json
from psoas.findings import Analysis, NotMeasured
from psoas.recordings.clip_pose import clip_coordinates
from tests.loaded import body

MOVEMENT = "modified_thomas_test"


@cache
def kept(name: str) -> tuple[Shown, Analysis]:
    one = load(KEPT / f"{name}.npz")
    return one, analysed(one)


def leg(name: str) -> ExaminedLeg:
    found = leg_of(*kept(name))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name", ["thX51_q21", "thX53_q23", "thX55_q25", "thX61_q31", "thX62_q32", "thV13_q14"]
)
def test_thigh_and_knee_of_a_photograph_lie_in_their_bands(name: str) -> None:
    one, analysis = kept(name)
    assert analysis.movement == MOVEMENT
    for key, true in (("thigh_over_couch", one.thigh[0]), ("hanging_knee", one.knee[0])):
        low, high = leg(name).figures[key].ends
        assert low <= true <= high


def test_a_thigh_below_the_couch_still_belongs_to_somebody_who_lies() -> None:
    """The hips are higher over the foot than half a leg, which used to make the couch a floor."""
    assert kept("thV03_q11")[1].movement == MOVEMENT


def test_a_rolled_camera_is_levelled_by_the_room() -> None:
    """It used not to be, because a person who lies looks like a picture on its side."""
    filming = kept("thX55_q25")[1].source.filming
    assert filming.levelled
    assert filming.roll_deg == pytest.approx(-7, abs=1.2)
    assert "upright_picture" not in [one.id for one in kept("thX55_q25")[1].not_measured]


def test_three_trials_of_a_clip_are_found_at_their_times() -> None:
    found = leg("ctL0_q1")
    assert [one.start_s for one in found.trials] == pytest.approx([2.1, 7.3, 12.5], abs=0.4)
    assert [one.end_s for one in found.trials] == pytest.approx([4.3, 9.5, 14.7], abs=0.4)
    assert found.figures["thigh_over_couch"].value == pytest.approx(-4, abs=4)
    assert found.figures["hanging_knee"].value == pytest.approx(70, abs=4)


@pytest.mark.parametrize("name", ["ctV2_chidi", "ctX0_ben", "ctX2_q17", "ctX4_dora"])
def test_a_test_that_the_pelvis_fakes_is_called_so(name: str) -> None:
    found = leg(name)
    assert found.verdict == "fault"
    assert found.faults[0] == "pelvis_tipped"
    says = next(one.says for one in kept(name)[1].findings if one.id == "verdict")
    assert "does not count" in says


@pytest.mark.parametrize("name", ["ctL0_q1", "ctX1_q14", "ctX3_q11", "ctX5_q18"])
def test_a_test_with_a_still_pelvis_is_not(name: str) -> None:
    assert "pelvis_tipped" not in (*leg(name).faults, *leg(name).possible_faults)


def test_a_cloth_before_the_hips_hides_the_pelvis() -> None:
    for name in ("thV03_q11", "thV13_q14", "thV23_q16"):
        assert "pelvis_on_couch" in leg(name).unmeasured
        assert leg(name).verdict == "undecided"


def test_a_leg_that_the_near_one_hides_is_left_out_and_the_other_kept() -> None:
    _, analysis = kept("ctV1_q12")
    assert [one.side for one in analysis.examined] == ["left"]
    assert len(analysis.examined[0].trials) == 2
    assert "mixed_legs" in [one.id for one in analysis.not_measured]


@pytest.mark.parametrize("one", shown("no"), ids=lambda one: one.name)
def test_lying_and_lifting_a_leg_is_no_test(one: Shown) -> None:
    analysis = analysed(one)
    assert analysis.movement != MOVEMENT
    assert to_json(analysis)["test"] is None


def test_the_json_has_the_leg_its_trials_and_all_legs() -> None:
    found = to_json(kept("ctL0_q1")[1])
    test = found["test"]
    assert found["movement"] == MOVEMENT
    assert {"thigh_deg", "knee_deg", "pelvis_tilt_deg", "low", "high", "verdict", "says"} <= set(test)
    assert test["low"] < test["thigh_deg"] < test["high"]
    assert test["bands"]["thigh_deg"] == {"low": test["low"], "high": test["high"]}
    assert (test["leg"], test["side"]) == ("near", "right")
    assert len(test["trials"]) == 3
    assert test["legs"] == [{name: value for name, value in test.items() if name != "legs"}]


def test_the_outline_of_the_back_is_its_lower_side() -> None:
    _, analysis = kept("thX53_q23")
    below = np.nanmean([analysis.outline[name][0] for name in analysis.outline.names if name.endswith(".y")])
    hips = np.mean([analysis.points[f"{side}_hip.y"][0] for side in ("left", "right")])
    assert below > hips


def test_the_loads_of_somebody_whom_a_couch_carries_are_not_told() -> None:
    found = clip_coordinates(kept("ctL0_q1")[1], body())
    assert isinstance(found, NotMeasured)
    assert "couch" in found.reason


def test_a_photograph_says_that_the_leg_may_be_the_other_one() -> None:
    """A far leg that hangs is taken for the near one in some pictures, and nothing in them shows it."""
    one, analysis = kept("thV09_q17")
    assert one.far
    assert analysis.examined[0].side != one.side
    said = {item.id: item.reason for item in analysis.not_measured}["which_leg"]
    assert f"those of the {one.side} leg" in said
    assert "which_leg" not in {item.id for item in kept("ctL0_q1")[1].not_measured}, (
        "a clip has many pictures"
    )

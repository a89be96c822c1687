"""Named postures are what their names say."""

import re

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_posture, named_postures
from psoas.errors import UsageError
from psoas.loads.contacts import contact_points

NAMES = (
    "standing", "standing_flexed_30", "sitting_upright", "sitting_slouched",
    "half_kneeling", "half_kneeling_arched", "half_kneeling_tucked", "lying",
    "standing_one_leg", "sit_up",
    "standing_stretch", "standing_stretch_arched", "lunge_stretch", "lunge_stretch_arched",
)  # fmt: skip


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def thigh_from_vertical(name: str, side: str) -> float:
    """+ where the knee is in front of the hip [deg], with the pelvis as it is turned."""
    degrees = named_posture(name).degrees
    return degrees.get(f"hip_flexion_{side}", 0.0) - degrees.get("pelvis_tilt", 0.0)


def test_the_names_are_the_contract_and_each_has_words_and_a_reason() -> None:
    assert tuple(named_postures()) == NAMES
    for posture in named_postures().values():
        assert posture.says
        assert posture.because


@pytest.mark.parametrize("name", NAMES)
def test_the_body_takes_every_posture(body: Body, name: str) -> None:
    body.poses(named_posture(name).coordinates)


def test_standing_is_the_zero_of_everything() -> None:
    assert not named_posture("standing").degrees


def test_from_standing_to_sitting_lordosis_and_pelvis_change_as_measured() -> None:
    sitting = named_posture("sitting_upright").degrees
    assert sitting["lumbar_extension"] == pytest.approx(-16.6)
    assert sitting["pelvis_tilt"] == pytest.approx(-18.3)


@pytest.mark.parametrize("name", ["sitting_upright", "sitting_slouched"])
@pytest.mark.parametrize("side", ["r", "l"])
def test_the_thighs_of_a_sitting_person_are_level(name: str, side: str) -> None:
    assert thigh_from_vertical(name, side) == pytest.approx(90)


def test_the_three_stretches_differ_in_the_pelvis_and_not_in_the_thighs() -> None:
    names = ("half_kneeling", "half_kneeling_arched", "half_kneeling_tucked")
    assert [thigh_from_vertical(name, "r") for name in names] == pytest.approx([-15] * 3)
    assert [thigh_from_vertical(name, "l") for name in names] == pytest.approx([90] * 3)
    tilts = [named_posture(name).degrees.get("pelvis_tilt", 0.0) for name in names]
    assert tilts[2] < tilts[0] < tilts[1]


def test_bent_forward_by_30_the_trunk_leans_by_30_over_upright_legs() -> None:
    bent = named_posture("standing_flexed_30").degrees
    assert bent["pelvis_tilt"] - bent["lumbar_extension"] == pytest.approx(30)
    assert thigh_from_vertical("standing_flexed_30", "l") == pytest.approx(0)


def test_on_one_leg_the_mass_is_above_the_middle_of_the_bearing_foot(body: Body) -> None:
    """Sideways, between the outermost points of the sole; the free foot hangs 11 cm above it."""
    data = body.posed(body.poses(named_posture("standing_one_leg").coordinates)[0])
    points = [one for one in contact_points(body) if one.side == "r" and one.kind == "foot"]
    feet = [data.body(one.segment) for one in points]
    across = [
        (foot.xpos + foot.xmat.reshape(3, 3) @ one.position)[1]
        for foot, one in zip(feet, points, strict=True)
    ]
    assert data.subtree_com[0, 1] == pytest.approx((min(across) + max(across)) / 2, abs=0.005)
    assert data.body("calcn_l").xpos[2] - data.body("calcn_r").xpos[2] == pytest.approx(0.11, abs=0.01)


def test_a_short_name_and_an_unknown_one() -> None:
    assert named_posture("sitting") is named_posture("sitting_upright")
    with pytest.raises(UsageError, match="no posture 'bed'; there is: standing, standing_flexed_30"):
        named_posture("bed")


def test_coordinates_are_the_degrees_in_radians() -> None:
    posture = named_posture("half_kneeling")
    assert {n: np.degrees(v) for n, v in posture.coordinates.items()} == pytest.approx(dict(posture.degrees))


def test_a_posture_can_be_said_for_the_other_side() -> None:
    swapped = {"right": "left", "left": "right"}
    for posture in named_postures().values():
        mirrored = re.sub(r"\b(right|left)\b", lambda word: swapped[word.group()], posture.says)
        assert posture.mirrored == mirrored, posture.name

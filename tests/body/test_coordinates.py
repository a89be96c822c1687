"""What the table says of a coordinate's sign is what the bones do."""

import numpy as np
import pytest

from psoas.body.coordinates import COORDINATES
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.timeseries import Array


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def moved(body: Body, coordinate: str, segment: str, point: tuple[float, float, float]) -> Array:
    """How a point of a segment moves [m] with a small positive value: forward, up, to the right."""
    ends = []
    for value in (0.0, 0.1):
        data = body.posed(body.poses({coordinate: value})[0])
        frame = data.body(segment)
        ends.append(frame.xpos + frame.xmat.reshape(3, 3) @ np.array(point))
    forward, left, up = ends[1] - ends[0]
    return np.array([forward, up, -left])


FORWARD, UP, RIGHT = range(3)
FOOT, HEAD = (0.0, -0.4, 0.0), (0.0, 0.5, 0.0)


@pytest.mark.parametrize(
    ("coordinate", "says", "segment", "point", "axis", "sign"),
    [
        ("pelvis_tilt", "front of the pelvis down", "pelvis", (0.1, 0.0, 0.0), UP, -1),
        ("pelvis_list", "right hip down", "pelvis", (0.0, 0.0, 0.1), UP, -1),
        ("pelvis_rotation", "turned to the left", "pelvis", (0.1, 0.0, 0.0), RIGHT, -1),
        ("pelvis_tx", "forward", "pelvis", (0.0, 0.0, 0.0), FORWARD, 1),
        ("pelvis_ty", "up", "pelvis", (0.0, 0.0, 0.0), UP, 1),
        ("pelvis_tz", "to the right", "pelvis", (0.0, 0.0, 0.0), RIGHT, 1),
        ("lumbar_extension", "lower back arched", "torso", HEAD, FORWARD, -1),
        ("lumbar_bending", "bent to the right", "torso", HEAD, RIGHT, 1),
        ("lumbar_rotation", "turned to the left", "torso", (0.1, 0.3, 0.0), RIGHT, -1),
        ("hip_flexion_r", "thigh forward", "femur_r", FOOT, FORWARD, 1),
        ("hip_flexion_l", "thigh forward", "femur_l", FOOT, FORWARD, 1),
        ("hip_adduction_r", "knee towards the midline", "femur_r", FOOT, RIGHT, -1),
        ("hip_adduction_l", "knee towards the midline", "femur_l", FOOT, RIGHT, 1),
        ("hip_rotation_r", "knee turned inwards", "femur_r", (0.1, 0.0, 0.0), RIGHT, -1),
        ("hip_rotation_l", "knee turned inwards", "femur_l", (0.1, 0.0, 0.0), RIGHT, 1),
        ("knee_angle_r", "knee bent", "tibia_r", FOOT, FORWARD, -1),
        ("knee_angle_l", "knee bent", "tibia_l", FOOT, FORWARD, -1),
        ("ankle_angle_r", "toes up", "calcn_r", (0.2, 0.0, 0.0), UP, 1),
        ("ankle_angle_l", "toes up", "calcn_l", (0.2, 0.0, 0.0), UP, 1),
        ("subtalar_angle_r", "sole inwards", "calcn_r", (0.05, -0.05, 0.0), RIGHT, -1),
        ("subtalar_angle_l", "sole inwards", "calcn_l", (0.05, -0.05, 0.0), RIGHT, 1),
        ("mtp_angle_r", "toes down", "toes_r", (0.05, 0.0, 0.0), UP, -1),
        ("arm_flex_r", "arm forward", "upper_arm_r", (0.0, -0.3, 0.0), FORWARD, 1),
        ("arm_add_r", "arm to the side of the body", "upper_arm_r", (0.0, -0.3, 0.0), RIGHT, -1),
        ("arm_add_l", "arm to the side of the body", "upper_arm_l", (0.0, -0.3, 0.0), RIGHT, 1),
        ("elbow_flex_r", "elbow bent", "forearm_r", (0.0, -0.3, 0.0), FORWARD, 1),
    ],
)
def test_a_positive_value_does_what_the_table_says(
    body: Body,
    coordinate: str,
    says: str,
    segment: str,
    point: tuple[float, float, float],
    axis: int,
    sign: int,
) -> None:
    assert COORDINATES[coordinate].positive == says
    assert moved(body, coordinate, segment, point)[axis] * sign > 1e-3

"""Two smooth motions at 100 frames a second, for the benchmarks of loads."""

import numpy as np

from psoas.body.kinematics import kinematics
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.loads.dynamics import Motion
from psoas.loads.frames import skin_positions
from psoas.timeseries import Array

STEP = 0.01
"""Time between frames [s]."""


def stretch(body: Body, count: int) -> Motion:
    """Half kneeling: in and out of the arch, then of the tuck, leaning to either side."""
    time = STEP * np.arange(count)
    start, arched, tucked = (
        body.poses(named_postures()[name].coordinates)[0]
        for name in ("half_kneeling", "half_kneeling_arched", "half_kneeling_tucked")
    )
    arch, tuck = ((1 - np.cos(2 * np.pi * time / period))[:, None] / 2 for period in (8.0, 13.0))
    poses = (start * (1 - arch) + arched * arch) * (1 - tuck) + tucked * tuck
    poses[:, body.coordinate_index("lumbar_bending")] += 0.1 * np.sin(2 * np.pi * time / 11)
    return _on_the_floor(body, poses)


def steps(body: Body, count: int) -> Motion:
    """On the spot: the weight goes from foot to foot every three seconds, and the free foot is lifted."""
    time = STEP * np.arange(count)
    turn = 2 * np.pi * time / 6
    lean = np.radians(6) * np.tanh(2.2 * np.sin(turn)) / np.tanh(2.2)
    lifted = {
        side: np.maximum(0, way * np.sin(turn) - 0.6) ** 3 / 0.16 for side, way in (("l", 1), ("r", -1))
    }
    poses = body.poses(
        {
            "hip_adduction_r": lean,
            "hip_adduction_l": -lean,
            "subtalar_angle_r": -lean,
            "subtalar_angle_l": lean,
            **{f"hip_flexion_{side}": lift for side, lift in lifted.items()},
            **{f"knee_angle_{side}": 2 * lift for side, lift in lifted.items()},
            **{f"ankle_angle_{side}": lift for side, lift in lifted.items()},
            "lumbar_extension": -0.05 + 0.05 * np.sin(time),
            "lumbar_rotation": 0.05 * np.sin(turn),
            "arm_flex_r": 0.3 * np.sin(turn),
            "arm_flex_l": -0.3 * np.sin(turn),
        }
    )
    return _on_the_floor(body, poses)


def _on_the_floor(body: Body, poses: Array) -> Motion:
    """The pelvis so high that the lowest point touches the floor, and over the same place of the foot that bears."""
    positions = skin_positions(body, kinematics(body, poses))
    poses[:, body.coordinate_index("pelvis_ty")] -= positions[:, :, 2].min(axis=1)
    velocity = np.gradient(poses, STEP, axis=0)
    return Motion(poses, velocity, np.gradient(velocity, STEP, axis=0))

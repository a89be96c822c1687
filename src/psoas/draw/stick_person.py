"""Somebody in a posture of the body as plain lines, from beside and from above, to show where a camera stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from psoas.body import Person, load_body, named_posture
from psoas.muscle import posed_psoas
from psoas.timeseries import Array

LEG: Final = ("femur", "tibia", "talus")
FOOT: Final = ("calcn", "toes")
"""Bones whose origins are the corners of a leg, from hip to ankle, and of a foot."""

TRUNK_M, NECK_M, HEAD_M, ARM_M = 0.48, 0.58, 0.68, 0.64
"""Shoulders, neck and middle of the head above the hips, and length of an arm [m]; a plain drawing, no model."""

HANDS_IN_FRONT = np.array([0.32, -0.36])
"""Hands before the belly, forward and up from the shoulders [m]."""


@dataclass(frozen=True)
class StickPerson:
    """Paths of an SVG, with the hips at 0, 0; the person faces right.

    Attributes:
        rear, front: legs from hip to ankle; rear_foot, front_foot: from heel to toes.
        trunk, arm: from the hips to the neck, and from the shoulder to the hand, which lies on the front thigh where it
            reaches that; empty from above.
        head: middle of the head.
        lowest: how far the lowest point is below the hips; 0 from above.
    """

    rear: str
    front: str
    rear_foot: str
    front_foot: str
    trunk: str
    arm: str
    head: tuple[float, float]
    lowest: float


@cache
def stick_person(posture: str, px_per_m: float, *, above: bool) -> StickPerson:
    """Draw a posture, the right leg behind, in which the trunk is upright.

    Args:
        posture: its name, see `psoas.body.named_posture`.
        px_per_m: scale.
        above: from above, the person's right side below; else from their right side.

    Raises:
        UsageError: there is no such posture.
    """
    body = load_body(Person())
    data = body.posed(body.poses(posed_psoas(body, named_posture(posture).coordinates).pose)[0])
    hips = (data.body("femur_r").xpos + data.body("femur_l").xpos) / 2

    def corners(bones: Sequence[str], side: str) -> Array:
        return np.array([_seen(data.body(f"{bone}_{side}").xpos - hips, above) for bone in bones])

    def path(points: Array) -> str:
        return "M" + " L".join(f"{x:.1f} {-y:.1f}" for x, y in px_per_m * points)

    legs = {side: corners(LEG, side) for side in "rl"}
    feet = {side: corners(FOOT, side) for side in "rl"}
    trunk = arm = ""
    if not above:
        shoulders, knee = np.array([0.0, TRUNK_M]), legs["l"][1]
        within = [share * knee for share in (1.0, 0.8, 0.6) if np.hypot(*(share * knee - shoulders)) <= ARM_M]
        hand = within[0] if within else shoulders + HANDS_IN_FRONT
        trunk = path(np.array([[0.0, 0.0], [0.0, NECK_M]]))
        arm = path(np.array([shoulders, _elbow(shoulders, hand), hand]))
    lowest = 0.0 if above else -float(min(part[:, 1].min() for part in (*legs.values(), *feet.values())))
    head = (0.0, 0.0) if above else (0.02 * px_per_m, -HEAD_M * px_per_m)
    return StickPerson(
        path(legs["r"]),
        path(legs["l"]),
        path(feet["r"]),
        path(feet["l"]),
        trunk,
        arm,
        head,
        round(px_per_m * lowest, 1),
    )


def _seen(place: Array, above: bool) -> Array:
    """Forward and up, or from above forward and to the left [m]."""
    return np.array([place[0], place[1] if above else place[2]])


def _elbow(shoulder: Array, hand: Array) -> Array:
    """The elbow of a bent arm, below the line from shoulder to hand."""
    way = hand - shoulder
    middle, half = shoulder + way / 2, float(np.hypot(*way)) / 2
    out = np.sqrt(max((ARM_M / 2) ** 2 - half**2, 0.0))
    down: Array = np.array([way[1], -way[0]]) / (2 * half)
    elbow: Array = middle + out * down
    return elbow

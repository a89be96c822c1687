"""The posture in each frame of a stick figure, by rules of geometry and statics."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from psoas.data import read_data
from psoas.motion.angles import LEGS, OTHER_LEG, Leg, Stick, leg_angles, median_length, trunk_lean
from psoas.motion.mass_centre import mass_centre
from psoas.quantities import Movement
from psoas.timeseries import Array, Mask
from psoas.words import N_

Posture = Literal[
    "unseen",
    "thomas",
    "tucked",
    "lying",
    "kneel_near",
    "kneel_far",
    "lunge_near",
    "lunge_far",
    "seat",
    "squat",
    "stand",
    "apart",
    "other",
]
"""``tucked`` lies on the back with both knees held up. ``lunge_near`` has the near leg in front; ``kneel_near`` has the
near knee on the ground, which is the rear one."""

KNEELS: dict[Leg, Posture] = {"near": "kneel_near", "far": "kneel_far"}
LUNGES: dict[Leg, Posture] = {"near": "lunge_near", "far": "lunge_far"}

WORDS: dict[Movement, str] = {
    "standing": N_("both legs are straight, the feet side by side"),
    "squat": N_("both thighs go down alike while the centre of mass stays above the feet"),
    "sit_to_stand": N_("the trunk rests behind the feet, which only a seat allows, and rises from there"),
    "lying": N_("trunk and thigh are level"),
    "modified_thomas_test": N_(
        "the person lies with one shank hanging over an edge and the other knee held up"
    ),
    "half_kneeling_stretch": N_("one knee rests on the floor, the other foot stands in front"),
    "unknown": N_("the posture fits the rules of no movement that psoas knows"),
}
"""Why a posture has the name of a movement."""


TUCKED = N_("the person lies on the back with both knees held to the chest")

STANDS_SHARE = 0.55
"""Hip above a foot, in leg lengths, from which the foot carries the body: a shank that hangs over an edge is half of
that length (geometry)."""

HAND_ON_FLOOR = 0.35
"""Height of a wrist above the feet, in thighs, at which the hand is on the floor: the hand's own length (ours)."""


def figure(group: str, name: str, value: str = "value") -> float:
    """A figure of `movement_figures.json`."""
    return float(read_data("psoas.motion", "movement_figures.json")[group][name][value])


@dataclass(frozen=True)
class Body2D:
    """What the rules of postures and of gait look at; angles in degrees, lengths in thigh lengths, all (T,)."""

    stick: Stick

    @cached_property
    def angles(self) -> dict[Leg, dict[str, Array]]:
        """Angles of each leg [deg]."""
        return {
            leg: {name: np.degrees(values) for name, values in leg_angles(self.stick, leg).items()}
            for leg in LEGS
        }

    def thigh(self, leg: Leg) -> Array:
        """Angle of the thigh from upright, - where the knee is in front."""
        return self.angles[leg]["thigh_angle"]

    def knee(self, leg: Leg) -> Array:
        """Bend of the knee."""
        return self.angles[leg]["knee_angle"]

    @cached_property
    def lean(self) -> Array:
        """Angle of the trunk from upright."""
        return np.degrees(trunk_lean(self.stick))

    @cached_property
    def shank_length(self) -> float:
        """Of the longer one of both."""
        near, far = (median_length(self.vector(f"{leg}_ankle", f"{leg}_knee")) for leg in LEGS)
        return float(np.nan_to_num(np.fmax(near, far), nan=1.0))

    def vector(self, to: str, start: str) -> Array:
        """(T, 2) from one joint to another."""
        way: Array = (self.stick.joints[to] - self.stick.joints[start]) / self.stick.thigh_px
        return way

    def reach(self, leg: Leg) -> Array:
        """Hip above ankle, as a share of the leg's length."""
        share: Array = self.vector(f"{leg}_hip", f"{leg}_ankle")[:, 1] / (1.0 + self.shank_length)
        return share

    @cached_property
    def longest_reach(self) -> Array:
        """Of the leg that reaches farther down."""
        return np.asarray(np.fmax(self.reach("near"), self.reach("far")))

    @cached_property
    def feet_apart(self) -> Array:
        """Distance of the ankles fore and aft."""
        return np.asarray(np.abs(self.vector("near_ankle", "far_ankle")[:, 0]))

    @cached_property
    def scissors(self) -> Array:
        """Angle between both thighs, + where the near knee is behind the far one."""
        return np.asarray(self.thigh("near") - self.thigh("far"))

    def knee_over_floor(self, rear: Leg) -> Array:
        """Height of a knee above the line from the toes of one foot to those of the other.

        The line lies on the floor whether the camera looks down on it or is rolled; NaN where the feet are together.
        """
        toes, others = (self.stick.joints[f"{leg}_foot_index"] for leg in (rear, OTHER_LEG[rear]))
        knee = self.stick.joints[f"{rear}_knee"]
        span = toes[:, 0] - others[:, 0]
        span = np.where(np.abs(span) > 0.6 * self.stick.thigh_px, span, np.nan)
        floor = others[:, 1] + (knee[:, 0] - others[:, 0]) / span * (toes[:, 1] - others[:, 1])
        height: Array = (knee[:, 1] - floor) / self.stick.thigh_px
        return height

    def heel_over_toes(self, leg: Leg) -> Array:
        """Height of the heel above the toes of the same foot."""
        return self.vector(f"{leg}_heel", f"{leg}_foot_index")[:, 1]

    def foot_height(self, leg: Leg) -> Array:
        """How much higher the lowest point of a foot is than that of the other, 0 for the lower one."""
        low, other = (
            np.fmin(self.stick.joints[f"{one}_heel"][:, 1], self.stick.joints[f"{one}_foot_index"][:, 1])
            for one in (leg, OTHER_LEG[leg])
        )
        height: Array = np.maximum(low - other, 0.0) / self.stick.thigh_px
        return height

    def elbow(self, leg: Leg) -> Array:
        """Bend of the elbow of this side; NaN where the arm is not known."""
        if f"{leg}_elbow" not in self.stick.joints:
            return np.full(len(self.stick.time), np.nan)
        upper, lower = (
            self.vector(f"{leg}_{end}", f"{leg}_{start}")
            for end, start in (("elbow", "shoulder"), ("wrist", "elbow"))
        )
        cross = upper[:, 0] * lower[:, 1] - upper[:, 1] * lower[:, 0]
        bend: Array = np.degrees(np.arctan2(np.abs(cross), (upper * lower).sum(1)))
        return bend

    @cached_property
    def behind_feet(self) -> Array:
        """How far the centre of mass of trunk, head, arms and legs is behind the rearmost heel."""
        joints = self.stick.joints
        legs = [(joints[f"{leg}_hip"], joints[f"{leg}_knee"], joints[f"{leg}_ankle"]) for leg in LEGS]
        centre = mass_centre(joints["mid_hip"], joints["mid_shoulder"], legs)
        heel = np.fmin(joints["near_heel"][:, 0], joints["far_heel"][:, 0])
        behind: Array = (heel - centre[:, 0]) / self.stick.thigh_px
        return behind

    @cached_property
    def foot_seen(self) -> Mask:
        """True where heel and toes of at least one foot are seen and not guessed: they show what carries the body."""
        confidence, least = self.stick.confidence, figure("posture", "foot_seen")
        feet = [np.fmin(confidence[f"{leg}_heel"], confidence[f"{leg}_foot_index"]) for leg in LEGS]
        return np.asarray(np.fmax(*feet) >= least)

    def from_trunk(self, leg: Leg) -> Array:
        """Angle between the trunk's line and the thigh, 0 where they are in line, whatever way the person lies."""
        trunk = self.vector("mid_hip", "mid_shoulder")
        thigh = self.vector(f"{leg}_knee", f"{leg}_hip")
        cross = trunk[:, 0] * thigh[:, 1] - trunk[:, 1] * thigh[:, 0]
        angle: Array = np.degrees(np.arctan2(np.abs(cross), (trunk * thigh).sum(1)))
        return angle


def half_kneels(stick: Stick, leg: Leg, rough: bool = False) -> Mask:
    """(T,) True where the person half-kneels on ``leg``: that knee on the ground, the other up, its foot in front.

    Args:
        rough: the points come from the lite weights, whose knee on the floor is off by up to half a thigh.
    """
    other = OTHER_LEG[leg]
    body = Body2D(stick)
    ground = np.fmin.reduce(
        [
            stick.joints[f"{side}_{part}"][:, 1]
            for side in LEGS
            for part in ("knee", "ankle", "heel", "foot_index")
        ]
    )
    knee_height = (stick.joints[f"{leg}_knee"][:, 1] - ground) / stick.thigh_px
    front_height = (stick.joints[f"{other}_knee"][:, 1] - ground) / stick.thigh_px
    # seen from an angle the far foot stands higher in the picture, so that the lowest point is not under the knee
    own_front = body.vector(f"{other}_knee", f"{other}_foot_index")[:, 1]
    over_floor = body.knee_over_floor(leg)
    level = (knee_height < (0.90 if rough else 0.40)) & (
        front_height > knee_height + (0.10 if rough else 0.35)
    )
    sloped = (np.abs(over_floor) < figure("posture", "knee_at_floor")) & (own_front > 0.6)
    sloped &= body.longest_reach < figure("posture", "lowered_share")
    in_front = (level & (body.thigh(other) < -40)) | (sloped & (body.thigh(other) < -20))
    return np.asarray(in_front & (body.knee(leg) > (30 if rough else 45)) & (np.abs(body.thigh(leg)) < 50))


def lunges(body: Body2D, front: Leg) -> Mask:
    """(T,) True where the body is lowered with one foot in front, its knee bent above it, and the other leg behind.

    Neither leg is long enough to hold the hips higher, so that no step of a walk or a run is one.
    """
    rear = OTHER_LEG[front]
    thigh, shank = body.thigh(front), body.thigh(front) + body.knee(front)
    return np.asarray(
        (body.longest_reach < figure("posture", "lowered_share"))
        & (thigh < -figure("posture", "thigh_lowered_deg"))
        & (np.abs(shank) < 40)
        & (body.thigh(rear) > -30)
        & (body.thigh(rear) - thigh > figure("posture", "scissors_deg"))
        & (body.feet_apart > figure("posture", "apart"))
        & (np.abs(body.lean) < figure("posture", "lying_deg"))
    )


def postures(stick: Stick) -> tuple[Body2D, np.ndarray]:
    """(T,) the `Posture` of each frame, and what it was read from."""
    body = Body2D(stick)
    low, lies = figure("posture", "thigh_lowered_deg"), figure("posture", "lying_deg")
    near, far = body.thigh("near"), body.thigh("far")
    seen = np.isfinite(near) & np.isfinite(far) & np.isfinite(body.lean)
    seen &= np.isfinite(body.knee("near")) & np.isfinite(body.knee("far"))
    found = np.full(len(stick.time), "other", dtype="<U12")
    upright = np.abs(body.lean) < lies
    together = body.feet_apart < figure("posture", "apart")
    least = np.fmin(body.reach("near"), body.reach("far"))
    high = least > figure("posture", "standing_share")
    bent = np.fmax(body.knee("near"), body.knee("far"))
    found[upright & (least > figure("posture", "lowered_share")) & ~together] = "apart"
    found[upright & high & together & (bent < 40)] = "stand"
    both_low = (near < -low + 5) & (far < -low + 5) & (np.abs(near - far) < 40) & together & upright
    both_low &= np.fmin(body.knee("near"), body.knee("far")) > 40
    behind = body.behind_feet > figure("posture", "behind_feet")
    found[both_low & behind] = "seat"
    found[both_low & ~behind] = "squat"
    for leg in LEGS:
        found[lunges(body, leg)] = f"lunge_{leg}"
    for leg in LEGS:
        found[half_kneels(stick, leg) & upright] = f"kneel_{leg}"
    found[_lies(body)] = "lying"
    found[_tucks(body)] = "tucked"
    for leg in LEGS:
        found[_hangs(body, leg)] = "thomas"
    found[~seen] = "unseen"
    return body, found


def _lies(body: Body2D) -> Mask:
    """(T,) trunk and a thigh near level and in one line, and the trunk not on the hands as in a plank."""
    level = np.abs(body.lean) > figure("posture", "lying_deg")
    stretched = np.zeros(len(level), bool)
    for leg in LEGS:
        way = body.vector(f"{leg}_knee", f"{leg}_hip")
        flat = np.abs(way[:, 1]) < np.abs(way[:, 0])
        stretched |= flat & (body.from_trunk(leg) < 75)
    stands = body.longest_reach > STANDS_SHARE
    return np.asarray(level & stretched & ~stands & ~_on_hands(body))


def hand_on_floor(body: Body2D) -> Mask:
    """(T,) a hand is as low as the feet: the arms carry, too."""
    joints = body.stick.joints
    if "near_wrist" not in joints:
        return np.zeros(len(body.stick.time), bool)
    floor = np.fmin.reduce([joints[f"{leg}_foot_index"][:, 1] for leg in LEGS])
    hand = np.fmin(joints["near_wrist"][:, 1], joints["far_wrist"][:, 1])
    return np.asarray((hand - floor) / body.stick.thigh_px < HAND_ON_FLOOR)


def _on_hands(body: Body2D) -> Mask:
    """(T,) both hands more than half a trunk below the shoulders."""
    if "near_wrist" not in body.stick.joints:
        return np.zeros(len(body.stick.time), bool)
    below = [
        body.vector(f"{leg}_shoulder", f"{leg}_wrist")[:, 1] * body.stick.thigh_px / body.stick.trunk_px > 0.5
        for leg in LEGS
    ]
    return np.asarray(below[0] & below[1])


def _on_back(body: Body2D) -> Mask:
    """(T,) the trunk is level, face up, and not on the hands; that of somebody who bridges on a foot slopes."""
    level = np.abs(body.lean + 90.0) < figure("posture", "trunk_on_couch_deg")
    return np.asarray(level & ~_on_hands(body))


def _held(body: Body2D, leg: Leg) -> Mask:
    """(T,) this knee is held up: its thigh leaves the trunk's line, and it is above the hip."""
    raised = body.vector(f"{leg}_knee", f"{leg}_hip")[:, 1]
    return np.asarray((body.from_trunk(leg) > figure("posture", "thigh_held_deg")) & (raised > 0.3))


def _tucks(body: Body2D) -> Mask:
    """(T,) on the back with both knees held to the chest."""
    to_chest = [
        _held(body, leg) & (body.vector(f"{leg}_ankle", f"{leg}_hip")[:, 1] > 0.0) & (body.knee(leg) > 60.0)
        for leg in LEGS
    ]
    return np.asarray(_on_back(body) & to_chest[0] & to_chest[1])


def _hangs(body: Body2D, leg: Leg) -> Mask:
    """(T,) on the back, this thigh in the trunk's line with its shank hanging, and the other knee held up."""
    drop = body.vector(f"{leg}_knee", f"{leg}_ankle")[:, 1]
    return np.asarray(
        _on_back(body)
        & (body.from_trunk(leg) < figure("posture", "thigh_in_line_deg"))
        & (drop > figure("posture", "shank_hangs_share") * body.shank_length)
        & _held(body, OTHER_LEG[leg])
        & ~_sole_on_couch(body, leg)
    )


def _sole_on_couch(body: Body2D, leg: Leg) -> Mask:
    """(T,) the sole is level, and as high as what the back lies on."""
    length = body.vector(f"{leg}_foot_index", f"{leg}_heel")
    flat = np.abs(length[:, 1]) < np.tan(np.radians(20.0)) * np.abs(length[:, 0])
    over_couch = body.vector(f"{leg}_heel", f"{leg}_hip")[:, 1] + figure("posture", "hip_over_couch")
    return np.asarray(flat & (np.abs(over_couch) < 0.2))

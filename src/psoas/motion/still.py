"""What one picture shows: a posture, and a movement only where no other has that posture."""

import numpy as np

from psoas.motion.angles import LEGS, OTHER_LEG, Leg
from psoas.motion.posture import TUCKED, WORDS, Body2D, figure, hand_on_floor
from psoas.motion.running_pose import arms_of_a_runner, lands, witnesses
from psoas.motion.split_stance import LEAST_BEHIND_DEG
from psoas.quantities import Movement, MovementSegment
from psoas.words import N_, _

STRAIGHT_DEG = 40.0
"""Most bend of the knees in standing, from the side [deg]."""

FRONT_STRAIGHT_DEG = 20.0
"""The same from the front, where depth is an estimate [deg]."""

LEVEL = 0.15
"""Difference of both feet's height from the front, in thighs, from which one may be in a step: the toes of a walker's
swinging leg (ours)."""

UNLIKE_DEG = 15.0
"""Difference of the knees' bend, or angle between the thighs, from which one leg may be swinging past the other (ours):
a walker's leg passes the other bent by 20 degrees more and more."""

STAGGER = 0.4
"""Distance of the feet fore and aft, in thighs, from which a walker's leg may be about to pass the other (ours)."""

SEAT_OR_FEET = N_(
    "the thighs are low; from the front it is not seen whether the feet or a seat carry the body"
)

FEET_HIDDEN = N_(
    "the thighs are low and the feet are hidden, so that it is not seen whether they or a seat carry the body"
)

SEAT_KNEE_DEG = 120.0
"""Bend of both knees beyond which no seat carries the body: its front edge stops the calves (ours) [deg]."""

IN_THE_AIR = N_("the legs are far apart as in a lunge, but the feet do not both stand on the floor")

LEAST_KNEE_STEP = 0.3
"""Of a lunge's knees in height, in thighs: the front one is a shank above the floor, the rear one below that (ours)."""


def still_segment(
    body: Body2D, labels: np.ndarray, aside: bool, turn_deg: float = 0.0
) -> tuple[MovementSegment, ...]:
    """The segment of a recording of one to four frames, by its middle frame; none without a person.

    Args:
        labels: (T,) the postures.
        aside: the picture is a side view.
        turn_deg: of the person off a side view [deg].
    """
    seen = np.flatnonzero(labels != "unseen")
    if not len(seen):
        return ()
    frame = int(seen[len(seen) // 2])
    time = body.stick.time
    movement, why, likeliest = _named(body, str(labels[frame]), frame, aside, turn_deg)
    front = None
    if movement == "lunge":
        front = LEGS[0] if labels[frame] in ("lunge_near", "kneel_far") else LEGS[1]
    return (MovementSegment(movement, float(time[0]), float(time[-1]), why, likeliest, front),)


def _named(
    body: Body2D, label: str, frame: int, aside: bool, turn_deg: float
) -> tuple[Movement, str, tuple[Movement, ...]]:
    if label == "thomas":
        return "modified_thomas_test", _(WORDS["modified_thomas_test"]), ("modified_thomas_test", "lying")
    if label == "tucked":
        return "lying", _(TUCKED), ("lying",)
    if label == "lying":
        return "lying", _(WORDS["lying"]), ("lying",)
    if label.startswith("kneel"):
        return _kneeling(body, label, frame, aside)
    runs = witnesses(body, frame, aside) if label in ("stand", "apart", "other") else ()
    if label.startswith("lunge") and hand_on_floor(body)[frame]:
        return (
            "unknown",
            _("a hand is on the floor, as in no movement that psoas knows"),
            ("lunge", "split_squat"),
        )
    if label.startswith("lunge"):
        front = LEGS[0] if label == "lunge_near" else LEGS[1]
        if aside and not lands(body, frame, front, turn_deg):
            runs = witnesses(body, frame, aside)
            if not runs:
                return "unknown", _(IN_THE_AIR), ("running", "lunge")
        elif not aside and not _knees_uneven(body, frame):
            return (
                "unknown",
                _("from the front it is not seen how far each knee is forward"),
                ("lunge", "squat"),
            )
        else:
            return _lunging(
                _("the body is low, one foot in front, the other behind"), body, OTHER_LEG[front], frame
            )
    if runs:
        return "running", "; ".join(runs), ("running",)
    if label == "squat" and not body.foot_seen[frame]:
        return "unknown", _(FEET_HIDDEN), ("sit_to_stand", "squat")
    knees = [float(body.knee(leg)[frame]) for leg in LEGS]
    if label == "squat" and not aside and body.behind_feet[frame] > 0 and min(knees) < SEAT_KNEE_DEG:
        return "unknown", _(SEAT_OR_FEET), ("squat", "sit_to_stand")
    if label == "squat":
        return "squat", _("both thighs are low and the centre of mass is above the feet"), ("squat",)
    if label == "seat":
        why = _(
            "the trunk is behind the feet: a seat, a wall or a bar helps, and one picture does not show which"
        )
        return "unknown", why, ("sit_to_stand", "squat")
    if label == "stand" and (_stands(body, frame) if aside else _stands_in_front(body, frame)):
        return "standing", _(WORDS["standing"]), ("standing",)
    if aside and label == "apart" and _strides(body, frame):
        return (
            "walking",
            _("both legs are stretched and apart, and the front foot lands on its heel"),
            ("walking",),
        )
    swings = max(knees) > 45 and body.longest_reach[frame] > figure("posture", "lowered_share")
    if swings:
        why = _(
            "one knee is bent as in a leg that swings; whether the person runs, one picture does not show"
        )
        return "unknown", why, ("running", "walking")
    if body.longest_reach[frame] < figure("posture", "lowered_share"):
        return "unknown", _(WORDS["unknown"]), ("squat", "lunge")
    others: tuple[Movement, Movement] = ("standing", "walking")
    if arms_of_a_runner(body, frame):
        others = ("running", "walking") if label == "apart" else ("standing", "running")
    return "unknown", _("one picture does not show whether the person stands or goes"), others


def _stands(body: Body2D, frame: int) -> bool:
    """Both legs are straight, and neither may be swinging past the other."""
    knees, thighs = ([float(of(leg)[frame]) for leg in LEGS] for of in (body.knee, body.thigh))
    alike = abs(knees[0] - knees[1]) < UNLIKE_DEG and abs(thighs[0] - thighs[1]) < UNLIKE_DEG
    return max(knees) < STRAIGHT_DEG and alike and float(body.feet_apart[frame]) < STAGGER


def _stands_in_front(body: Body2D, frame: int) -> bool:
    """Both legs are straight and level, and the arms are not a runner's."""
    straight = max(float(body.knee(leg)[frame]) for leg in LEGS) < FRONT_STRAIGHT_DEG
    level = max(float(body.foot_height(leg)[frame]) for leg in LEGS) < LEVEL
    return straight and level and not arms_of_a_runner(body, frame)


def _lunging(why: str, body: Body2D, rear: Leg, frame: int) -> tuple[Movement, str, tuple[Movement, ...]]:
    """A lunge, or what else has its posture: with the rear thigh behind upright, the hip may be held in a stretch."""
    others: tuple[Movement, ...] = ("lunge", "split_squat")
    if float(body.thigh(rear)[frame]) < LEAST_BEHIND_DEG:
        return "lunge", _("{why}; whether a step led there one picture does not show", why=why), others
    why = _(
        "{why}; whether a step led there or the hips rest in a stretch, one picture does not show", why=why
    )
    return "lunge", why, (*others, "lunge_stretch")


def _knees_uneven(body: Body2D, frame: int) -> bool:
    """One knee much lower than the other, which shows from the front, too."""
    return bool(abs(body.vector("near_knee", "far_knee")[frame, 1]) > LEAST_KNEE_STEP)


def _kneeling(
    body: Body2D, label: str, frame: int, aside: bool
) -> tuple[Movement, str, tuple[Movement, ...]]:
    rear = LEGS[0] if label == "kneel_near" else LEGS[1]
    if not aside:
        why = _("one knee is low: whether it rests on the floor is not seen from here")
        return "unknown", why, ("half_kneeling_stretch", "lunge")
    height = float(body.knee_over_floor(rear)[frame])
    if height > figure("posture", "knee_at_floor"):
        why = _("one foot is in front, the other leg behind with its knee above the floor")
        return _lunging(why, body, rear, frame)
    if float(body.heel_over_toes(rear)[frame]) < figure("posture", "heel_up"):
        why = _("one knee and the shin behind it lie on the floor, the other foot stands in front")
        return "half_kneeling_stretch", why, ("half_kneeling_stretch",)
    why = _(
        "a knee is at the floor, the heel up: whether it rests or only comes near, one picture does not show"
    )
    return "unknown", why, ("half_kneeling_stretch", "lunge")


def _strides(body: Body2D, frame: int) -> bool:
    """Both knees nearly straight, the thighs apart, the toes of the front foot up, the trunk upright."""
    front = LEGS[0] if body.thigh(LEGS[0])[frame] < body.thigh(LEGS[1])[frame] else LEGS[1]
    rear = OTHER_LEG[front]
    return bool(
        max(body.knee(front)[frame], body.knee(rear)[frame]) < 35
        and abs(body.scissors[frame]) > 2 * figure("gait", "swing_deg")
        and body.heel_over_toes(front)[frame] < -0.1
        and abs(body.lean[frame]) < 20
    )

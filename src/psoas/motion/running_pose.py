"""Whether one picture shows somebody who runs: what a walker's body does not do."""

import numpy as np

from psoas.motion.angles import LEGS, OTHER_LEG, Leg
from psoas.motion.posture import Body2D, figure
from psoas.words import _

HAND_AT_FOOT = 0.5
"""Distance of a wrist to the ankle of its side, in thighs, within which the hand holds the foot (ours)."""

MOST_LEAN_DEG = 45.0
"""Lean of the trunk beyond which nobody runs but a sprinter who leaves the blocks (ours) [deg]."""

LEAST_REACH = 0.6
"""Hip above ankle of the longer-reaching leg, in leg lengths, below which the body is too low to run (ours)."""

SADDLE_DEG = 25.0
"""Both thighs farther forward than this are those of somebody who sits, on a bicycle too (ours) [deg]."""

STEP_SHANK_DEG = 25.0
"""A foot that stands flat below a shank as upright as this stands on something, such as a stair (ours) [deg]."""


def witnesses(body: Body2D, frame: int, aside: bool) -> tuple[str, ...]:
    """What shows that the person runs, in words; nothing where too little does.

    A leg has to do what no walker's does, and something else has to agree.

    Args:
        aside: the picture is a side view; otherwise depth is an estimate, and fewer witnesses count.
    """
    leg = _raised(body, frame)
    if leg is None or _no_runner(body, frame, leg):
        return ()
    knee, up = float(body.knee(leg)[frame]), float(body.foot_height(leg)[frame])
    off = up > _figure("raised_foot")
    found, others = [], []
    if knee > _figure("raised_knee_deg"):
        found.append(_("one knee is bent by {knee:.0f} degrees, more than in walking", knee=knee))
    if off:
        found.append(_("one foot is high above the floor"))
    elbow = _elbow(body, frame)
    if elbow > _figure("elbow_deg"):
        others.append(_("an elbow is bent as in running"))
    if aside:
        thigh, standing = float(body.thigh(leg)[frame]), OTHER_LEG[leg]
        if thigh + knee > _figure("shank_back_deg"):
            found.append(_("the shank swings far back"))
        if thigh < -_figure("knee_drive_deg") and body.thigh(standing)[frame] > 10:
            found.append(_("one knee is driven forward while its foot is off the floor"))
        if body.knee(standing)[frame] > _figure("standing_knee_deg"):
            others.append(_("the leg that carries is bent, too"))
        if abs(body.scissors[frame]) > _figure("wide_thighs_deg"):
            others.append(_("the thighs are farther apart than in walking"))
    elif not off:
        return ()
    return (*found, *others) if found and others else ()


def arms_of_a_runner(body: Body2D, frame: int) -> bool:
    """An elbow is bent as in running."""
    return _elbow(body, frame) > _figure("elbow_deg")


def lands(body: Body2D, frame: int, front: Leg, turn_deg: float) -> bool:
    """Both feet stand on the floor as in a lunge: the front one flat, the other at least on its toes.

    Args:
        turn_deg: of the person off a side view [deg], which lifts the foot that is farther away.
    """
    flat = abs(float(body.heel_over_toes(front)[frame])) < _figure("flat_foot")
    rise = (
        _figure("rise_aside") * float(body.feet_apart[frame]) * np.tan(np.radians(min(abs(turn_deg), 60.0)))
    )
    up = max(float(body.foot_height(leg)[frame]) for leg in LEGS)
    return bool(flat and up < _figure("toes_down") + rise)


def _raised(body: Body2D, frame: int) -> Leg | None:
    """The leg that swings: the higher foot, or a front foot that is not flat; None where both feet stand."""
    higher = max(LEGS, key=lambda leg: float(body.foot_height(leg)[frame]))
    front = min(LEGS, key=lambda leg: float(body.thigh(leg)[frame]))
    tilted = float(body.heel_over_toes(front)[frame]) > _figure("flat_foot")
    if tilted and float(body.thigh(front)[frame]) < -_figure("knee_drive_deg"):
        return front
    return higher if float(body.foot_height(higher)[frame]) > _figure("raised_foot") else None


def _no_runner(body: Body2D, frame: int, leg: Leg) -> bool:
    """The leg is raised, but the person holds the foot, sits, lies, squats, or stands on a stair."""
    thighs = [float(body.thigh(one)[frame]) for one in LEGS]
    shank = thighs[LEGS.index(leg)] + float(body.knee(leg)[frame])
    stands = (
        abs(float(body.heel_over_toes(leg)[frame])) < _figure("flat_foot") and abs(shank) < STEP_SHANK_DEG
    )
    holds = False
    if f"{leg}_wrist" in body.stick.joints:
        holds = bool(np.hypot(*body.vector(f"{leg}_wrist", f"{leg}_ankle")[frame]) < HAND_AT_FOOT)
    return bool(
        stands
        or holds
        or max(thighs) < -SADDLE_DEG
        or not abs(float(body.lean[frame])) < MOST_LEAN_DEG
        or not float(body.longest_reach[frame]) > LEAST_REACH
    )


def _elbow(body: Body2D, frame: int) -> float:
    return max(float(np.nan_to_num(body.elbow(leg)[frame])) for leg in LEGS)


def _figure(name: str) -> float:
    return figure("one_picture", name)

"""The points of the set-up before the first repetition, checked while the person moves into place."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from psoas.app.parts import sentence
from psoas.capture.pose import LANDMARKS, Look
from psoas.exercises import CoachWords
from psoas.recordings import Reading
from psoas.words import _

State = Literal["good", "fix", "wait"]

NEEDED = ("nose", "shoulder", "hip", "knee", "ankle", "foot_index")
"""Landmarks that have to lie in the picture: of the paired ones the better seen side."""

TALL, SMALL = 0.92, 0.38
"""Share of the picture's height that the person may fill at most, and has to fill at least, kneeling or standing."""

DARK, FLAT, GLARING = 0.16, 0.06, 0.92
"""Mean brightness below which it is dark, contrast below which nothing stands out, and mean above which it glares."""


@dataclass(frozen=True)
class Check:
    """One point of the set-up: ``good``, to ``fix``, or ``wait`` where it is not known yet."""

    id: Literal["whole", "distance", "light", "side", "position", "arms"]
    state: State
    says: str


def checks(look: Look, reading: Reading | None, words: CoachWords) -> tuple[Check, ...]:
    """The points of the set-up, most urgent first.

    Args:
        look: the newest picture.
        reading: of the last seconds; None where there is none yet.
        words: of the exercise.
    """
    return (
        _light(look),
        _whole(look),
        _distance(look),
        _side(reading),
        _position(reading, words),
        _arms(reading, words),
    )


def _light(look: Look) -> Check:
    if look.brightness < DARK:
        return Check("light", "fix", _("It is too dark: switch on a light in front of you."))
    if look.brightness > GLARING or look.contrast < FLAT:
        return Check("light", "fix", _("You hardly stand out: turn the camera away from the window."))
    return Check("light", "good", _("Light"))


def _whole(look: Look) -> Check:
    if not look.seen:
        return Check("whole", "fix", _("Nobody is in the picture: step into it."))
    width, height = look.size
    inside = np.all((look.points >= 0) & (look.points < (width, height)), axis=1)
    missing = [part for part in NEEDED if not any(inside[index] for index in _indices(part))]
    if missing:
        low = any(part in ("knee", "ankle", "foot_index") for part in missing)
        if low:
            says = _("Your feet are outside the picture: step back or tilt the camera.")
        elif "nose" in missing:
            says = _("Your head is outside the picture: step back or tilt the camera.")
        else:
            says = _("Part of you is outside the picture: step back or tilt the camera.")
        return Check("whole", "fix", says)
    return Check("whole", "good", _("Whole body in the picture"))


def _indices(part: str) -> list[int]:
    return [index for index, name in enumerate(LANDMARKS) if name == part or name.endswith(f"_{part}")]


def _distance(look: Look) -> Check:
    if not look.seen:
        return Check("distance", "wait", _("Two and a half to three and a half metres away"))
    tall = float(np.ptp(look.points[:, 1])) / look.size[1]
    if tall > TALL:
        return Check("distance", "fix", _("You are too near: step back."))
    if tall < SMALL:
        return Check("distance", "fix", _("You are too far away: come nearer."))
    return Check("distance", "good", _("Distance"))


def _side(reading: Reading | None) -> Check:
    if reading is None or reading.view.yaw_deg is None:
        return Check("side", "wait", _("Side on to the camera"))
    degrees = round(reading.view.yaw_deg)
    if not reading.view.usable and reading.view.kind == "front":
        return Check("side", "fix", _("Turn until the camera sees you from the side."))
    if not reading.view.usable and reading.view.kind == "oblique":
        says = _(
            "You are turned by about {degrees} degrees: turn until the camera sees you from the side.",
            degrees=degrees,
        )
        return Check("side", "fix", says)
    if not reading.view.usable:
        return Check("side", "fix", sentence(reading.view.reason or _("the view cannot be used")))
    if reading.view.kind == "oblique":
        says = _(
            "You are turned by about {degrees} degrees: your legs are measured, but less exactly",
            degrees=degrees,
        )
        return Check("side", "good", says)
    return Check("side", "good", _("Side on to the camera"))


def _position(reading: Reading | None, words: CoachWords) -> Check:
    if reading is None or not reading.positioned:
        return Check("position", "wait", words.how)
    if reading.near is False and reading.side is not None:
        return Check("position", "fix", words.near)
    return Check("position", "good", words.reached)


def _arms(reading: Reading | None, words: CoachWords) -> Check:
    if reading is None or not reading.positioned:
        return Check("arms", "wait", words.hands)
    if reading.unseen is not None:
        says = _("The lower back is not measured: {reason}.", reason=reading.unseen)
        return Check("arms", "fix", says)
    return Check("arms", "good", _("Lower back in sight"))

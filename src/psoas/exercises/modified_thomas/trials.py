"""The trials of a modified Thomas test: when which leg hangs at rest while the other knee is held."""

from dataclasses import dataclass

import numpy as np

from psoas.exercises.clinical_test import Examined
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.figures import PACKAGE
from psoas.motion import Leg
from psoas.sides import LETTER, OTHER_WORD, SideWord
from psoas.timeseries import Array, Mask, runs_of

HANGS_DEG, HELD_DEG = 45.0, 50.0
"""Most that the thigh that hangs is off the couch's level, and least that the held one is above it (ours)."""

LEAST_FRAMES = 5
"""With fewer frames a recording is a picture of one trial."""

RAISED_DEG, ALIKE_UP_DEG = 15.0, 10.0
"""How far above its rest a thigh has to be for the start of a trial, and within what it stays there (ours)."""

SAME_DEG, SAME_S = 6.0, 1.0
"""Rests of one leg that are this alike and this close together are one trial (ours)."""


@dataclass(frozen=True, eq=False)
class Rest:
    """One leg at rest in the test.

    Attributes:
        start_s, end_s: first and last moment [s].
        frames: (T,) True in it.
        before: (T,) True where the leg was still up before it, and the other knee held: at the chest, or as far up as
            the recording shows it.
    """

    leg: Leg
    side: SideWord
    start_s: float
    end_s: float
    frames: Mask
    before: Mask


def thigh_over_couch(examined: Examined, side: SideWord) -> Array:
    """(T,) how far a thigh is above the couch's level [deg], - below it; up to 180 on its way to the chest."""
    name = f"thigh_angle_{LETTER[side]}"
    if name not in examined.angles:
        return np.full(len(examined.angles), np.nan)
    above: Array = (-90.0 - np.degrees(examined.angles[name]) + 90.0) % 360.0 - 90.0
    return above


def find_rests(examined: Examined) -> list[Rest]:
    """Find when a leg hangs at rest, in the order of time."""
    time = np.asarray(examined.angles.time, float)
    sides: dict[Leg, SideWord] = {"near": examined.facing, "far": OTHER_WORD[examined.facing]}
    above = {leg: thigh_over_couch(examined, side) for leg, side in sides.items()}
    found: list[tuple[Leg, Mask]] = []
    for leg, thigh in above.items():
        other = above["far" if leg == "near" else "near"]
        held = np.isnan(other) | (other > HELD_DEG)
        hangs = np.isfinite(thigh) & (np.abs(thigh) < HANGS_DEG) & held
        found += [(leg, frames) for frames in _rests_of(time, thigh, hangs)]
    found.sort(key=lambda one: float(time[one[1]][0]))
    rests, since = [], -np.inf
    for leg, frames in found:
        start, end = float(time[frames][0]), float(time[frames][-1])
        span = (time > since) & (time < start) & (above["far" if leg == "near" else "near"] > HELD_DEG)
        rests.append(Rest(leg, sides[leg], start, end, frames, _still_up(above[leg], frames, span)))
        since = end
    return rests


def _still_up(thigh: Array, rest: Mask, span: Mask) -> Mask:
    """(T,) frames of a span in which the thigh is about as high as it gets there, well above its rest."""
    if not np.isfinite(thigh[span]).any():
        return np.zeros(len(thigh), bool)
    least = max(float(np.nanmax(thigh[span])) - ALIKE_UP_DEG, float(np.nanmedian(thigh[rest])) + RAISED_DEG)
    return np.asarray(span & (thigh > least))


def _rests_of(time: Array, thigh: Array, hangs: Mask) -> list[Mask]:
    """(T,) masks of the rests of a leg."""
    if len(time) < LEAST_FRAMES:
        return [hangs] if hangs.any() else []
    limits = read_limits(PACKAGE).limits
    slow = np.zeros(len(time), bool)
    for first, last in runs_of(hangs):
        if last > first:
            speed = np.abs(np.gradient(thigh[first : last + 1], time[first : last + 1]))
            slow[first : last + 1] = speed < limits["rest_deg_s"].value
    rests: list[tuple[int, int]] = []
    for first, last in runs_of(slow):
        if rests:
            begin, end = rests[-1]
            alike = abs(np.median(thigh[first : last + 1]) - np.median(thigh[begin : end + 1])) < SAME_DEG
            if alike and time[first] - time[end] < SAME_S:
                rests[-1] = (begin, last)
                continue
        rests.append((first, last))
    long = [one for one in rests if time[one[1]] - time[one[0]] >= limits["rest_least_s"].value]
    masks = []
    for first, last in _lowest_of_each(thigh, long):
        mask = slow.copy()
        mask[:first], mask[last + 1 :] = False, False
        masks.append(mask)
    return masks


def _lowest_of_each(thigh: Array, rests: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One rest for each time that the leg came down: the lowest one, where it stopped on its way and was not raised."""
    kept: list[tuple[int, int]] = []
    for first, last in rests:
        if kept:
            level, before = (float(np.median(thigh[a : b + 1])) for a, b in ((first, last), kept[-1]))
            between = thigh[kept[-1][1] : first + 1]
            if not np.nanmax(between) > max(level, before) + RAISED_DEG:
                kept[-1] = (first, last) if level < before else kept[-1]
                continue
        kept.append((first, last))
    return kept

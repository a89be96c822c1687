"""Which leg is which in a walk or a run: the feet strike in turn, so that a leg that strikes twice is two legs.

The network may call the legs by each other's names for a step or more. Every strike is there all the same: where the
names break the turns, they are exchanged.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from psoas.motion import LEGS, OTHER_LEG, Leg, Stick
from psoas.sides import other_side
from psoas.strides.foot_events import Sighting, sightings
from psoas.timeseries import Mask, TimeSeries

SAME: Final = 0.3
"""Strikes nearer to each other than this are one, in strides: a step takes about half of one (ours)."""

LONGEST_STEP: Final = 1.6
"""In usual steps; after a longer one, a strike may not have been seen (ours)."""

LEAST_TURNS: Final = 5
"""Strikes in a row that show which leg's turn it is (ours)."""

MOST_WRONG: Final = 0.4
"""Share of the names that may break the turns; beyond, the names are chance (ours)."""

OF_LEGS: Final = ("knee", "ankle", "heel", "foot_index")

Strike = tuple[Sighting, Leg]


def strikes_in_turn(body: Stick, about_s: float, start_s: float, end_s: float) -> list[Strike]:
    """Strikes of both legs, each once, in the order of time, by the place of the foot against the hip.

    Args:
        about_s: duration of a stride [s].
    """
    found: list[Strike] = sorted(
        (
            (one, leg)
            for leg in LEGS
            for one in sightings({"body": body}, leg, "strike", about_s, start_s, end_s, SAME)
        ),
        key=lambda strike: strike[0].anchor_s,
    )
    kept: list[Strike] = []
    for strike in found:
        if kept and strike[0].anchor_s - kept[-1][0].anchor_s < SAME * about_s:
            if strike[0].reach > kept[-1][0].reach:
                kept[-1] = strike
            continue
        kept.append(strike)
    return kept


def stride_time(strikes: Sequence[Strike], about_s: float) -> float:
    """Median time from a strike to the next but one, of the same foot [s]; ``about_s`` where too few are seen."""
    at = [one.anchor_s for one, _ in strikes]
    gaps = [after - before for before, after in zip(at[:-2], at[2:], strict=True)]
    usual = [one for one in gaps if about_s / LONGEST_STEP <= one <= LONGEST_STEP * about_s]
    return float(np.median(usual)) if len(usual) >= 2 else about_s


def exchanged_legs(body: Stick, strikes: Sequence[Strike], step_s: float) -> Mask:
    """(T,) frames in which each leg has the other one's name."""
    mask = np.zeros(len(body.time), bool)
    for run in _runs(strikes, step_s):
        names = np.array([leg == "near" for _, leg in run])
        turns = np.arange(len(run)) % 2 == 0
        wrong = names != turns
        if wrong.mean() > 0.5:
            wrong = ~wrong
        if len(run) < LEAST_TURNS or wrong.mean() > MOST_WRONG:
            continue
        at = np.array([one.anchor_s for one, _ in run])
        edges = np.concatenate([[at[0] - step_s / 2], (at[1:] + at[:-1]) / 2, [at[-1] + step_s / 2]])
        for number in np.flatnonzero(wrong):
            mask |= (body.time >= edges[number]) & (body.time < edges[number + 1])
    return mask


def _runs(strikes: Sequence[Strike], step_s: float) -> list[list[Strike]]:
    """Strikes that follow each other step by step."""
    runs: list[list[Strike]] = []
    for strike in strikes:
        if runs and strike[0].anchor_s - runs[-1][-1][0].anchor_s <= LONGEST_STEP * step_s:
            runs[-1].append(strike)
        else:
            runs.append([strike])
    return runs


def exchanged(stick: Stick, mask: Mask) -> Stick:
    """The figure with near and far leg exchanged in some frames (T,)."""
    joints = dict(stick.joints)
    for leg in LEGS:
        for part in OF_LEGS:
            own, other = stick.joints[f"{leg}_{part}"], stick.joints[f"{OTHER_LEG[leg]}_{part}"]
            joints[f"{leg}_{part}"] = np.where(mask[:, None], other, own)
    return replace(stick, joints=joints)


def exchanged_angles(angles: TimeSeries, mask: Mask) -> TimeSeries:
    """The angles with those of the right and the left leg exchanged in some frames (T,)."""
    values = angles.values.copy()
    for number, name in enumerate(angles.names):
        if other_side(name) != name and other_side(name) in angles:
            values[mask, number] = angles[other_side(name)][mask]
    return replace(angles, values=values)

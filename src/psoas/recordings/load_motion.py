"""What the joints carried over a recording, with a band, as the analysis holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.errors import InputError
from psoas.estimate import NORMAL_95
from psoas.findings import LoadMotion
from psoas.loads import (
    DISCS,
    HIPS,
    PARTS,
    Assumptions,
    Loads,
    MotionLoads,
    Varied,
    held_loads,
    loads_of,
    motion_loads,
    quantities,
    usual_variations,
)
from psoas.timeseries import Array, Progress, TimeSeries

TOLD = ("L4_L5", "L5_S1", *HIPS, "psoas_r", "psoas_l")

KNOTS = 120
"""Frames at which the band is computed; in between it is interpolated."""


def load_motion(
    body: Body,
    coordinates: TimeSeries,
    *,
    ground: Sequence[GroundForce] = (),
    turned: float = 0.0,
    still: bool = False,
    errors: Mapping[str, float] | None = None,
    assumptions: Assumptions | None = None,
    progress: Progress | None = None,
) -> tuple[LoadMotion, MotionLoads]:
    """The loads of a recording with their band.

    Args:
        body: of the person.
        coordinates: (T, C) [rad, m].
        ground: measured reactions, where there are any; turned: see `motion_loads`.
        still: True takes each frame as a posture that is held, without speed.
        errors: one standard error of a coordinate [deg]; what is not named is taken as exact.
        assumptions: the usual ones where None.
        progress: called with the stage, how much is done, and of how much.

    Raises:
        InputError: hips and knees are not told, or nothing is in equilibrium.
    """
    base = assumptions or Assumptions()

    def computed(moved: TimeSeries, words: str) -> MotionLoads:
        def counted(done: int) -> None:
            if progress is not None:
                progress(words, done, len(coordinates))

        if still:
            return held_loads(body, moved, assumptions=base, progress=counted)
        return motion_loads(body, moved, ground=ground, turned=turned, assumptions=base, progress=counted)

    usual = computed(coordinates, "muscle forces")
    carried = usual.loads.in_equilibrium
    if not carried.any():
        raise InputError(
            "in no frame can muscles and ground carry the movement: check the person's mass, the scale, which axis "
            "is up, and which foot each force plate belongs to"
        )
    others, unheld = _varied_at_knots(usual, base, progress)
    values = usual.over_time(_told(usual.loads))
    for shift in _shifts(coordinates, errors or {}):
        for sign in (-1.0, 1.0):
            moved = computed(_moved(coordinates, shift, sign), "how far off the angles may be")
            others.append(moved.over_time(_told(moved.loads)))
    under_others = np.stack(others)
    low, high = Varied(values, under_others).band
    units = ("N",) * len(TOLD)
    value, below, above = (TimeSeries(usual.time, TOLD, part, units) for part in (values, low, high))
    found = LoadMotion(
        value,
        below,
        above,
        ground="held still" if still else "measured" if ground else "predicted",
        carried=float(carried.mean()),
        weight=body.person.weight,
        others=under_others,
        unheld=unheld,
    )
    return found, usual


def _told(loads: Loads) -> Array:
    """(n, 6) the figures of `TOLD`."""
    everything = quantities(loads)
    columns = [len(PARTS) * DISCS.index(disc) for disc in ("L4_L5", "L5_S1")]
    told: Array = np.hstack([everything[:, columns], everything[:, len(PARTS) * len(DISCS) :]])
    return told


def _varied_at_knots(
    usual: MotionLoads, base: Assumptions, progress: Progress | None
) -> tuple[list[Array], tuple[str, ...]]:
    """(T, 6) under each variation of the assumptions, and those under which not all is carried, in words.

    The deviation is computed at some frames and interpolated over all.
    """
    fine = np.flatnonzero(usual.loads.in_equilibrium)
    knots = fine[np.unique(np.linspace(0, len(fine) - 1, min(KNOTS, len(fine))).round().astype(int))]
    frames = usual.loads.frames.selected(knots)
    before, whole = _told(usual.loads)[knots], usual.over_time(_told(usual.loads))
    variations = usual_variations(base)
    found, unheld = [], []
    for number, variation in enumerate(variations, start=1):
        if progress is not None:
            progress("how far off they may be", number, len(variations))
        loads = loads_of(frames, variation.assumptions)
        held = loads.in_equilibrium
        if not held.all():
            unheld.append(f"{variation.says} ({held.mean():.0%} of the frames carried)")
        if not held.any():
            continue
        deviation = (_told(loads) - before)[held]
        times = usual.time[usual.known[knots[held]]]
        found.append(
            whole + np.column_stack([np.interp(usual.time, times, column) for column in deviation.T])
        )
    return found, tuple(unheld)


def _shifts(coordinates: TimeSeries, errors: Mapping[str, float]) -> list[dict[str, float]]:
    """Postures that the errors leave open: the arch alone, and the pelvis between still legs and a still chest."""
    shifts = []
    arch = np.radians(NORMAL_95 * errors.get("lumbar_extension", 0.0))
    if arch > 0 and "lumbar_extension" in coordinates:
        shifts.append({"lumbar_extension": arch})
    tilt = np.radians(NORMAL_95 * errors.get("pelvis_tilt", 0.0))
    if tilt > 0 and "pelvis_tilt" in coordinates:
        turned = ("pelvis_tilt", "hip_flexion_r", "hip_flexion_l", "lumbar_extension")
        shifts.append({name: tilt for name in turned if name in coordinates})
    return shifts


def _moved(coordinates: TimeSeries, shift: Mapping[str, float], sign: float) -> TimeSeries:
    values = coordinates.values.copy()
    for name, angle in shift.items():
        values[:, coordinates.names.index(name)] += sign * angle
    return replace(coordinates, values=values)

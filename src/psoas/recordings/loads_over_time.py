"""Loads of the joints and the psoas over a recording, with their band, as the analysis holds them."""

from collections.abc import Mapping, Sequence

import numpy as np

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.errors import CannotTellError, InputError
from psoas.estimate import NORMAL_95
from psoas.findings import LoadsOverTime, changes_from
from psoas.loads import (
    OVER_TIME,
    Assumptions,
    MotionLoads,
    MotionValues,
    SideRuns,
    Varied,
    held_loads,
    loads_of,
    motion_loads,
    over_time_values,
    prepared_motion,
    usual_variations,
)
from psoas.timeseries import Array, Progress, TimeSeries
from psoas.words import N_, _

KNOTS = 120
"""Number of frames at which the band is computed; between them it is interpolated."""

LEAST_SHARE = 0.5
"""Least share of the frames in equilibrium for which loads are given.

Frames in which the muscles do not suffice are the hard ones. While they are fewer than half, the median load lies among
the frames that were computed, at worst at their highest; when they are more, it lies beyond every value known.
"""


def loads_over_time(
    body: Body,
    coordinates: TimeSeries,
    *,
    ground: Sequence[GroundForce] = (),
    turned: float = 0.0,
    still: bool = False,
    errors: Mapping[str, float] | None = None,
    assumptions: Assumptions | None = None,
    workers: int | None = 0,
    progress: Progress | None = None,
) -> tuple[LoadsOverTime, MotionLoads]:
    """Compute the loads of a recording with their band.

    Args:
        coordinates: (T, C) [rad, m].
        ground: measured ground reactions; without any they are predicted.
        turned: see `motion_loads`.
        still: whether each frame is computed as a posture that is held, without speed.
        errors: one standard error of a coordinate [deg]; a coordinate without one counts as exact.
        assumptions: the usual ones where None.
        workers: number of processes that help with the band, see `SideRuns`.

    Returns:
        The loads with their band, and the loads of each frame under the usual assumptions.

    Raises:
        InputError: hips and knees were not measured, or no frame is in equilibrium.
        CannotTellError: fewer than `LEAST_SHARE` of the frames are in equilibrium.
    """
    base = assumptions or Assumptions()

    def counted(done: int) -> None:
        if progress is not None:
            progress(N_("muscle forces"), done, len(coordinates))

    def counted_shifted(done: int) -> None:
        if progress is not None:
            progress(N_("how far off the angles may be"), done, frames)

    shifts = [
        {name: sign * angle for name, angle in shift.items()}
        for shift in _shifts(coordinates, errors or {})
        for sign in (1.0, -1.0)
    ]
    frames = len(shifts) * len(coordinates)
    with SideRuns(MotionValues(body, base, over_time_values), frames, workers) as runs:
        runs.begin(
            [
                prepared_motion(
                    body, changes_from(shift, coordinates), still=still, ground=ground, turned=turned
                )
                for shift in shifts
            ]
        )
        if still:
            usual = held_loads(body, coordinates, assumptions=base, progress=counted)
        else:
            usual = motion_loads(
                body,
                coordinates,
                ground=ground,
                turned=turned,
                assumptions=base,
                progress=counted,
            )
        share = _share_in_equilibrium(usual)
        others, unheld = _varied_at_knots(usual, base, progress)
        others += runs.results(counted_shifted)
    values = usual.over_time(over_time_values(usual.loads))
    under_others = np.stack(others)
    low, high = Varied(values, under_others).band
    units = ("N",) * len(OVER_TIME)
    value, below, above = (TimeSeries(usual.time, OVER_TIME, part, units) for part in (values, low, high))
    found = LoadsOverTime(
        value,
        below,
        above,
        ground="held still" if still else "measured" if ground else "predicted",
        in_equilibrium=share,
        weight=body.person.weight,
        others=under_others,
        unheld=unheld,
    )
    return found, usual


def _share_in_equilibrium(usual: MotionLoads) -> float:
    """Share of the frames in equilibrium; raises as `loads_over_time` where it is too small."""
    in_equilibrium = usual.loads.in_equilibrium
    if not in_equilibrium.any():
        raise InputError(
            _(
                "in no frame can muscles and ground carry the movement: check the person's mass, the scale, which axis "
                "is up, and which foot each force plate belongs to"
            )
        )
    share = float(in_equilibrium.mean())
    if share < LEAST_SHARE:
        raise CannotTellError(
            _(
                "muscles and ground can carry the movement in {share:.0%} of the frames only, and loads are given from "
                "{least:.0%} on, because the typical load is that of the middle frame. Check the person's mass and "
                "height, and give the ground forces if they were measured",
                share=share,
                least=LEAST_SHARE,
            )
        )
    return share


def _varied_at_knots(
    usual: MotionLoads, base: Assumptions, progress: Progress | None
) -> tuple[list[Array], tuple[str, ...]]:
    """(T, 6) under each variation, and in words the variations that leave frames without equilibrium.

    The deviation is computed at some frames and interpolated over all.
    """
    fine = np.flatnonzero(usual.loads.in_equilibrium)
    knots = fine[np.unique(np.linspace(0, len(fine) - 1, min(KNOTS, len(fine))).round().astype(int))]
    frames = usual.loads.frames.selected(knots)
    before, whole = over_time_values(usual.loads)[knots], usual.over_time(over_time_values(usual.loads))
    variations = usual_variations(base)
    found, unheld = [], []
    for number, variation in enumerate(variations, start=1):
        if progress is not None:
            progress(N_("how far off they may be"), number, len(variations))
        loads = loads_of(frames, variation.assumptions)
        held = loads.in_equilibrium
        if not held.all():
            unheld.append(
                _(
                    "{variation} ({share:.0%} of the frames in equilibrium)",
                    variation=variation.says,
                    share=held.mean(),
                )
            )
        if not held.any():
            continue
        deviation = (over_time_values(loads) - before)[held]
        times = usual.time[usual.motion.known[knots[held]]]
        found.append(
            whole + np.column_stack([np.interp(usual.time, times, column) for column in deviation.T])
        )
    return found, tuple(unheld)


def _shifts(coordinates: TimeSeries, errors: Mapping[str, float]) -> list[dict[str, float]]:
    """Shifts of angles within their errors: of the arch alone, and of the pelvis between still legs and chest."""
    shifts = []
    arch = np.radians(NORMAL_95 * errors.get("lumbar_extension", 0.0))
    if arch > 0 and "lumbar_extension" in coordinates:
        shifts.append({"lumbar_extension": arch})
    tilt = np.radians(NORMAL_95 * errors.get("pelvis_tilt", 0.0))
    if tilt > 0 and "pelvis_tilt" in coordinates:
        turned = ("pelvis_tilt", "hip_flexion_r", "hip_flexion_l", "lumbar_extension")
        shifts.append({name: tilt for name in turned if name in coordinates})
    return shifts

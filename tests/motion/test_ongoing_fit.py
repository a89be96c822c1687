"""A recording that goes on: what its readings give is what one reading of all of it would give."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from benchmarks.turned import Turned, turned_clips

from psoas.capture.pose.recording import Captured
from psoas.motion.measure import MeasuredMotion, measure
from psoas.motion.ongoing_fit import OngoingFit
from psoas.timeseries import Array, TimeSeries

EVERY_S = 0.6
LEGS = ("thigh_angle_r", "thigh_angle_l", "knee_angle_r", "knee_angle_l")


def clip(start: str) -> Turned:
    return next(one for one in turned_clips() if one.name.startswith(start))


def each(captured: Captured, change: Any) -> Captured:
    return Captured(change(captured.points), change(captured.world), change(captured.contours), 1)


def part(captured: Captured, frames: slice) -> Captured:
    def some(series: TimeSeries) -> TimeSeries:
        confidence = None if series.confidence is None else np.asarray(series.confidence)[frames]
        return replace(series, time=series.time[frames], values=series.values[frames], confidence=confidence)

    return each(captured, some)


def unseen(captured: Captured, first_s: float, last_s: float) -> Captured:
    def hidden(series: TimeSeries) -> TimeSeries:
        gone = (series.time >= first_s) & (series.time < last_s)
        return replace(series, values=np.where(gone[:, None], np.nan, series.values))

    return each(captured, hidden)


def after(first: Captured, second: Captured, pause_s: float, aside_px: float = 0.0) -> Captured:
    """One recording after the other, with nobody in the picture in between."""
    step_s = float(np.median(np.diff(first.points.time)))
    empty = round(pause_s / step_s)

    def joined(one: TimeSeries, other: TimeSeries, moved: Array | float) -> TimeSeries:
        count = len(one) + empty + len(other)
        nothing = np.full((empty, len(one.names)), np.nan)
        values = np.concatenate([one.values, nothing, other.values + moved])
        confidence = None
        if one.confidence is not None and other.confidence is not None:
            confidence = np.concatenate([one.confidence, np.zeros(nothing.shape), other.confidence])
        return TimeSeries(np.arange(count) * step_s, one.names, values, one.units, confidence)

    return Captured(
        joined(first.points, second.points, np.tile([aside_px, 0.0], 33)),
        joined(first.world, second.world, 0.0),
        joined(first.contours, second.contours, 0.0),
        1,
    )


def read(captured: Captured, size: tuple[int, int], before: OngoingFit | None = None) -> MeasuredMotion:
    return measure(
        captured.points,
        captured.world,
        captured.contours,
        size=size,
        stretching="half_kneeling_stretch",
        before=before,
    )


def read_on(captured: Captured, size: tuple[int, int], kept_s: float = 1e9) -> list[MeasuredMotion]:
    """The readings of a camera that keeps so much of the past [s]."""
    time = captured.points.time
    found: list[MeasuredMotion] = []
    for now_s in [*np.arange(1.0, time[-1], EVERY_S).tolist(), float(time[-1])]:
        first, last = np.searchsorted(time, [now_s - kept_s, now_s + 1e-9])
        found.append(
            read(part(captured, slice(int(first), int(last))), size, found[-1].fit if found else None)
        )
    return found


def off_deg(one: MeasuredMotion, other: MeasuredMotion, frames: Any = slice(None)) -> float:
    """Root mean square over the legs' angles [deg]."""
    parts = [(one.angles[name] - other.angles[name])[frames] for name in LEGS]
    known = np.concatenate([values[np.isfinite(values)] for values in parts])
    return float(np.degrees(np.sqrt(np.mean(known**2))))


@pytest.mark.parametrize("start", ["f13", "o00", "o04", "o20"])
def test_readings_one_after_the_other_give_what_one_of_all_gives(start: str) -> None:
    """Turned by 5, 20, 35 and 40 degrees."""
    one = clip(start)
    last = read_on(one.captured, one.size)[-1]
    assert last.turn_deg == pytest.approx(read(one.captured, one.size).turn_deg, abs=1.5)
    assert off_deg(last, read(one.captured, one.size)) < 1.0


def test_only_the_newest_frames_are_fitted_again() -> None:
    one = clip("o00")
    first, second = (read_on(part(one.captured, slice(0, count)), one.size)[-1] for count in (88, 90))
    assert first.fit is not None
    assert second.fit is not None
    assert first.fit.sized_s == second.fit.sized_s
    moved = np.abs(second.fit.fitted.frames[:88] - first.fit.fitted.frames).max(axis=1) > 0
    assert not moved[:60].any()
    assert moved[60:].any()


def test_frames_whose_joints_have_moved_are_fitted_again_however_old_they_are() -> None:
    one = clip("o00")
    points = one.captured.points
    values = points.values.copy()
    values[10:25, points.names.index("right_knee.x")] += 40.0
    before = read(part(replace(one.captured, points=replace(points, values=values)), slice(0, 60)), one.size)
    both = [read(part(one.captured, slice(0, 64)), one.size, fit) for fit in (before.fit, None)]
    assert both[0].fit is not None
    assert before.fit is not None
    assert both[0].fit.sized_s == before.fit.sized_s
    assert off_deg(both[0], both[1], slice(10, 25)) < 1.5


def test_a_camera_that_runs_keeps_no_more_than_the_time_that_is_read() -> None:
    one = clip("o00")
    kept = [len(motion.fit.seen.time) for motion in read_on(one.captured, one.size, 2.0) if motion.fit]
    assert max(kept) <= 2.0 * 15 + 2
    assert len(set(kept[3:])) <= 2


def test_a_gap_stays_a_gap_and_what_is_around_it_stays_the_same() -> None:
    one = clip("o20")
    time = one.captured.points.time
    hidden = unseen(one.captured, 3.0, 4.0)
    last = read_on(hidden, one.size)[-1]
    gap = (time >= 3.0) & (time < 4.0)
    assert np.isnan(last.angles["knee_angle_r"][gap]).all()
    assert off_deg(last, read(hidden, one.size)) < 1.0
    assert off_deg(last, read(one.captured, one.size), (time < 2.5) | (time > 4.5)) < 2.0


def test_somebody_who_leaves_and_comes_back_elsewhere_is_read_as_before() -> None:
    one = clip("o00")
    again = after(one.captured, one.captured, 3.0, aside_px=-60.0)
    last = read_on(again, one.size, 4.0)[-1]
    fresh = read(part(again, slice(len(again.points) - len(last.angles), None)), one.size)
    assert off_deg(last, fresh) < 1.5


def test_another_person_gets_sizes_of_their_own() -> None:
    """The first is seen from beside and near, the second turned by 35 degrees and shorter in the picture."""
    first, second = clip("f13"), clip("o04")
    assert first.facing == second.facing
    small = replace(
        second.captured, points=replace(second.captured.points, values=second.captured.points.values * 0.8)
    )
    both = after(first.captured, small, 2.0)
    last = read_on(both, first.size, 4.0)[-1]
    fresh = read(part(both, slice(len(both.points) - len(last.angles), None)), first.size)
    assert last.fit is not None
    assert fresh.fit is not None
    assert last.fit.fitted.shared == pytest.approx(fresh.fit.fitted.shared, abs=0.03)
    assert off_deg(last, fresh) < 1.5


def test_who_turns_round_is_fitted_anew() -> None:
    one = clip("o00")
    right = read(one.captured, one.size).fit
    assert right is not None
    wrong = replace(right, towards_right=not right.towards_right)
    assert off_deg(read(one.captured, one.size, wrong), read(one.captured, one.size)) == 0.0

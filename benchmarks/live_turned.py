"""What the live coach reads of people who are turned, beside the check of a clip and beside the picture's own angles.

    python -m benchmarks.live_turned

The stretches of `benchmarks/calibration_turned` are played to a live session landmark by landmark: the person kneels
still for some seconds, stretches, and is still again. An angle counts as it was when it was first read. Every error is
of a body that the rule had not seen; ``picture`` is what the coach would read without a fitted body.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate_camera import learn, replaced
from benchmarks.rows import Row, show
from benchmarks.turned import Turned, turned_clips
from psoas.app.stretch import live
from psoas.app.stretch.live import READ_EVERY_S, LiveSession
from psoas.capture.pose import Captured
from psoas.capture.pose.live import Look
from psoas.exercises.half_kneeling import EXERCISE
from psoas.motion import MeasuredMotion
from psoas.motion.measure import measure
from psoas.motion.ongoing_fit import OngoingFit
from psoas.plan import KeptPicture, RepetitionRecord
from psoas.recordings import analyse
from psoas.sides import SIDES, without_side
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]
How = Literal["picture", "live"]
HOWS: tuple[How, ...] = ("picture", "live")

STILL_S, BEFORE_S, AFTER_S = 0.7, 4.0, 3.0
"""The first part of a clip, in which the person is still, and how long it is played before and after the clip [s]."""

BOUNDS = ((0, 12, 4), (13, 27, 5), (28, 37, 6), (38, 47, 8))
NAMES = ("thigh_angle", "knee_angle", "hip_flexion")
HOLD_S = 0.2
MOST_MS = 5.0
"""Processor time that the fit may take a picture, at twenty pictures a second [ms]."""


@dataclass(frozen=True, eq=False)
class Played:
    """A clip as it is played, and what is true of it.

    Attributes:
        angles: (T,) true angles [deg] by coordinate.
        holds: true holds [s] of the repetitions.
        ends: when each ends [s].
    """

    clip: Turned
    captured: Captured
    angles: dict[str, Array]
    holds: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Result:
    """What was read of one clip.

    Attributes:
        off: root mean square errors [deg] by ``how.coordinate``: ``picture``, ``live`` and ``clip``.
        records: repetitions that the session kept, by how it read.
        delay_s: from the end of a repetition to its announcement, with a reading that takes no time.
        took_s: processor time of a reading [s], by how.
        turn_deg: of the person, as the coach measured it last [deg].
        read: the legs could be told apart.
    """

    played: Played
    off: dict[str, float]
    records: dict[How, tuple[RepetitionRecord, ...]]
    delay_s: list[float]
    took_s: dict[How, list[float]]
    turn_deg: float
    read: bool

    def counted(self, how: How) -> list[RepetitionRecord]:
        """The repetitions that count."""
        return [one for one in self.records[how] if "small_travel" not in one.faults]


class Recorded:
    """Stands in for the camera: a picture is the number of a frame."""

    def __init__(self, played: Played) -> None:
        self.weights = "full"
        self._played = played
        self._seen = 0

    def look(self, picture: bytes, time_s: float) -> Look:
        """The landmarks of a frame."""
        number = int(picture)
        self._seen = number + 1
        points = self._played.captured.points.values[number].reshape(33, 2).astype(float)
        return Look(time_s, self._played.clip.size, points, 0.5, 0.2)

    def captured(self, since_s: float) -> Captured:
        """The frames that were played, from a time on."""
        first = int(np.searchsorted(self._played.captured.points.time, since_s))
        return part(self._played.captured, slice(first, self._seen))


class NewestSet:
    """Keeps the records of the newest set."""

    trouble: str | None = None

    def __init__(self) -> None:
        self.kept: dict[int, RepetitionRecord] = {}

    def begin_set(self, *_: Any) -> int:
        """A new set."""
        return 1

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        """Keep a repetition."""
        self.kept[repetition.number] = repetition

    def end_set(
        self, set_id: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        """Keep the set as it was at its end."""
        self.kept = {one.number: one for one in repetitions}

    def keep_frames(self, set_id: int, frames: Sequence[KeptPicture]) -> None:
        """Keep no pictures."""


class ReadsAtOnce(Executor):
    """Reads at once, in this thread, as if it took no time."""

    def submit(self, fn: Any, /, *args: Any, **named: Any) -> Future[Any]:
        """Run a function that gives a reading and its time."""
        done: Future[Any] = Future()
        done.set_result((fn(*args, **named)[0], 0.0))
        return done


def part(captured: Captured, frames: Any, moments: Array | None = None) -> Captured:
    """Some of the frames of a recording, at these moments [s]; None leaves them theirs."""

    def some(series: TimeSeries) -> TimeSeries:
        confidence = None if series.confidence is None else np.asarray(series.confidence)[frames]
        at = series.time[frames] if moments is None else moments
        return replace(series, time=at, values=series.values[frames], confidence=confidence)

    return Captured(
        some(captured.points), some(captured.world), some(captured.contours), captured.people_at_start
    )


def played(clip: Turned) -> Played:
    """Lay still seconds before and after a clip: its first pictures, to and fro."""
    at = np.asarray(clip.captured.points.time, float)
    step_s, still = float(np.median(np.diff(at))), int(np.searchsorted(at, at[0] + STILL_S))
    swing = np.r_[0:still, still - 2 : 0 : -1]
    before, after = (np.resize(swing, round(length_s / step_s)) for length_s in (BEFORE_S, AFTER_S))
    order = np.concatenate([before, np.arange(len(at)), after])
    moments = np.arange(len(order)) * step_s
    captured = part(clip.captured, order, moments)
    angles = {name: values[order] for name, values in clip.angles.items()}
    for side in SIDES:
        angles[f"hip_flexion_{side}"] = angles["trunk_lean"] - angles[f"thigh_angle_{side}"]
    true = TimeSeries.from_columns(
        moments, {"rear_thigh_angle": np.radians(angles[f"thigh_angle_{clip.rear}"])}, "rad"
    )
    times = EXERCISE.find_timeline(true).repetitions
    return Played(clip, captured, angles, tuple(t.hold_s for t in times), tuple(t.end_s for t in times))


def read_on(one: Played, how: How) -> tuple[dict[str, Array], list[float], MeasuredMotion]:
    """Angles (T,) [deg] as they were when they were first read, the processor time of each reading, the last one."""
    at = one.captured.points.time
    first = {f"{name}_{side}": np.full(len(at), np.nan) for name in NAMES for side in SIDES}
    before: OngoingFit | None = None
    known, took, motion = 0, [], None
    for now_s in [*np.arange(2.0, at[-1], READ_EVERY_S).tolist(), float(at[-1])]:
        until = int(np.searchsorted(at, now_s, side="right"))
        seen = part(one.captured, slice(0, until))
        size = one.clip.size if how == "live" else None
        began = time.process_time()
        motion = measure(
            seen.points,
            seen.world,
            seen.contours,
            size=size,
            stretching="half_kneeling_stretch",
            before=before,
        )
        took.append(time.process_time() - began)
        before = motion.fit
        for name, values in first.items():
            if name in motion.angles:
                values[known:until] = np.degrees(motion.angles[name][known:until])
        known = until
    assert motion is not None
    return first, took, motion


@contextmanager
def reading(how: How) -> Iterator[None]:
    """The session reads the picture's own angles, or as it does."""
    if how == "live":
        yield
        return

    def plain(*series: TimeSeries, **named: Any) -> MeasuredMotion:
        return measure(*series, **named | {"size": None, "before": None})

    with patch.object(analyse, "measure", plain):
        yield


def session(one: Played, how: How) -> tuple[tuple[RepetitionRecord, ...], list[float]]:
    """Play a clip to a session: the repetitions that it kept, and when each was announced [s]."""
    keeper = NewestSet()
    announced: list[float] = []
    with reading(how), patch.object(live, "LiveCapture", lambda *_: Recorded(one)):
        coach = LiveSession(
            keeper, "right", 99, exercise=EXERCISE, clock=time.monotonic, reader=ReadsAtOnce(), weights="full"
        )
        for number, at_s in enumerate(one.captured.points.time.tolist()):
            count = coach.picture(b"%d" % number, at_s).count
            announced += [at_s] * (count - len(announced))
        coach.close()
    return tuple(keeper.kept.values()), announced


def result_of(clip: Turned) -> Result:
    """Play one clip both ways, and check it as a clip."""
    one = played(clip)
    whole = measure(one.captured.points, one.captured.world, one.captured.contours, size=clip.size)
    angles: dict[str, dict[str, Array]] = {
        "clip": {name: np.degrees(whole.angles[name]) for name in whole.angles.names}
    }
    took: dict[How, list[float]] = {}
    records: dict[How, tuple[RepetitionRecord, ...]] = {}
    for how in HOWS:
        angles[how], took[how], last = read_on(one, how)
        records[how], announced = session(one, how)
    delays = [told - end for told, end in zip(announced, one.ends, strict=False)]
    off = {
        f"{word}.{name}": _rms(
            np.concatenate(
                [
                    values - one.angles[key]
                    for key, values in of.items()
                    if without_side(key) == name and key in one.angles
                ]
                or [np.full(1, np.nan)]
            )
        )
        for word, of in angles.items()
        for name in NAMES
    }
    return Result(one, off, records, delays, took, last.turn_deg or 0.0, last.unread is None)


def _rms(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")


def results() -> list[Result]:
    """Every stretch, each read by a rule that was not learnt from its body."""
    clips = turned_clips()
    found = []
    for body in sorted({clip.body for clip in clips}):
        own = [clip for clip in clips if clip.body == body and clip.rear is not None]
        if own:
            with replaced(learn([clip for clip in clips if clip.body != body])):
                found += [result_of(clip) for clip in own]
    return found


def rows(found: list[Result] | None = None) -> list[Row]:
    """Measure the lines of the table of `benchmarks.run`."""
    found = results() if found is None else found
    lines = []
    for low, high, bound in BOUNDS:
        some = [one for one in found if low <= abs(one.played.clip.turn_deg) <= high and one.read]
        for name in NAMES:
            live_deg, clip_deg, picture_deg = (
                float(np.sqrt(np.nanmean([one.off[f"{how}.{name}"] ** 2 for one in some])))
                for how in ("live", "clip", "picture")
            )
            lines.append(
                Row(
                    f"coach, {name}, turned {low} to {high} degrees: RMSE when first read",
                    f"<= {bound} deg, no worse than the picture's",
                    f"{live_deg:.1f}; as a clip {clip_deg:.1f}, the picture's {picture_deg:.1f}; {len(some)} clips",
                    live_deg <= bound and live_deg <= picture_deg,
                )
            )
        lines.append(_kept(some, f"turned {low} to {high} degrees"))
    took = [1000 * float(np.mean([t for one in found for t in one.took_s[how]])) for how in HOWS]
    reached = f"{took[1]:.0f} ms for {READ_EVERY_S} s of pictures; of the picture's angles {took[0]:.0f} ms"
    most_ms = MOST_MS * READ_EVERY_S * 20
    lines.append(
        Row(
            "coach, processor time of a reading",
            f"<= {most_ms:.0f} ms more",
            reached,
            took[1] - took[0] <= most_ms,
        )
    )
    return lines


def _kept(some: list[Result], what: str) -> Row:
    """Repetitions and their holds, where the session counted as many as there are."""
    right, holds = {}, {}
    for how in HOWS:
        exact = [one for one in some if len(one.counted(how)) == len(one.played.holds)]
        right[how] = len(exact)
        holds[how] = np.abs(
            [
                record.hold_s - true
                for one in exact
                for record, true in zip(one.counted(how), one.played.holds, strict=True)
            ]
        )
    delay = np.median([late for one in some for late in one.delay_s])
    held = [
        f"{np.median(holds[how]):.2f} s in the median, {np.mean(holds[how] <= HOLD_S):.0%} within"
        for how in HOWS
    ]
    reached = (
        f"{right['live']} of {len(some)} clips; holds off by {held[1]}; announced {delay:.1f} s after the end; "
        f"by the picture's angles {right['picture']} clips, {held[0]}"
    )
    return Row(
        f"coach, repetitions, {what}",
        f"exact; holds within {HOLD_S} s",
        reached,
        right["live"] == len(some) and bool((holds["live"] <= HOLD_S).all()),
    )


if __name__ == "__main__":
    show(rows())

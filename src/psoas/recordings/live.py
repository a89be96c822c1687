"""The way in for a live camera: measure and analyse the kept pictures of one side."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from psoas.body import side_view_pose, stretching_legs
from psoas.capture.pose import Captured
from psoas.exercises import Exercise, Repetition
from psoas.exercises.hip_stretch import start_level
from psoas.findings import Analysis, Source, View
from psoas.motion import MeasuredMotion, OngoingFit
from psoas.quantities import RECORDED, Movement
from psoas.recordings.analyse import analyse, measure_side_view
from psoas.sides import LETTER, SideWord
from psoas.timeseries import Mask

NEWEST_S, POSITION_S = 0.35, 0.8
"""The newest values are the medians of this long; who is in position for most of this long is in it [s]."""

LEAST_FRAMES = 5


@dataclass(frozen=True)
class Reading:
    """The state of a live set at one moment.

    Attributes:
        time_s: of the newest picture [s].
        view: how the camera stands.
        facing: the side of the picture to which the person faces.
        positioned: the person is in the position of the stretch now.
        near: the rear leg is the one at the camera; None where nobody is in position.
        side: the rear leg; None where it is not known.
        repetitions: those that are finished.
        now: newest values [deg], changes from the person's own start, by the names of `psoas.quantities.RECORDED`;
            unmeasured ones are absent.
        unmeasured: why a figure is not measured and what to do, by the names of `psoas.quantities.RECORDED`.
        errors: one standard error [deg] by coordinate, as this view measures it.
        fit: of the body to the pictures, for the next reading.
    """

    time_s: float
    view: View
    facing: SideWord | None = None
    positioned: bool = False
    near: bool | None = None
    side: SideWord | None = None
    repetitions: tuple[Repetition, ...] = ()
    now: dict[str, float] = field(default_factory=dict)
    unmeasured: dict[str, str] = field(default_factory=dict)
    errors: dict[str, float] = field(default_factory=dict)
    fit: OngoingFit | None = None

    @property
    def unseen(self) -> str | None:
        """Why the arch of the lower back is not measured, or None."""
        return self.unmeasured.get("arch")


def timed_read(
    captured: Captured,
    size: tuple[int, int],
    movement: Movement,
    *,
    rough: bool,
    height_m: float | None,
    before: OngoingFit | None = None,
) -> tuple[Reading | None, float]:
    """Call `read` and measure how long it took [s]."""
    began = perf_counter()
    reading = read(captured, size, movement, rough=rough, height_m=height_m, before=before)
    return reading, perf_counter() - began


def read(
    captured: Captured,
    size: tuple[int, int],
    movement: Movement,
    *,
    rough: bool,
    height_m: float | None = None,
    before: OngoingFit | None = None,
) -> Reading | None:
    """Measure and analyse what was seen so far.

    Repetitions are judged from every view: a set that runs goes on while the coach says how to stand.

    Args:
        captured: the camera's pictures.
        size: of one picture [px].
        movement: the stretch that the person does.
        rough: the pose comes from the lite weights.
        height_m: of the person, for distances.
        before: the fit of the reading before, which this one goes on from; None starts anew.

    Returns:
        None where there are too few pictures.
    """
    time = captured.points.time
    if len(time) < LEAST_FRAMES:
        return None
    motion, view = measure_side_view(
        captured, size, height_m=height_m, stretching=movement, rough=rough, before=before
    )
    now_s = float(time[-1])
    if motion.rear_leg is None:
        return Reading(now_s, view, motion.facing, fit=motion.fit)
    side = None if rough else motion.rear_side
    measured = Analysis(
        source=Source("", len(time), 0.0, now_s - float(time[0]), *size, len(time)),
        view=replace(view, usable=True),
        movement=motion.movement,
        rear_leg=motion.rear_leg,
        rear_side=side,
        facing=motion.facing,
        points=captured.points,
        outline=motion.outline,
        angles=motion.angles,
    )
    analysis = analyse(measured, bands=motion.bands, reasons=motion.reasons, height_m=height_m, psoas=False)
    return Reading(
        time_s=now_s,
        view=view,
        facing=motion.facing,
        positioned=bool(motion.positioned[time >= now_s - POSITION_S].mean() >= 0.5),
        near=motion.rear_leg == "near",
        side=side,
        repetitions=analysis.repetitions,
        now=_newest(motion, time >= now_s - NEWEST_S),
        unmeasured=recorded_reasons(motion.reasons),
        errors=motion.bands,
        fit=motion.fit,
    )


def recorded_reasons(reasons: Mapping[str, str]) -> dict[str, str]:
    """Why the figures of a repetition were not measured, by their name in the store.

    Args:
        reasons: by coordinate.
    """
    return {name: reasons[coordinate] for name, coordinate in RECORDED.items() if coordinate in reasons}


def _newest(motion: MeasuredMotion, newest: Mask) -> dict[str, float]:
    """Medians of the newest values [deg] by the names of `psoas.quantities.RECORDED`."""
    found = {}
    for name, coordinate in RECORDED.items():
        if coordinate not in motion.angles:
            continue
        degrees = np.degrees(motion.angles[coordinate])
        if name == "thigh_travel":
            degrees = degrees - start_level(degrees[motion.positioned & np.isfinite(degrees)])
        known = degrees[newest & np.isfinite(degrees)]
        if len(known):
            found[name] = float(np.median(known))
    return found


def live_posture(
    side: SideWord, now: Mapping[str, float], exercise: Exercise | None = None
) -> dict[str, float]:
    """The posture of the model for the newest values: the start of the exercise, moved by the measured changes.

    At the start the rear thigh stands as far back as the exercise says, and the rest as in its posture; one camera
    does not measure a person's own start.

    Args:
        side: the rear leg.
        now: changes from the person's own start [deg], see `psoas.quantities.RECORDED`.
        exercise: None stands for the half-kneeling stretch.

    Returns:
        Coordinates of the body [rad]. Where the back is not measured, lumbar extension is NaN: the psoas then has no
        length.
    """
    start = 0.0 if exercise is None else exercise.start_behind_deg
    shown = exercise.postures[:1] if exercise is not None else ()
    tilt, arch = np.radians(now.get("pelvis", 0.0)), np.radians(now.get("arch", np.nan))
    travel = now.get("thigh_travel", 0.0)
    thigh = np.radians(start) + (
        np.radians(now["hip_opening"]) + tilt if "hip_opening" in now else np.radians(travel)
    )
    pose = side_view_pose(tilt, arch, stretching_legs(LETTER[side], thigh, *shown))
    return {name: float(value) for name, value in pose.items()}

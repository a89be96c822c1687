"""A made-up recording of the stretch: a stick figure whose every angle is known."""

from dataclasses import replace

import numpy as np

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.video.clip import Frame
from psoas.estimate import Estimate
from psoas.exercises import EXERCISES
from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import Analysis, Finding, NotMeasured, Source, View
from psoas.findings.psoas import add_psoas
from psoas.motion.calibration import load_calibration
from psoas.timeseries import Array, TimeSeries

FPS = 30.0
SIZE = (960, 540)
STATIONS = 30
THIGH_PX, TRUNK_PX = 115.0, 140.0


def made_stretch(
    repetitions: int = 2, *, arched: bool = False, hidden_back: bool = False, seconds: float | None = None
) -> Analysis:
    """Repetitions of 4 s: 1 s in, 2 s held, 1 s back; the thigh moves from -3 to +12 degrees.

    Args:
        repetitions: how many.
        arched: the lower back arches by 24 degrees in each.
        hidden_back: the back, and so arch and pelvis, cannot be seen.
        seconds: how long the clip is; None is just long enough.
    """
    length = seconds or 4.0 * repetitions + 2.0
    time = np.arange(round(length * FPS)) / FPS
    depth = np.zeros_like(time)
    for number in range(repetitions):
        start = 1.0 + 4.0 * number
        depth = np.maximum(depth, np.interp(time, [start, start + 1, start + 3, start + 4], [0, 1, 1, 0]))
    thigh = np.radians(-3 + 15 * depth)
    arch = np.radians((24.0 if arched else 1.0) * depth)
    pelvis = np.radians((11.0 if arched else -4.0) * depth)
    lean = np.radians(-2.0) + pelvis - arch
    if hidden_back:
        arch, pelvis = np.full_like(arch, np.nan), np.full_like(pelvis, np.nan)
    else:
        arch[5:9] = np.nan
    angles = {
        "trunk_lean": lean,
        "pelvis_tilt": pelvis,
        "lumbar_extension": arch,
        "rear_thigh_angle": thigh,
        "rear_hip_extension": thigh - thigh[0] - pelvis,
        "hip_flexion_r": lean - thigh,
        "knee_angle_r": np.radians(95 + 10 * depth),
        "ankle_angle_r": np.full_like(time, np.radians(-40)),
        "hip_flexion_l": np.full_like(time, np.nan),
    }
    columns = TimeSeries.from_columns(time, {**angles, "hip_forward": 0.2 * depth}, _units(angles))
    points, outline = _figure(time, thigh, lean, np.nan_to_num(arch), hidden_back)
    made = [_repetition(1.0 + 4.0 * number, arched, hidden_back) for number in range(repetitions)]
    missing = (NotMeasured("arch", "an arm lay across the lower back; put both hands on the front knee"),)
    return Analysis(
        source=Source("/somewhere/private/clip.mp4", len(time), FPS, length, *SIZE, len(time)),
        view=View("side", 2.0, True, None),
        movement="half_kneeling_stretch",
        rear_leg="near",
        rear_side="right",
        facing="right",
        points=points,
        outline=outline,
        angles=columns,
        repetitions=tuple(made),
        findings=_findings(repetitions, arched, hidden_back),
        not_measured=missing if hidden_back else (),
    )


def with_psoas(analysis: Analysis) -> Analysis:
    """The same with its psoas, for a camera as good as ours."""
    return add_psoas(
        analysis, bands=load_calibration().bands, reasons={"rear_hip_extension": "an arm hid the back"}
    )


def made_walk() -> Analysis:
    """A few seconds of another movement, with a gap of half a second in every angle."""
    still = made_stretch(1)
    values = still.angles.values.copy()
    values[60:75] = np.nan
    findings = (Finding("verdict", None, "info", "Walking. Angles were measured."),)
    return replace(
        still,
        movement="walking",
        rear_leg=None,
        rear_side=None,
        repetitions=(),
        angles=replace(still.angles, values=values),
        findings=findings,
    )


def made_photo() -> Analysis:
    """One pose without time."""
    still = made_walk()
    one = np.arange(len(still.angles)) == 0
    return replace(
        still,
        movement="standing",
        source=Source("/somewhere/photo.jpg", 1, 0.0, 0.0, *SIZE, 1, is_photo=True),
        points=still.points.where(one),
        outline=still.outline.where(one),
        angles=still.angles.where(one),
    )


def _units(angles: dict[str, Array]) -> dict[str, str]:
    return {**dict.fromkeys(angles, "rad"), "hip_forward": "m"}


def _repetition(start: float, arched: bool, hidden: bool) -> Repetition:
    return Repetition(
        start_s=start,
        hold_start_s=start + 1,
        hold_end_s=start + 3,
        end_s=start + 4,
        thigh_travel_deg=15.0,
        trunk_lean_deg=-15.0 if arched else -7.0,
        hip_extension_change_deg=None if hidden else 4.0 if arched else 19.0,
        arch_change_deg=None if hidden else 24.0 if arched else 1.0,
        pelvis_tilt_change_deg=None if hidden else 11.0 if arched else -4.0,
        compensation_ratio=None if hidden else 1.6 if arched else 0.07,
        faults=("arched_back", "leaning_back") if arched else (),
        good=False if arched else None if hidden else True,
        peak_s=start + 2,
    )


def _findings(count: int, arched: bool, hidden: bool) -> tuple[Finding, ...]:
    cue = EXERCISES[0].faults["arched_back"].cue if arched else None
    says = f"{count} repetitions. The lower back {'arched' if arched else 'stayed quiet'}."
    found = [Finding("verdict", None, "fault" if arched else "undecided" if hidden else "good", says, cue)]
    found.append(Finding("hold", Estimate(2.0, 1.8, 2.2, "s"), "good", "Held for 2.0 s; aim for 2 s."))
    for name in ("arched_back", "leaning_back") if arched else ():
        fault = EXERCISES[0].faults[name]
        says = f"In all {count} repetitions {fault.says}."
        found.append(Finding(name, Estimate.of(count, None, "repetitions"), "fault", says, fault.cue))
    if not hidden:
        value = 24.0 if arched else 1.0
        found.append(
            Finding(
                "arch",
                Estimate(value, value - 4, value + 4, "deg"),
                "info",
                "The arch changed.",
                None,
                ("A 2020",),
            )
        )
    return tuple(found)


def _figure(
    time: Array, thigh: Array, lean: Array, arch: Array, hidden: bool
) -> tuple[TimeSeries, TimeSeries]:
    """Landmarks and back of a figure that kneels facing right [px]."""
    knee = np.tile([444.0, 446.0], (len(time), 1))
    hip = knee + THIGH_PX * np.column_stack([np.sin(thigh), -np.cos(thigh)])
    shoulder = hip + TRUNK_PX * np.column_stack([np.sin(lean), -np.cos(lean)])
    spots = {
        "knee": knee,
        "hip": hip,
        "shoulder": shoulder,
        "ankle": _beside(knee, -140.0, -10.0),
        "heel": _beside(knee, -150.0, -20.0),
        "foot_index": _beside(knee, -185.0, 5.0),
        "elbow": _beside(shoulder, 40.0, 65.0),
        "wrist": _beside(shoulder, 75.0, 90.0),
        "ear": _beside(shoulder, 5.0, -60.0),
    }
    columns = {}
    for name in LANDMARKS:
        joint = name.removeprefix("left_").removeprefix("right_")
        spot = spots.get(joint, _beside(shoulder, 22.0, -58.0))
        shift = np.array([100.0, -150.0]) if name == "left_knee" else np.array([0.0, 0.0])
        columns[f"{name}.x"], columns[f"{name}.y"] = (spot + shift).T
    share = np.linspace(0, 1, STATIONS)
    bow = np.sin(np.pi * share)[None, :] * (10 + np.degrees(arch)[:, None])
    back = {}
    for index, along in enumerate(share):
        spot = hip + along * (shoulder - hip) + np.array([-34.0, 0.0])
        back[f"back_{index:02d}.x"] = np.full(len(time), np.nan) if hidden else spot[:, 0] + bow[:, index]
        back[f"back_{index:02d}.y"] = np.full(len(time), np.nan) if hidden else spot[:, 1]
    return TimeSeries.from_columns(time, columns, "px"), TimeSeries.from_columns(time, back, "px")


def _beside(spot: Array, right: float, down: float) -> Array:
    moved: Array = spot + np.array([right, down])
    return moved


def walls(count: int, *, side: int = 320, fps: float = FPS) -> list[Frame]:
    """Grey pictures of the made-up clip, as a decoder would give them."""
    return [wall(index / fps, side) for index in range(count)]


def wall(time_s: float, side: int) -> Frame:
    """One grey picture."""
    scale = SIZE[0] / side
    return Frame(0, time_s, np.full((round(SIZE[1] / scale), side, 3), 120, np.uint8), scale)

"""Someone who bends the knees and rises, feet in place; and what two force plates would measure of it."""

from functools import cache
from pathlib import Path

import numpy as np

from psoas.capture.files.ground_forces import GroundForce
from psoas.loads.frames import frames_of
from psoas.loads.prepared_motion import prepared_motion
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body
from tests.recordings.made_recording import write_mot

FPS, SECONDS, DEEP_DEG = 30.0, 2.0, 40.0
APART_M = 0.1
"""Half the distance of the feet."""

METRES = ("pelvis_tx", "pelvis_ty", "pelvis_tz")


@cache
def knee_bend(deep_deg: float = DEEP_DEG, fps: float = FPS) -> TimeSeries:
    """Coordinates [rad, m] of one knee bend on feet that stay where they are."""
    time = np.arange(round(SECONDS * fps) + 1) / fps
    knee = np.radians(deep_deg) * (1 - np.cos(2 * np.pi * time / SECONDS)) / 2
    tilt, thigh = 0.35 * knee, -0.55 * knee
    columns = {"pelvis_tilt": tilt, "lumbar_extension": 0.1 * knee}
    for side in "rl":
        columns |= {
            f"hip_flexion_{side}": tilt - thigh,
            f"knee_angle_{side}": knee,
            f"ankle_angle_{side}": thigh + knee,
        }
    heel = body().model.body("calcn_r").id
    at = np.array([body().posed(pose).xpos[heel] for pose in body().poses(columns)])
    columns |= {
        "pelvis_tx": at[0, 0] - at[:, 0],
        "pelvis_ty": at[0, 2] - at[:, 2] + 0.95,
        "pelvis_tz": 0 * time,
    }
    return TimeSeries.from_columns(
        time, columns, {name: "m" if name in METRES else "rad" for name in columns}
    )


def without(series: TimeSeries, *names: str) -> TimeSeries:
    """The same without some of its columns."""
    kept = [name for name in series.names if name not in names]
    units = {name: series.unit_of(name) for name in kept}
    return TimeSeries.from_columns(series.time, {name: series[name] for name in kept}, units)


@cache
def plates(deep_deg: float = DEEP_DEG) -> tuple[GroundForce, GroundForce]:
    """The ground's push on the right and the left foot, half of what the motion needs each.

    By Newton and Euler for the whole body: force and moment that its pelvis would have to be held with, moved to the
    floor, where the moment about the transverse axis vanishes.
    """
    coordinates = knee_bend(deep_deg)
    motion = prepared_motion(body(), coordinates)
    assert len(motion) == len(coordinates)
    frames = frames_of(body(), motion.motion, recorded=True)
    needed = {
        name: frames.dynamics.force[:, body().coordinate_index(name)]
        for name in ("pelvis_tx", "pelvis_ty", "pelvis_tz", "pelvis_tilt", "pelvis_list", "pelvis_rotation")
    }
    for name in ("pelvis_tz", "pelvis_list", "pelvis_rotation"):
        assert np.abs(needed[name]).max() < 1e-6, "the motion is the same on both sides"
    pelvis = frames.dynamics.origins[:, body().model.body("pelvis").id]
    floor = frames.contacts.floor
    ahead = -needed["pelvis_tilt"] + (floor - pelvis[:, 2]) * needed["pelvis_tx"]
    pressed = pelvis[:, 0] + ahead / needed["pelvis_ty"]
    force = np.column_stack([needed["pelvis_tx"], needed["pelvis_ty"], 0 * pressed]) / 2
    height = np.full_like(pressed, floor)
    return tuple(  # type: ignore[return-value]  # two
        GroundForce(
            f"calcn_{side}",
            np.asarray(coordinates.time),
            force,
            np.column_stack([pressed, height, np.full_like(pressed, apart)]),
            np.zeros_like(force),
        )
        for side, apart in (("r", APART_M), ("l", -APART_M))
    )


def turned(plate: GroundForce, radians: float) -> GroundForce:
    """The same plate in a laboratory that is turned about the vertical (y)."""
    c, s = np.cos(radians), np.sin(radians)
    about = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return GroundForce(
        plate.segment, plate.time, plate.force @ about.T, plate.point @ about.T, plate.torque @ about.T
    )


def write_plates(folder: Path, ground: tuple[GroundForce, ...]) -> Path:
    """External loads (.xml) and the forces (.mot) beside them; returns the xml."""
    columns: dict[str, Array] = {}
    words = []
    for number, plate in enumerate(ground, start=1):
        for letter, values in (("v", plate.force), ("p", plate.point), ("m", plate.torque)):
            columns |= {f"plate{number}_{letter}{axis}": values[:, k] for k, axis in enumerate("xyz")}
        words.append(
            f'<ExternalForce name="plate{number}"><isDisabled>false</isDisabled>'
            f"<applied_to_body>{plate.segment}</applied_to_body>"
            "<force_expressed_in_body>ground</force_expressed_in_body>"
            "<point_expressed_in_body>ground</point_expressed_in_body>"
            f"<force_identifier>plate{number}_v</force_identifier>"
            f"<point_identifier>plate{number}_p</point_identifier>"
            f"<torque_identifier>plate{number}_m</torque_identifier></ExternalForce>"
        )
    write_mot(folder / "forces.mot", ground[0].time, columns, "inDegrees=no")
    path = folder / "forces.xml"
    path.write_text(
        '<?xml version="1.0"?><OpenSimDocument Version="40000"><ExternalLoads name="plates"><objects>'
        f"{''.join(words)}</objects><datafile>forces.mot</datafile></ExternalLoads></OpenSimDocument>"
    )
    return path

"""From points to joint angles: what one camera at the side shows."""

from dataclasses import dataclass, field, replace

import numpy as np

from psoas.body import COORDINATES
from psoas.data import read_data
from psoas.motion.angles import (
    Leg,
    Stick,
    leg_angles,
    leg_confidence,
    median_length,
    stick_figure,
    trunk_lean,
    wrapped,
)
from psoas.motion.arch import Trunk, contour_towards, lumbar_extension, trunk_shape
from psoas.motion.calibration import Calibration, load_calibration
from psoas.motion.movement import half_kneels, rear_leg
from psoas.motion.own_frames import own_frames, turned_to_camera
from psoas.motion.segments import find_segments, main_movement
from psoas.motion.view import facing, turned_round, yaw_deg
from psoas.motion.world_stick import MOST_ASIDE_DEG, world_stick
from psoas.quantities import Movement, MovementSegment
from psoas.sides import LETTER, OTHER, OTHER_WORD, SideWord
from psoas.timeseries import Array, Mask, TimeSeries

MOSTLY = 0.5
"""Share of the frames with a person in which the back has to be visible for an arch to be reported."""

ROUGH = "the smaller pose network, for slow computers, is not exact enough for it; the full one is"
"""Why the back is not measured with the lite weights."""


@dataclass(frozen=True)
class MeasuredMotion:
    """Angles of a person and how they came. See `psoas.findings.Analysis` for the series.

    Attributes:
        yaw_deg: camera's angle off a side view [deg], 0..90, or None where the person cannot be read.
        reasons: coordinate to why it was not measured.
        kneeling: (T,) True where the person half-kneels on the rear leg.
        segments: what is done when; none where the movement was given.
    """

    facing: SideWord | None
    yaw_deg: float | None
    movement: Movement
    rear_leg: Leg | None
    angles: TimeSeries
    outline: TimeSeries
    kneeling: Mask
    reasons: dict[str, str] = field(default_factory=dict)
    segments: tuple[MovementSegment, ...] = ()

    @property
    def rear_side(self) -> SideWord | None:
        """The kneeling leg: in a side view the near leg is on the side that faces the camera."""
        if self.rear_leg is None or self.facing is None:
            return None
        return self.facing if self.rear_leg == "near" else OTHER_WORD[self.facing]


def measure(
    points: TimeSeries,
    world: TimeSeries,
    contours: TimeSeries,
    *,
    height_m: float | None = None,
    calibration: Calibration | None = None,
    stretching: bool = False,
    rough: bool = False,
) -> MeasuredMotion:
    """Joint angles of one person from one camera.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        world: the same ``.x``, ``.y``, ``.z`` [m].
        contours: both sides of the trunk's contour [px].
        height_m: the person's standing height; None stands for a usual one.
        calibration: None stands for the program's own.
        stretching: the person is known to do the half-kneeling stretch, however little of it there is so far.
        rough: the points come from the lite weights: knees are less exact, and the back is not measured.
    """
    calibration = calibration or load_calibration()
    towards = facing(points, world)
    if towards is None:
        nothing = np.zeros(len(points), bool)
        empty = TimeSeries.from_columns(points.time, {"trunk_lean": np.full(len(points), np.nan)}, "rad")
        segments = find_segments(world_stick(world), aside=False)
        movement = main_movement(segments)
        turn = _turn(points, world, calibration)
        return MeasuredMotion(None, turn, movement, None, empty, empty, nothing, segments=segments)
    turned = turned_round(points, world, towards)
    points = replace(points, values=np.where(turned[:, None], np.nan, points.values))
    world = replace(world, values=np.where(turned[:, None], np.nan, world.values))
    stick = stick_figure(points, towards)
    near = LETTER[towards]
    sides: dict[Leg, str] = {"near": near, "far": OTHER[near]}
    columns: dict[str, Array] = {"trunk_lean": trunk_lean(stick) - calibration.lean_offset}
    confidence: dict[str, Array] = {}
    legs = {leg: leg_angles(stick, leg) for leg in sides}
    for leg, side in sides.items():
        for name, values in legs[leg].items():
            columns[f"{name}_{side}"] = values
            confidence[f"{name}_{side}"] = leg_confidence(stick, leg)
    yaw = yaw_deg(points, world, towards, calibration)
    to_camera = turned_to_camera(points, world)
    aside = yaw <= MOST_ASIDE_DEG
    figure = stick.squared(yaw) if aside else world_stick(world, towards)
    known = stretching and rear_leg(figure, rough) is not None
    segments = () if known else find_segments(figure, to_camera if aside else None, aside=aside)
    movement = "half_kneeling_stretch" if known else main_movement(segments)
    rear = rear_leg(figure, rough) if movement == "half_kneeling_stretch" else None
    sign = 1.0 if towards == "right" else -1.0
    back = contour_towards(contours, OTHER_WORD[towards], sign)
    kneels = half_kneels(figure, rear, rough) if rear is not None else np.zeros(len(points), bool)
    reasons: dict[str, str] = {}
    if rear is not None:
        belly = contour_towards(contours, towards, sign)
        if rough:
            back, belly = np.full_like(back, np.nan), np.full_like(belly, np.nan)
        shape = trunk_shape(stick, back, belly, calibration)
        visible = shape.points
        columns |= _stretch(stick, rear, legs, shape, kneels, calibration, _metres(stick, height_m), reasons)
        if rough:
            reasons |= dict.fromkeys(reasons, ROUGH)
        for name in ("rear_thigh_angle", "rear_knee_angle", "rear_hip_extension"):
            confidence[name] = leg_confidence(stick, rear)
    else:
        visible = np.full_like(back, np.nan)  # outside the stretch an arm that swings lies on the outline
        reasons["lumbar_extension"] = (
            "the arch of the lower back is read in the half-kneeling stretch only, which this recording does not show"
        )
    columns, left_out = own_frames(columns, sides, stick, segments, movement, to_camera, yaw)
    units = {name: COORDINATES[name].unit for name in columns}
    return MeasuredMotion(
        facing=towards,
        yaw_deg=yaw,
        movement=movement,
        rear_leg=rear,
        angles=TimeSeries.from_columns(points.time, columns, units, confidence),
        outline=_outline(points.time, visible, sign),
        kneeling=kneels,
        reasons=reasons | left_out,
        segments=segments,
    )


def _stretch(
    stick: Stick,
    rear: Leg,
    legs: dict[Leg, dict[str, Array]],
    shape: Trunk,
    kneels: Mask,
    calibration: Calibration,
    metres: float,
    reasons: dict[str, str],
) -> dict[str, Array]:
    """Coordinates of the stretch only; those that were not measured are left out and named in ``reasons``."""
    front: Leg = "far" if rear == "near" else "near"
    # from the middle of both hips: in a side view they coincide, and the network's errors partly cancel
    thigh = stick.angle("mid_hip", f"{rear}_knee") - calibration.thigh_offset
    lean = trunk_lean(stick) - calibration.lean_offset
    hip = stick.joints["mid_hip"]
    columns = {
        "rear_thigh_angle": thigh,
        "rear_knee_angle": legs[rear]["knee_angle"],
        "front_knee_angle": legs[front]["knee_angle"],
        "hip_forward": hip[:, 0] * metres,
        "hip_up": hip[:, 1] * metres,
        "front_knee_past_toes": (
            stick.joints[f"{front}_knee"][:, 0] - stick.joints[f"{front}_foot_index"][:, 0]
        )
        * metres,
    }
    reference = _reference(thigh, kneels)
    leaning = lean - float(np.nanmean(lean[reference])) if reference.any() else lean * np.nan
    arch = lumbar_extension(shape, reference, calibration)
    arch = np.where(kneels, arch, np.nan)
    known = np.isfinite(arch)
    still = len(stick.time) == 1
    if still or known.sum() < MOSTLY * max(int((kneels & np.isfinite(thigh)).sum()), 1):
        why = (
            "it is told as a change from the person's own start, which one picture does not show; film some repetitions"
            if still
            else "an arm lies across the outline of the lower back; rest both hands on the front knee"
            if shape.covered > MOSTLY
            else "the outline of the lower back could not be seen; wear a fitted top, have a plain wall behind you "
            "and keep arms and hair off the lower back"
        )
        reasons |= dict.fromkeys(("lumbar_extension", "pelvis_tilt", "rear_hip_extension"), why)
        return columns | {"rear_thigh_angle": _undrifted(thigh, leaning, reference, calibration.hip_drift)}
    tilt = leaning + calibration.line_share * arch
    true_thigh = _undrifted(thigh, tilt, reference, calibration.hip_drift)
    opening = true_thigh - float(np.nanmean(true_thigh[reference]))
    return columns | {
        "rear_thigh_angle": true_thigh,
        # the chest's own lean: the hip-shoulder line turns with the pelvis and with a share of the arch
        "trunk_lean": lean - (1 - calibration.line_share) * arch,
        "lumbar_extension": arch,
        "pelvis_tilt": tilt,
        "rear_hip_extension": wrapped(opening - tilt),
    }


def _undrifted(thigh: Array, tilt: Array, reference: Mask, drift: float) -> Array:
    """Remove the drift of the hip point from the thigh's angle: seen change = change - drift x (change - tilt).

    Args:
        tilt: (T,) change of the pelvis [rad], + anterior; where the back is hidden the hip-shoulder line stands in for
            it, which is wrong by ``drift`` times the part of the arch that the line does not show.
    """
    if not reference.any():
        return thigh
    start = float(np.nanmean(thigh[reference]))
    corrected: Array = start + (thigh - start - drift * tilt) / (1 - drift)
    return np.where(np.isfinite(tilt), corrected, thigh)


def _reference(thigh: Array, kneels: Mask) -> Mask:
    """(T,) frames that give the angles their zero: kneeling, with the rear thigh in the lowest fifth of its travel.

    The zero drops out of a repetition's changes, which count from the start that `psoas.exercises` finds later.
    """
    usable = kneels & np.isfinite(thigh)
    if not usable.any():
        return usable
    low, high = np.percentile(thigh[usable], [5, 95])
    return np.asarray(usable & (thigh <= low + max(0.2 * (high - low), np.radians(2))))


def _metres(stick: Stick, height_m: float | None) -> float:
    """Size of one pixel [m], from the person's height and the length of a leg."""
    figures = read_data("psoas.motion", "anthropometry.json")
    height = height_m or figures["default_height_m"]
    shanks = [stick.joints[f"{leg}_ankle"] - stick.joints[f"{leg}_knee"] for leg in ("near", "far")]
    leg_px = stick.thigh_px + max(median_length(shank) for shank in shanks)
    return float(height * (figures["thigh"] + figures["shank"]) / leg_px)


def _turn(points: TimeSeries, world: TimeSeries, calibration: Calibration) -> float | None:
    """The camera's angle where the person seems to face it or turn their back."""
    if not np.isfinite(points["nose.x"]).any():
        return None
    return max(yaw_deg(points, world, side, calibration) for side in ("left", "right"))


def _outline(time: Array, points: Array, sign: float) -> TimeSeries:
    names = tuple(f"back_{index:02d}.{axis}" for index in range(points.shape[1]) for axis in "xy")
    picture = np.stack([sign * points[..., 0], -points[..., 1]], axis=2)
    return TimeSeries(time, names, picture.reshape(len(time), -1), ("px",) * len(names))

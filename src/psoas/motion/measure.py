"""From points to joint angles: what one camera at the side shows."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from psoas.body import COORDINATES
from psoas.data import read_data
from psoas.motion.angles import (
    Leg,
    Stick,
    leg_angles,
    leg_confidence,
    stick_figure,
    trunk_lean,
    wrapped,
)
from psoas.motion.arch import contours_of
from psoas.motion.balance import Pitch, balance_pitch, camera_pitch, pitch_unknown
from psoas.motion.calibration import Calibration, load_calibration
from psoas.motion.camera_seen import Seen
from psoas.motion.frontal import FRAME_FROM_FRONT_DEG, FROM_FRONT_DEG, frontal_angles, frontal_bands
from psoas.motion.landmark_depths import segment_depths
from psoas.motion.mixed_legs import leave_out_strays, unread_legs, without_names
from psoas.motion.movement import rear_leg, rear_leg_of
from psoas.motion.ongoing_fit import OngoingFit, side_on_so_far
from psoas.motion.own_frames import frames_of_movement, own_frames, turned_to_camera
from psoas.motion.pace import SlowPace, slow_pace
from psoas.motion.posture import Body2D
from psoas.motion.posture import figure as figure_of
from psoas.motion.segment_list import main_movement, with_frontal, without_goers
from psoas.motion.segments import LEAST_FRAMES, find_segments
from psoas.motion.side_on import SideOn, seen_of, side_on
from psoas.motion.stretch import Stretching, metres_per_px, stretch_angles
from psoas.motion.turn import turn_of
from psoas.motion.view import facing, middle_of, trunk_length, turned_round
from psoas.motion.view_bands import on_feet_bands, view_bands
from psoas.motion.world_stick import MOST_ASIDE_DEG, front_stick, world_stick
from psoas.quantities import MOVEMENTS, Movement, MovementSegment
from psoas.sides import AHEAD, LETTER, OTHER, OTHER_WORD, SIDE_WORDS, SideWord
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import N_, _

OTHER_MOVEMENT = N_(
    "over time it is read in the hip-flexor stretches only, of which this recording shows none"
)
IN_GAIT = N_(
    "over time it is read in the hip-flexor stretches only; of a walk or a run it is "
    "drawn over the mean stride, where the outline shows it"
)

SQUARE_DEG, SQUARE_SHARE = 70.0, 0.9
"""Turn out of the side view from which a leg that looks short points to the camera or away from it [deg], and the share
of the frames in which the person has to face the camera, or have their back to it, for that."""

FROM_SIDE: tuple[Movement, ...] = (
    *(name for name, one in MOVEMENTS.items() if one.stretch),
    "lying",
    "modified_thomas_test",
)
"""Movements of which a camera in front shows nothing that can be used."""

FROM_SIDE_ONLY = N_(
    "the camera stood in front of the person or behind them and looked along the bending; film from the side"
)

KNEELING_FOOT = N_(
    "the foot of the kneeling leg lies on its toes or its back and shows too little for its angle"
)
"""Rendered people: off by 6 to 19 degrees in the median clip, one clip from another by as much again."""

MOST_SEAT_DEG = 40.0
"""Turn up to which the trunk is seen to rest behind the feet; beyond, depth decides, and is too uncertain (ours)."""


@dataclass(frozen=True)
class MeasuredMotion:
    """Angles of a person and how they came. See `psoas.findings.Analysis` for the series.

    Attributes:
        turn_deg: of the person off a side view [deg], + where the camera sees their front; None where the person cannot
            be read.
        unread: why the legs cannot be read, such as that the body hides one; None where they can.
        bands: one standard error [deg] by coordinate, for this view.
        reasons: coordinate to why it was not measured.
        positioned: (T,) True where the person is in the position of the stretch on the rear leg.
        by_stickers: coordinates that two stickers on the pelvis gave, and one standard deviation of their error [deg].
        segments: what is done when; none where the movement was given.
        pace: of the moves, where people hardly ever move so slowly; None where it is usual or not shown.
        fit: of the body to the picture, for the next reading of a recording that goes on; None elsewhere.
        beside: the fitted body as a camera exactly beside it would see it; None where none was fitted.
    """

    facing: SideWord | None
    turn_deg: float | None
    movement: Movement
    rear_leg: Leg | None
    angles: TimeSeries
    outline: TimeSeries
    positioned: Mask
    unread: str | None = None
    bands: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    by_stickers: dict[str, float] = field(default_factory=dict)
    segments: tuple[MovementSegment, ...] = ()
    pace: SlowPace | None = None
    fit: OngoingFit | None = None
    beside: Stick | None = None

    @property
    def pelvis_by(self) -> Literal["outline", "stickers"] | None:
        """The witness of the pelvis's tilt in the stretch; None where there was none."""
        if "pelvis_tilt" not in self.angles:
            return None
        return "stickers" if "pelvis_tilt" in self.by_stickers else "outline"

    @property
    def rear_side(self) -> SideWord | None:
        """The rear leg: in a side view the near leg is on the side that faces the camera."""
        if self.rear_leg is None or self.facing is None:
            return None
        return self.facing if self.rear_leg == "near" else OTHER_WORD[self.facing]


def measure(
    points: TimeSeries,
    world: TimeSeries,
    contours: TimeSeries,
    *,
    size: tuple[int, int] | None = None,
    height_m: float | None = None,
    calibration: Calibration | None = None,
    stretching: Movement | None = None,
    rough: bool = False,
    stickers: TimeSeries | None = None,
    by_room: Pitch | None = None,
    before: OngoingFit | None = None,
) -> MeasuredMotion:
    """Joint angles of one person from one camera.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        world: the same ``.x``, ``.y``, ``.z`` [m].
        contours: both sides of the trunk's contour [px].
        size: width and height of the picture [px]; without it a person who is turned is read as if seen from beside.
        height_m: the person's standing height; None stands for a usual one.
        calibration: None stands for the program's own.
        stretching: the stretch that the person is known to do, however little of it there is so far.
        rough: the points come from the lite weights: knees are less exact, and the back is not measured.
        stickers: of `psoas.capture.pose.Captured`; None where the person wears none.
        by_room: the camera's pitch as the lines of the room show it; None where they do not.
        before: of the last reading of the same recording, where it goes on.
    """
    calibration = calibration or load_calibration()
    towards = facing(points, world)
    if towards is None:
        return _from_front(points, world)
    turned = turned_round(points, world, towards)
    points = replace(points, values=np.where(turned[:, None], np.nan, points.values))
    world = replace(world, values=np.where(turned[:, None], np.nan, world.values))
    seen = stick_figure(points, towards)
    turn = turn_of(points, world, towards)
    to_camera = turned_to_camera(points, world)
    aside = abs(np.degrees(np.nanmedian(turn))) <= MOST_ASIDE_DEG
    by_balance = balance_pitch(world, turn)
    tilted = pitch_unknown(by_balance, by_room, turn)
    shown = seen.where(~to_camera) if aside else seen
    pitch = camera_pitch(by_balance, by_room)
    to_fit = _seen_from_aside(shown, world, turn, towards, size, height_m, pitch)
    beside: SideOn | None = None
    fit: OngoingFit | None = None
    if to_fit is not None and stretching is not None:
        beside, fit = side_on_so_far(shown, *to_fit, towards == "right", before)
    elif to_fit is not None:
        beside = side_on(shown, *to_fit)
    if beside is not None:
        calibration, turn = calibration.of_fitted_body, beside.turn
    stick = seen if beside is None else beside.stick
    turn_deg = float(np.degrees(np.nanmedian(turn)))
    if abs(turn_deg) >= FROM_FRONT_DEG and stretching is None:
        return _from_front(points, world, turn_deg)
    near = LETTER[towards]
    sides: dict[Leg, str] = {"near": near, "far": OTHER[near]}
    columns: dict[str, Array] = {"trunk_lean": trunk_lean(stick) - calibration.lean_offset}
    confidence: dict[str, Array] = {}
    legs = {leg: leg_angles(stick, leg) for leg in sides}
    for leg, side in sides.items():
        for name, values in legs[leg].items():
            columns[f"{name}_{side}"] = values
            confidence[f"{name}_{side}"] = leg_confidence(stick, leg)
    plain = seen.squared(abs(turn_deg)) if beside is None else stick
    figure = (
        plain if aside or (stretching is not None and beside is not None) else world_stick(world, towards)
    )
    known = None if stretching is None or rear_leg(figure, stretching, rough) is None else stretching
    segments: tuple[MovementSegment, ...] = ()
    if aside and not known:
        near_enough = abs(turn_deg) <= MOST_SEAT_DEG
        segments = find_segments(figure, to_camera, seat=near_enough, turn_deg=turn_deg)
        if to_camera.any():
            front_view = world_stick(world, towards).where(to_camera)
            segments = with_frontal(segments, _named_from_front(front_view, points))
    elif not known:
        segments = _named_from_front(figure, points)
    movement = known or main_movement(segments)
    astray = 0.0 if beside is None else beside.astray
    unread = tilted or unread_legs(seen, movement, turn_deg, astray)
    if unread is not None and not known:
        segments = without_names(segments, unread, astray)
        movement = main_movement(segments)
    rear, positioned = rear_leg_of(figure, movement, segments, rough)
    reasons = {"lumbar_extension": _(IN_GAIT if movement in ("walking", "running") else OTHER_MOVEMENT)}
    by_stickers: dict[str, float] = {}
    outline = np.nan * contours_of(contours, towards)[0]  # outside the stretch an arm that swings lies on it
    if rear is not None:
        kneels = movement == "half_kneeling_stretch"
        used = calibration if kneels else calibration.on_feet
        stretch = stretch_angles(
            Stretching(stick, seen, rear, positioned, towards, turn_deg, used, rough),
            contours,
            stickers,
            metres_per_px(stick, height_m),
        )
        columns |= stretch.columns
        reasons, by_stickers, outline = stretch.reasons, stretch.by_stickers, stretch.outline
        # the rear leg has one thigh: where it is known better, the angles by side say the same
        columns[f"thigh_angle_{sides[rear]}"] = columns["rear_thigh_angle"]
        columns[f"hip_flexion_{sides[rear]}"] = wrapped(
            columns["trunk_lean"] - columns["rear_thigh_angle"], centre=np.pi / 3
        )
        for name in ("rear_thigh_angle", "rear_knee_angle", "rear_hip_extension"):
            confidence[name] = leg_confidence(stick, rear)
        if kneels:
            del columns[f"ankle_angle_{sides[rear]}"]
            reasons |= {f"ankle_angle_{sides[rear]}": _(KNEELING_FOOT)}
    columns, left_out = own_frames(columns, sides, seen, segments, movement, to_camera, abs(turn_deg), rear)
    if beside is not None:
        left_out |= leave_out_strays(columns, beside.strays, movement)
    units = {name: COORDINATES[name].unit for name in columns}
    bands = dict(calibration.bands) if beside is None else view_bands(columns, turn_deg, calibration.bands)
    if rear is not None and movement != "half_kneeling_stretch":
        bands = on_feet_bands(bands)
    return MeasuredMotion(
        facing=towards,
        turn_deg=turn_deg,
        movement=movement,
        rear_leg=rear,
        angles=TimeSeries.from_columns(points.time, columns, units, confidence),
        outline=_outline(points.time, outline, towards),
        positioned=positioned,
        unread=unread,
        bands=bands | by_stickers,
        reasons=reasons | left_out,
        by_stickers=by_stickers,
        segments=segments,
        pace=None if known else slow_pace(Body2D(figure)),
        fit=fit,
        beside=None if beside is None else beside.stick,
    )


def _named_from_front(stick: Stick, points: TimeSeries) -> tuple[MovementSegment, ...]:
    """What somebody who faces the camera does, by the depth that the network estimates, while a foot is seen."""
    feet = np.fmax(*(points.confidence_of(f"{side}_ankle.x") for side in ("left", "right")))
    if len(points) >= LEAST_FRAMES:
        stick = stick.where(np.asarray(feet >= figure_of("posture", "foot_seen")))
    segments = find_segments(stick, aside=False, seat=False)
    return without_goers(
        segments, np.asarray(points.time), middle_of(points, "hip", "x"), trunk_length(points)
    )


def _seen_from_aside(
    stick: Stick,
    world: TimeSeries,
    turn: Array,
    towards: SideWord,
    size: tuple[int, int] | None,
    height_m: float | None,
    pitch: Pitch | None,
) -> tuple[Seen, slice] | None:
    """What the fit takes of a person; None where the size of the picture or a leg is not known."""
    if size is None or not np.isfinite(turn).any() or not np.isfinite(stick.thigh_px):
        return None
    height = height_m or read_data("psoas.motion", "anthropometry.json")["default_height_m"]
    depths = segment_depths(world, towards, turn)
    return seen_of(stick, turn, size, towards == "right", height, depths, pitch)


def _from_front(points: TimeSeries, world: TimeSeries, turn_deg: float | None = None) -> MeasuredMotion:
    """Somebody who faces the camera or turns their back to it: the stretch is not judged, other movements in part.

    Args:
        turn_deg: where the person faces a side after all; None where they face neither.
    """
    turns = [np.degrees(turn_of(points, world, side)) for side in SIDE_WORDS]
    if turn_deg is None and np.isfinite(points["nose.x"]).any():
        turn_deg = max((float(np.nanmedian(turn)) for turn in turns), key=abs)
    to_camera = ~(np.fmin(*np.abs(turns)) < FRAME_FROM_FRONT_DEG)
    square = turn_deg is not None and abs(turn_deg) >= SQUARE_DEG and len(points) >= LEAST_FRAMES
    square = square and bool(to_camera.mean() >= SQUARE_SHARE)
    segments = _named_from_front(front_stick(points, world) if square else world_stick(world), points)
    movement = main_movement(segments)
    nothing = TimeSeries(points.time, (), np.empty((len(points), 0)), ())
    angles = nothing
    if turn_deg is not None and abs(turn_deg) >= FROM_FRONT_DEG and movement not in FROM_SIDE:
        named = movement != "unknown"
        mine = frames_of_movement(points.time, segments, movement) if named else np.ones(len(points), bool)
        mine &= to_camera
        columns = {name: np.where(mine, one, np.nan) for name, one in frontal_angles(points, world).items()}
        if any(np.isfinite(one).any() for one in columns.values()):
            angles = TimeSeries.from_columns(points.time, columns, "rad")
    return MeasuredMotion(
        facing=None,
        turn_deg=turn_deg,
        movement=movement,
        rear_leg=None,
        angles=angles,
        outline=nothing,
        positioned=np.zeros(len(points), bool),
        bands={} if turn_deg is None else frontal_bands(turn_deg),
        reasons={"bending": _(FROM_SIDE_ONLY)},
        segments=segments,
    )


def _outline(time: Array, points: Array, towards: SideWord) -> TimeSeries:
    names = tuple(f"back_{index:02d}.{axis}" for index in range(points.shape[1]) for axis in "xy")
    picture = points * [AHEAD[towards], -1.0]
    return TimeSeries(time, names, picture.reshape(len(time), -1), ("px",) * len(names))

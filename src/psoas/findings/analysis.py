"""All that `psoas check` measured in one recording, and the statements made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from psoas.body import Part
from psoas.capture.pose import Captured
from psoas.estimate import Estimate
from psoas.exercises import ExaminedLeg, Repetition, Timeline, clinical_test_of, exercise_of
from psoas.quantities import Movement, MovementSegment
from psoas.sides import SIDE_WORDS, Side, SideWord
from psoas.strides import SideFigure, Stride
from psoas.timeseries import Array, TimeSeries


@dataclass(frozen=True, eq=False)
class MotionSource:
    """The motion-capture recording behind an analysis that came from no picture.

    Attributes:
        kind: ``coordinates`` were read (.mot, .sto), or ``markers`` to which a body was fitted (.trc, .c3d).
        coordinates: (T, C) [rad, m] of the body, its names and signs.
        factors: size of the person's parts against the unscaled body; empty where no marker measured it.
        height_m: as the user gave it, or None.
        marker_error_mm: median and largest over the frames of the markers' RMS error; None for coordinates.
    """

    kind: Literal["coordinates", "markers"]
    coordinates: TimeSeries
    factors: Mapping[Part, float]
    height_m: float | None
    marker_error_mm: tuple[float, float] | None = None


@dataclass(frozen=True)
class Filming:
    """How the camera ran and stood, as far as the file, the user and the pictures show it.

    Attributes:
        filmed_fps: pictures a second of the camera, as the user or the file says; None where neither does.
        slowed: seconds that the file plays for one real second; times are at the real speed.
        speed_doubt: why the speed does not look real, in words; None where it may be. Times are not judged then.
        turned_deg: by how much the picture was turned clockwise to be upright: 0, 90, 180 or 270.
        roll_deg: how far upright things lean to the right in the picture [deg]; None where no line shows it.
        roll_error_deg: one standard error of it [deg].
        levelled: the roll was taken out of the angles.
        rate_varies: the pictures do not follow each other evenly.
        longest_gap_s: longest time without a picture [s]; 0 where none is missing.
    """

    filmed_fps: float | None = None
    slowed: float = 1.0
    speed_doubt: str | None = None
    turned_deg: int = 0
    roll_deg: float | None = None
    roll_error_deg: float | None = None
    levelled: bool = False
    rate_varies: bool = False
    longest_gap_s: float = 0.0


@dataclass(frozen=True)
class Source:
    r"""The file that was read.

    Attributes:
        file: its path; bytes that are no UTF-8, which no report could hold, are written as ``\xff``.
        frames, fps: of the file itself, as it plays.
        duration_s: at the real speed [s], as all times are.
        width, height: of the upright picture [px].
        analysed: how many frames the pose network saw.
        pelvis: the witness of the pelvis's tilt in the stretch; None where there was none.
        motion: of a motion-capture file, which has no pictures: ``width`` and ``height`` are 0 then.
    """

    file: str
    frames: int
    fps: float
    duration_s: float
    width: int
    height: int
    analysed: int
    is_photo: bool = False
    motion: MotionSource | None = None
    filming: Filming = Filming()
    pelvis: Literal["outline", "stickers"] | None = None

    def __post_init__(self) -> None:
        # a name on a system without UTF-8 is known by the bytes that stand for it
        file = self.file.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        object.__setattr__(self, "file", file)


@dataclass(frozen=True)
class View:
    """How the camera stood to the person. ``yaw_deg`` is the angle off a pure side view, 0..90."""

    kind: Literal["side", "oblique", "front", "unknown"]
    yaw_deg: float | None
    usable: bool
    reason: str | None
    advice: str | None = None


@dataclass(frozen=True)
class Finding:
    """One statement about the person: a figure with its band, or None, and the source of its threshold."""

    id: str
    estimate: Estimate | None
    verdict: str
    says: str
    cue: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """The figure; None where the statement has none."""
        return None if self.estimate is None else self.estimate.value

    @property
    def unit(self) -> str:
        """Of the figure; empty where the statement has none."""
        return "" if self.estimate is None else self.estimate.unit

    @property
    def low(self) -> float | None:
        """Lower end of the band; None where there is none."""
        return None if self.estimate is None else self.estimate.low

    @property
    def high(self) -> float | None:
        """Upper end of the band; None where there is none."""
        return None if self.estimate is None else self.estimate.high


@dataclass(frozen=True)
class NotMeasured:
    """A quantity that this recording does not show, and why or what to change."""

    id: str
    reason: str


@dataclass(frozen=True)
class StartPosture:
    """The posture at the person's own start, from which the psoas's change is counted.

    Attributes:
        hip: hip flexion of the rear leg, thigh against pelvis [rad].
        lumbar, pelvis: lumbar extension and pelvic tilt [rad]; 0 where they were not measured against a zero of their
            own, as in upright standing.
        hip_error_deg: one standard error of the hip; None stands for the one that a single camera leaves open, as for
            the lower back, whose own lordosis no marker on the trunk shows.
    """

    hip: float
    lumbar: float = 0.0
    pelvis: float = 0.0
    hip_error_deg: float | None = None


@dataclass(frozen=True, eq=False)
class LoadsOverTime:
    """Loads of the joints and the psoas over a recording, all [N], with their bands.

    Attributes:
        value: by the keys of `psoas.loads.OVER_TIME`: compression of the two lowest discs, contact force of the hips,
            force of the eleven fascicles of each psoas together. NaN in frames without a measurement or without
            equilibrium.
        low, high: of the same names, the ends of the band.
        ground: the source of the ground forces.
        in_equilibrium: share of the measured frames in which muscles and ground hold the body.
        weight: of the body.
        others: (V, T, 6) the values under each other assumption, from which the band comes.
        unheld: assumptions, in words, under which a part of the frames is not in equilibrium; there the band is without
            them.
    """

    value: TimeSeries
    low: TimeSeries
    high: TimeSeries
    ground: Literal["measured", "predicted", "held still"]
    in_equilibrium: float
    weight: float
    others: Array
    unheld: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PsoasMotion:
    """Lengths of the rear leg's psoas, in a model that stands at the start and moves by the measured changes.

    Attributes:
        start: the model's posture at the start.
        posture: ``hip_flexion_r`` or ``_l``, thigh against pelvis, and ``lumbar_extension``, of the model [rad].
        change: length less that at the start: the eleven fascicles from the top down and, last, ``psoas_r`` or
            ``psoas_l``, their mean weighted by strength [m].
        error: of the same names, half of the error band [m].
        standing: by the same names, length of the model with all coordinates at zero [m].
        height_m: of the person for whom the model was made; None stands for 1.70 m, unless markers measured the
            person.
    """

    start: StartPosture
    posture: TimeSeries
    change: TimeSeries
    error: TimeSeries
    standing: Mapping[str, float]
    height_m: float | None

    @property
    def whole(self) -> str:
        """The name of the psoas as a whole."""
        return self.change.names[-1]

    @property
    def side(self) -> Side:
        """The side of this psoas; ``r`` also where the side is not known: the model is the same on both sides."""
        return "l" if self.whole.endswith("_l") else "r"


@dataclass(frozen=True)
class Analysis:
    """All that was computed for one recording.

    Attributes:
        points: 33 body landmarks, names ``<landmark>.x`` and ``<landmark>.y`` [px of the upright picture].
        outline: the contour of the back, names ``<station>.x`` and ``.y`` [px]; NaN where it is hidden.
        angles: joint angles [rad] and distances [m] by name, see `psoas.body.coordinates`.
        psoas: lengths of the rear leg's psoas; None where hip and lower back were not both measured.
        loads: of joints and psoas; None where they were not requested or could not be computed.
        timeline: kneeling, repetitions and the person's own start, found once; None where no exercise was scored.
        captured: what the pose network saw; None of a motion file.
        segments: what is done when, in the order of time; named from any view, also where nothing can be measured.
        strides: of walking and running, in the order of time.
        stride_sides: the strides of the main gait together: mean of each side, spread, and difference.
        stride_angles: angles of a clip within the strides of the main gait [rad], see `psoas.findings.stride_angles`;
            None without a stride, and of a motion file.
        gait_psoas: length and speed of both psoas in a gait, see `psoas.findings.gait_psoas`; None where not computed.
        errors: one standard error [deg] of each coordinate, as this recording and its view measure it.
        examined: the legs of a clinical test, the one tested first in front; none where no test was done.
    """

    source: Source
    view: View
    movement: Movement
    rear_leg: Literal["near", "far"] | None
    rear_side: SideWord | None
    facing: SideWord | None
    points: TimeSeries
    outline: TimeSeries
    angles: TimeSeries
    repetitions: tuple[Repetition, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    psoas: PsoasMotion | None = None
    loads: LoadsOverTime | None = None
    timeline: Timeline | None = None
    captured: Captured | None = None
    segments: tuple[MovementSegment, ...] = ()
    strides: tuple[Stride, ...] = ()
    stride_sides: tuple[SideFigure, ...] = ()
    stride_angles: TimeSeries | None = None
    gait_psoas: TimeSeries | None = None
    errors: Mapping[str, float] = field(default_factory=dict)
    examined: tuple[ExaminedLeg, ...] = ()

    @property
    def main_strides(self) -> tuple[Stride, ...]:
        """The strides of the movement that fills most of the recording."""
        return tuple(one for one in self.strides if one.movement == self.movement)

    @property
    def angles_over_stride(self) -> TimeSeries:
        """The angles for curves over the stride [rad]."""
        return self.angles if self.stride_angles is None else self.stride_angles

    @property
    def stride_side_words(self) -> tuple[SideWord, ...]:
        """The sides that have a figure in ``stride_sides``, in the order of tables."""
        return tuple(word for word in SIDE_WORDS if any(word in one.mean for one in self.stride_sides))

    @property
    def tells(self) -> bool:
        """Whether the recording shows anything: a usable view, a known movement and, of an exercise, a repetition."""
        if clinical_test_of(self.movement) is not None and self.view.usable:
            return bool(self.examined)
        if self.source.is_photo or not self.view.usable:
            return self.view.usable
        if exercise_of(self.movement) is not None:
            return bool(self.repetitions)
        return self.movement != "unknown"

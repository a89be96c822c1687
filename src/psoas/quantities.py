"""The one table of what is measured and how it is called; JSON, tables, report, terminal and app all read it.

Joint angles themselves stand in `psoas.body.COORDINATES`; here are the figures of a repetition that come from them, and
the movements that are recognised.
"""

from dataclasses import dataclass
from typing import Final, Literal

from psoas.words import N_, translated

Movement = Literal[
    "half_kneeling_stretch",
    "standing_hip_flexor_stretch",
    "lunge_stretch",
    "standing",
    "sit_to_stand",
    "squat",
    "lunge",
    "split_squat",
    "walking",
    "running",
    "lying",
    "modified_thomas_test",
    "unknown",
]


@translated("label", "doing")
@dataclass(frozen=True)
class RecognisedMovement:
    """A movement of the person.

    Attributes:
        label: its name as a title.
        doing: the start of a sentence about the person.
        slow: slow enough to be taken as postures that are held, one after the other.
        stretch: a stretch of the rear leg's hip, of which that leg, the pelvis and the lower back are measured.
    """

    label: str
    doing: str
    slow: bool = False
    stretch: bool = False


MOVEMENTS: Final[dict[Movement, RecognisedMovement]] = {
    "half_kneeling_stretch": RecognisedMovement(
        N_("Half-kneeling hip-flexor stretch"), N_("Half kneeling"), slow=True, stretch=True
    ),
    "standing_hip_flexor_stretch": RecognisedMovement(
        N_("Standing hip-flexor stretch"), N_("Standing hip stretch"), slow=True, stretch=True
    ),
    "lunge_stretch": RecognisedMovement(
        N_("Lunge stretch"), N_("Stretching in a lunge"), slow=True, stretch=True
    ),
    "standing": RecognisedMovement(N_("Standing"), N_("Standing"), slow=True),
    "sit_to_stand": RecognisedMovement(N_("Sit to stand"), N_("Sitting and standing up"), slow=True),
    "squat": RecognisedMovement(N_("Squat"), N_("Squatting"), slow=True),
    "lunge": RecognisedMovement(N_("Lunge"), N_("Lunging"), slow=True),
    "split_squat": RecognisedMovement(N_("Split squat"), N_("Split squats"), slow=True),
    "walking": RecognisedMovement(N_("Walking"), N_("Walking")),
    "running": RecognisedMovement(N_("Running"), N_("Running")),
    "lying": RecognisedMovement(N_("Lying"), N_("Lying"), slow=True),
    "modified_thomas_test": RecognisedMovement(N_("Modified Thomas test"), N_("Thomas test"), slow=True),
    "unknown": RecognisedMovement(N_("Movement not recognised"), N_("The movement was not recognised")),
}


@dataclass(frozen=True)
class MovementSegment:
    """A part of a recording in which the person does one thing.

    Attributes:
        movement: ``unknown`` where the rules for none of the others hold.
        start_s, end_s: times of its first and last frame.
        why: what it was told by, as the rest of a sentence.
        likeliest: the movement itself and what else it may be; of an unknown one, the two that fit best.
        front_leg: the leg in front in a lunge or a split squat, the other one being behind; None where both took turns.
        strides_per_s: of walking and running, in the file's time.
    """

    movement: Movement
    start_s: float
    end_s: float
    why: str
    likeliest: tuple[Movement, ...] = ()
    front_leg: Literal["near", "far"] | None = None
    strides_per_s: float | None = None

    @property
    def duration_s(self) -> float:
        """From the first frame to the last."""
        return self.end_s - self.start_s


@translated("name", "short", "meaning")
@dataclass(frozen=True)
class MeasuredQuantity:
    """One figure of a repetition.

    Attributes:
        key: name of the finding about it, and of its newest value while the camera runs.
        unit: ``deg``, ``m``, ``s`` or ``1``.
        name: heading in the report.
        short: heading in a narrow table.
        meaning: one phrase that says what the figure is and what its sign means.
        coordinate: the coordinate of `psoas.body` from which it is taken, whose error band it has; None for a time.
        column: its name in a repetition's JSON and in `psoas.exercises.Repetition`; None where the JSON has no
            such column.
        record: its name in what the coach keeps; None where it is not kept.
    """

    key: str
    unit: str
    name: str
    short: str
    meaning: str
    coordinate: str | None = None
    column: str | None = None
    record: str | None = None


THIGH_TRAVEL: Final = MeasuredQuantity(
    "thigh_travel",
    "deg",
    N_("Rear thigh moved"),
    N_("thigh"),
    N_("how far the thigh moved"),
    "rear_thigh_angle",
    "thigh_travel_deg",
    "thigh_travel",
)
HIP_OPENING: Final = MeasuredQuantity(
    "hip_opening",
    "deg",
    N_("Hip opened"),
    N_("hip opened"),
    N_("how far the hip opened: the thigh against the pelvis"),
    "rear_hip_extension",
    "hip_extension_change_deg",
    "hip_opening",
)
ARCH: Final = MeasuredQuantity(
    "arch",
    "deg",
    N_("Lower back arch"),
    N_("arch"),
    N_("how far the lower back arched"),
    "lumbar_extension",
    "arch_change_deg",
    "arch",
)
PELVIS: Final = MeasuredQuantity(
    "pelvis",
    "deg",
    N_("Pelvis tipped forward"),
    N_("pelvis"),
    N_("how far the front of the pelvis went down"),
    "pelvis_tilt",
    "pelvis_tilt_change_deg",
    "pelvis",
)
TRUNK: Final = MeasuredQuantity(
    "trunk",
    "deg",
    N_("Trunk lean"),
    N_("trunk lean"),
    N_("how far the trunk leaned, + is forward"),
    "trunk_lean",
    "trunk_lean_deg",
    "trunk_lean",
)

QUANTITIES: Final = (THIGH_TRAVEL, HIP_OPENING, ARCH, PELVIS, TRUNK)
"""The figures of a repetition, in the order of every table."""

RECORDED: Final = {
    quantity.record: quantity.coordinate for quantity in QUANTITIES if quantity.record and quantity.coordinate
}
"""Coordinate behind each figure that the coach keeps."""


def finding_of(coordinate: str) -> str:
    """The id of the finding about a coordinate: that of the quantity taken from it, or the coordinate's own name."""
    return next((one.key for one in QUANTITIES if one.coordinate == coordinate), coordinate)

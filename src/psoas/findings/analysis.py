"""What `psoas check` knows about one recording, and the statements made from it."""

from dataclasses import dataclass, field
from typing import Literal

from psoas.timeseries import TimeSeries

Movement = Literal[
    "half_kneeling_stretch", "standing", "sit_to_stand", "squat", "walking", "running", "unknown"
]
ViewKind = Literal["side", "oblique", "front", "unknown"]


@dataclass(frozen=True)
class Source:
    """The file that was read. ``frames`` and ``fps`` are the file's own; ``analysed`` frames were looked at."""

    file: str
    frames: int
    fps: float
    duration_s: float
    width: int
    height: int
    analysed: int
    is_photo: bool = False


@dataclass(frozen=True)
class View:
    """How the camera stood to the person. ``yaw_deg`` is the angle off a pure side view, 0..90."""

    kind: ViewKind
    yaw_deg: float | None
    usable: bool
    reason: str | None
    advice: str | None = None


@dataclass(frozen=True)
class Repetition:
    """One repetition of the half-kneeling stretch. Angles [deg], times [s]; None was not measured.

    ``good`` is None where the arch or the pelvis could not be seen: undecided, not true.
    """

    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    thigh_travel_deg: float
    trunk_lean_deg: float
    hip_extension_change_deg: float | None
    arch_change_deg: float | None
    pelvis_tilt_change_deg: float | None
    compensation_ratio: float | None
    faults: tuple[str, ...]
    good: bool | None
    peak_s: float

    @property
    def hold_s(self) -> float:
        """How long the end position was held [s]."""
        return self.hold_end_s - self.hold_start_s


@dataclass(frozen=True)
class Finding:
    """One statement about the person, with its error band and the source of its threshold."""

    id: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    verdict: str
    says: str
    cue: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NotMeasured:
    """Something asked that this recording cannot answer, and what to change."""

    id: str
    reason: str


@dataclass(frozen=True)
class Analysis:
    """All that was computed for one recording.

    Attributes:
        points: 33 body landmarks, names ``<landmark>.x`` and ``<landmark>.y`` [px of the upright picture].
        outline: the contour of the back, names ``<station>.x`` and ``.y`` [px]; NaN where it is hidden.
        angles: joint angles [rad] and distances [m] by name, see `psoas.body.coordinates`.
    """

    source: Source
    view: View
    movement: Movement
    rear_leg: Literal["near", "far"] | None
    rear_side: Literal["left", "right"] | None
    facing: Literal["left", "right"] | None
    points: TimeSeries
    outline: TimeSeries
    angles: TimeSeries
    repetitions: tuple[Repetition, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_measured: tuple[NotMeasured, ...] = ()
    files: dict[str, str] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether it answers anything: a usable view, a movement that is known and, of the stretch, a repetition."""
        if self.source.is_photo or not self.view.usable:
            return self.view.usable
        return (
            bool(self.repetitions) if self.movement == "half_kneeling_stretch" else self.movement != "unknown"
        )

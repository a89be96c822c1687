"""How far off an angle from a motion-capture file may be: ``recording_error.json``, with its sources."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from psoas.data import read_data

PATH = Path(__file__).parent / "recording_error.json"


@dataclass(frozen=True)
class RecordingError:
    """The content of ``recording_error.json``.

    Attributes:
        bands: one standard error of a change [deg] by coordinate.
        start_hip: one standard error of the angle of the hip at the start, from markers [deg].
        how_known: where the figure comes from, in a few sentences.
        sources: the studies.
    """

    bands: dict[str, float]
    start_hip: float
    how_known: str
    sources: tuple[str, ...]


@cache
def load_recording_error() -> RecordingError:
    """The error bands of angles from markers."""
    content = read_data("psoas.motion", PATH.name)
    return RecordingError(
        dict.fromkeys(content["coordinates"], float(content["standard_error_deg"])),
        float(content["start_hip_deg"]),
        content["how_known"],
        tuple(f"{entry['source']}, doi {entry['doi']}" for entry in content["sources"]),
    )

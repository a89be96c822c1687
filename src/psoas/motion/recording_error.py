"""Errors of angles from a motion-capture file, from ``recording_error.json`` with its sources."""

from dataclasses import dataclass
from functools import cache

from psoas.data import read_data


@dataclass(frozen=True)
class RecordingError:
    """The content of ``recording_error.json``.

    Attributes:
        bands: one standard error of a change [deg] by coordinate.
        start_hip: one standard error of the angle of the hip at the start, from markers [deg].
        sources: the studies.
    """

    bands: dict[str, float]
    start_hip: float
    sources: tuple[str, ...]


@cache
def load_recording_error() -> RecordingError:
    """The errors of angles from markers."""
    content = read_data("psoas.motion", "recording_error.json")
    return RecordingError(
        dict.fromkeys(content["coordinates"], float(content["standard_error_deg"])),
        float(content["start_hip_deg"]),
        tuple(f"{entry['source']}, doi {entry['doi']}" for entry in content["sources"]),
    )

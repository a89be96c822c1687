"""The errors of angles from markers come from a data file with its sources."""

from psoas.body.coordinates import COORDINATES
from psoas.motion.recording_error import load_recording_error


def test_the_bands_come_from_the_data_file() -> None:
    error = load_recording_error()
    assert error.bands["lumbar_extension"] == 2.5
    assert len(error.sources) == 3
    assert all("doi 10." in source for source in error.sources)


def test_every_band_belongs_to_an_angle() -> None:
    error = load_recording_error()
    assert {COORDINATES[name].unit for name in error.bands} == {"rad"}
    assert error.start_hip > max(error.bands.values()), "an absolute angle is known less well than a change"

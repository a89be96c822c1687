"""Marker trajectories: metres, gaps, and a unit that cannot be right."""

from pathlib import Path

import numpy as np
import pytest

from psoas.capture.files.markers import Markers, check_names, checked_markers, span_of
from psoas.errors import InputError
from tests.capture.files.marker_files import standing_person

FILE = Path("walk.trc")


def test_markers_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="positions have the shape"):
        Markers(np.arange(2.0), ("a",), np.zeros((2, 2, 3)))
    with pytest.raises(ValueError, match="a name occurs twice"):
        Markers(np.arange(2.0), ("a", "a"), np.zeros((2, 2, 3)))
    with pytest.raises(ValueError, match="time does not increase"):
        Markers(np.zeros(2), ("a",), np.zeros((2, 1, 3)))


def test_a_name_that_occurs_twice_is_refused() -> None:
    check_names(["RASI", "LASI"], "walk.trc")
    with pytest.raises(InputError, match=r"walk.trc, line 4: the marker RASI occurs twice"):
        check_names(["RASI", "LASI", "RASI"], "walk.trc, line 4")


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1000.0), (" CM ", 100.0), ("metres", 1.0)])
def test_any_unit_becomes_metres(unit: str, factor: float) -> None:
    time, names, positions = standing_person()
    found = checked_markers(time, names, positions * factor, unit, FILE)
    np.testing.assert_allclose(found.positions, positions)


def test_an_unknown_or_wrong_unit_is_refused() -> None:
    time, names, positions = standing_person()
    with pytest.raises(InputError, match="the unit 'inch' in its header is not known"):
        checked_markers(time, names, positions, "inch", FILE)
    with pytest.raises(
        InputError, match=r"would span 1.66e\+03 m with m as the header says; write mm in its header"
    ):
        checked_markers(time, names, positions * 1000, "m", FILE)


def test_zero_positions_are_gaps_and_a_marker_without_any_other_is_absent() -> None:
    time, names, positions = standing_person()
    positions[3:5, 0] = 0
    positions[:, 4] = np.nan
    found = checked_markers(time, names, positions, "m", FILE)
    assert found.absent == (names[4],)
    assert names[4] not in found.names
    assert np.flatnonzero(np.isnan(found.positions[:, 0, 0])).tolist() == [3, 4]


def test_the_span_needs_four_markers() -> None:
    _, _, positions = standing_person()
    assert span_of(positions) == pytest.approx(1.66)
    positions[:, 3:] = np.nan
    assert np.isnan(span_of(positions))

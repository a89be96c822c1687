"""Marker trajectories: metres, gaps, and a unit that cannot be right."""

from pathlib import Path

import numpy as np
import pytest

from psoas.capture.files.markers import Markers, checked_markers, distinct_names, span_of
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


def test_a_name_that_occurs_twice_is_used_once_and_said() -> None:
    assert distinct_names(["RASI", "LASI"]) == (["RASI", "LASI"], ())
    names, notes = distinct_names(["RASI", "LASI", "RASI"])
    assert names == ["RASI", "LASI", "RASI (2)"]
    assert notes == (
        ("markers_repeated", "These names occur more than once, and the first of each is used: RASI"),
    )


def test_names_cut_after_four_letters_are_completed_by_their_descriptions() -> None:
    names, notes = distinct_names(["RKNE", "RKNE", "LASI"], ["R.Knee.Lateral", "R.Knee.Medial", "L.ASIS"])
    assert names == ["R.Knee.Lateral", "R.Knee.Medial", "LASI"]
    assert notes == ()
    assert distinct_names(["T8", "T8"], ["Unnamed Marker 1", "Unnamed Marker 4"])[0] == ["T8", "T8 (2)"]


def test_a_wild_cell_is_one_gap_and_is_counted() -> None:
    time, names, positions = standing_person(60)
    whole = positions.copy()
    positions[20, 2, 1] = 1e4
    positions[30:32, 1, 0] += 3.0
    found = checked_markers(time, names, positions, "m", FILE)
    gaps = np.argwhere(np.isnan(found.positions[:, :, 0])).tolist()
    assert gaps == [[20, 2], [30, 1], [31, 1]]
    kept = np.isfinite(found.positions)
    np.testing.assert_array_equal(found.positions[kept], whole[kept])
    assert [name for name, _ in found.notes] == ["wild_cells"]
    assert found.notes[0][1].startswith("3 marker positions are left out as a gap")


def test_fast_limbs_and_a_walk_through_a_hall_are_no_wild_cells() -> None:
    time, names, positions = standing_person(200)
    positions[:, :, 0] += 8.0 * time[:, None]
    positions[:, 5, 0] += np.sin(2 * np.pi * 3 * time)
    assert checked_markers(time, names, positions, "m", FILE).notes == ()


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

"""Time and named values: what is refused, selected, joined."""

import numpy as np
import pytest

from psoas.timeseries import TimeSeries, bridged, runs_of, runs_over_gaps

TIME = np.array([0.0, 0.5, 1.0])


def series(**columns: list[float]) -> TimeSeries:
    return TimeSeries.from_columns(TIME, columns, "rad")


def test_columns_are_found_by_name() -> None:
    both = series(hip=[1, 2, 3], knee=[4, 5, np.nan])
    assert both["knee"][:2].tolist() == [4, 5]
    assert both.unit_of("hip") == "rad"
    assert "hip" in both
    assert "ankle" not in both
    assert both.confidence_of("knee").tolist() == [1, 1, 0]
    with pytest.raises(KeyError, match="no 'ankle' here; there is: hip, knee"):
        _ = both["ankle"]


def test_a_part_in_time() -> None:
    part = series(hip=[1, 2, 3]).between(0.5, 2.0)
    assert part.time.tolist() == [0.5, 1.0]
    assert len(part) == 2


def test_joined_series_keep_units_and_confidence() -> None:
    sure = TimeSeries.from_columns(TIME, {"knee": [4, 5, 6]}, "deg", {"knee": [0.1, 0.2, 0.3]})
    joined = series(hip=[1, 2, 3]).joined(sure)
    assert joined.units == ("rad", "deg")
    assert joined.confidence_of("hip").tolist() == [1, 1, 1]
    assert joined.confidence_of("knee").tolist() == [0.1, 0.2, 0.3]
    with pytest.raises(ValueError, match="different time"):
        joined.joined(series(ankle=[1, 2, 3]).between(0, 0.6))


@pytest.mark.parametrize(
    ("time", "names", "values", "units", "says"),
    [
        ([0.0, 1.0], ("a",), np.zeros((3, 1)), ("m",), "values have the shape"),
        ([0.0, 1.0], ("a",), np.zeros((2, 1)), ("m", "m"), "1 names need as many units"),
        ([0.0, 1.0], ("a", "a"), np.zeros((2, 2)), ("m", "m"), "a name occurs twice"),
        ([1.0, 1.0], ("a",), np.zeros((2, 1)), ("m",), "time does not increase"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    time: list[float], names: tuple[str, ...], values: np.ndarray, units: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        TimeSeries(np.array(time), names, values, units)


def test_confidence_has_the_shape_of_the_values() -> None:
    with pytest.raises(ValueError, match="confidence has the shape"):
        TimeSeries(TIME, ("a",), np.zeros((3, 1)), ("m",), np.zeros((2, 1)))


def test_names_can_be_left_out() -> None:
    series = TimeSeries.from_columns(
        np.arange(3.0), {"a": np.zeros(3), "b": np.ones(3)}, "rad", {"b": np.ones(3)}
    )
    kept = series.without(["a", "never there"])
    assert kept.names == ("b",)
    assert np.array_equal(kept["b"], np.ones(3))
    assert np.array_equal(kept.confidence_of("b"), np.ones(3))


@pytest.mark.parametrize(
    ("mask", "runs"),
    [
        ("", []),
        ("...", []),
        ("###", [(0, 2)]),
        ("#..##.#", [(0, 0), (3, 4), (6, 6)]),
    ],
)
def test_runs_of_true(mask: str, runs: list[tuple[int, int]]) -> None:
    assert runs_of(np.array([letter == "#" for letter in mask], bool)) == runs


def test_runs_are_taken_together_over_short_gaps() -> None:
    mask = np.array([letter == "#" for letter in "##.##...#"], bool)
    time = 0.1 * np.arange(len(mask))
    assert runs_over_gaps(time, mask, 0.25) == [(0, 4), (8, 8)]
    assert runs_over_gaps(time, mask, 0.45) == [(0, 8)]
    assert runs_over_gaps(time, ~mask & mask, 1.0) == []


def test_short_gaps_are_bridged_and_long_ones_and_the_ends_are_not() -> None:
    values = np.array([np.nan, 1, np.nan, 3, np.nan, np.nan, np.nan, 7, np.nan])
    time = 0.1 * np.arange(len(values))
    assert bridged(time, values, 0.25) == pytest.approx(
        [np.nan, 1, 2, 3, np.nan, np.nan, np.nan, 7, np.nan], nan_ok=True
    )
    assert bridged(time, values, np.inf)[1:8] == pytest.approx(np.arange(1, 8))
    assert np.isnan(bridged(time[:1], values[:1], np.inf)).all()

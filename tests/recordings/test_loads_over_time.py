"""Loads over a recording with their band."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from psoas.errors import CannotTellError, InputError
from psoas.findings.analysis import LoadsOverTime
from psoas.loads.body_loads import Assumptions
from psoas.loads.joint_loads import DISCS
from psoas.loads.load_quantities import OVER_TIME
from psoas.loads.motion_loads import MotionLoads, motion_loads
from psoas.loads.sensitivity import Varied, usual_variations
from psoas.recordings.loads_over_time import loads_over_time
from psoas.timeseries import TimeSeries
from tests.loaded import body, heavy, weight
from tests.loads.stepping import stepping
from tests.recordings.made_motion import knee_bend, plates

ERRORS = {"lumbar_extension": 4.0, "pelvis_tilt": 3.0}


@cache
def told() -> tuple[LoadsOverTime, MotionLoads]:
    return loads_over_time(body(), knee_bend())


@cache
def doubtful() -> LoadsOverTime:
    """The same, of angles with errors."""
    return loads_over_time(body(), knee_bend(), errors=ERRORS)[0]


def test_the_figures_are_those_of_the_frames() -> None:
    found, detail = told()
    loads = detail.loads
    expected = {
        "L4_L5_compression": loads.discs[:, DISCS.index("L4_L5"), 0],
        "L5_S1_compression": loads.discs[:, DISCS.index("L5_S1"), 0],
        "hip_r_contact": loads.hips[:, 0],
        "hip_l_contact": loads.hips[:, 1],
        "psoas_r": loads.psoas[:, 0],
        "psoas_l": loads.psoas[:, 1],
    }
    assert found.value.names == tuple(expected) == OVER_TIME
    for name, values in expected.items():
        np.testing.assert_allclose(found.value[name], values)
        assert found.value.unit_of(name) == "N"
    assert found.in_equilibrium == 1.0
    assert found.ground == "predicted"
    assert found.weight == pytest.approx(weight(body()), rel=1e-3)
    np.testing.assert_array_equal(found.value.time, knee_bend().time)


def test_every_value_lies_in_its_band_and_the_band_is_wide() -> None:
    for found in (told()[0], doubtful()):
        assert (found.low.values <= found.value.values).all()
        assert (found.high.values >= found.value.values).all()
        assert (found.high["L4_L5_compression"] - found.low["L4_L5_compression"]).min() > 5


@pytest.mark.parametrize("number", [0, 2, 4, 9])
def test_the_band_is_made_of_the_loads_under_other_assumptions(number: int) -> None:
    variation = usual_variations(Assumptions())[number]
    other = motion_loads(body(), knee_bend(), assumptions=variation.assumptions).loads
    found = told()[0]
    np.testing.assert_allclose(
        found.others[number][:, :2], other.discs[:, [DISCS.index("L4_L5"), -1], 0], atol=0.5
    )
    np.testing.assert_allclose(found.others[number][:, 2:4], other.hips, atol=0.5)
    np.testing.assert_allclose(found.others[number][:, 4:], other.psoas, atol=0.5)
    low, high = Varied(found.value.values.astype(np.float64), found.others.astype(np.float64)).band
    np.testing.assert_array_equal(found.low.values, low)
    np.testing.assert_array_equal(found.high.values, high)


def test_angles_that_may_be_off_widen_the_band() -> None:
    sure, unsure = told()[0], doubtful()
    np.testing.assert_allclose(unsure.value.values, sure.value.values)
    width = [(one.high["L4_L5_compression"] - one.low["L4_L5_compression"]).mean() for one in (sure, unsure)]
    assert width[1] > width[0] + 20


def test_a_band_between_two_frames_of_which_it_was_computed_lies_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("psoas.recordings.loads_over_time.KNOTS", 9)
    rough, exact = loads_over_time(body(), knee_bend())[0], told()[0]
    np.testing.assert_allclose(rough.value.values, exact.value.values)
    ends = np.array([0, 30, 60])
    np.testing.assert_allclose(rough.high.values[ends], exact.high.values[ends], rtol=1e-3)
    np.testing.assert_allclose(rough.high["L4_L5_compression"], exact.high["L4_L5_compression"], rtol=0.1)


def test_a_gap_has_no_value_and_no_band() -> None:
    values = knee_bend().values.copy()
    values[20:30] = np.nan
    found, _ = loads_over_time(body(), replace(knee_bend(), values=values), errors=ERRORS)
    for series in (found.value, found.low, found.high):
        assert np.isnan(series.values[20:30]).all()
        assert np.isfinite(series.values[:20]).all()
        assert np.isfinite(series.values[30:]).all()


def test_measured_ground_is_told_as_measured_and_held_frames_as_held() -> None:
    measured, detail = loads_over_time(body(), knee_bend(), ground=plates())
    assert measured.ground == "measured"
    assert detail.measured
    held = loads_over_time(body(), knee_bend(), still=True)[0]
    assert held.ground == "held still"
    np.testing.assert_allclose(
        held.value["L4_L5_compression"], told()[0].value["L4_L5_compression"], rtol=0.15
    )


def test_assumptions_are_taken_and_varied_from_there() -> None:
    strong = Assumptions(strength=2.0)
    found, detail = loads_over_time(body(), knee_bend(), assumptions=strong)
    same = motion_loads(body(), knee_bend(), assumptions=strong).loads
    np.testing.assert_allclose(detail.loads.hips, same.hips, atol=1e-6)
    assert len(found.others) == len(usual_variations(strong))


def test_nothing_in_equilibrium_is_refused() -> None:
    with pytest.raises(
        InputError, match="in no frame can muscles and ground carry the movement: check the person's mass"
    ):
        loads_over_time(heavy(), knee_bend(), ground=plates())


def test_loads_of_less_than_half_of_the_frames_are_not_given() -> None:
    weak = Assumptions(strength=0.04)
    share = motion_loads(body(), knee_bend(), assumptions=weak).loads.in_equilibrium.mean()
    assert 0 < share < 0.5
    with pytest.raises(CannotTellError, match=rf"movement in {share:.0%} of the frames only.*from 50% on"):
        loads_over_time(body(), knee_bend(), assumptions=weak)


@pytest.mark.parametrize("movement", ["feet in place", "steps"])
def test_processes_of_their_own_change_no_byte(movement: str) -> None:
    """Ground forces of steps are predicted in each process; those of feet in place are unknowns of the muscles'."""
    recording = knee_bend(fps=300.0) if movement == "feet in place" else stepping(0.0)
    alone, helped = (
        loads_over_time(body(), recording, errors=ERRORS, workers=workers)[0] for workers in (0, 2)
    )
    assert np.isfinite(alone.others).any()
    assert alone.others.tobytes() == helped.others.tobytes()
    assert alone.low.values.tobytes() == helped.low.values.tobytes()


def test_progress_names_its_stages() -> None:
    seen: list[tuple[str, int, int | None]] = []
    loads_over_time(body(), knee_bend(), errors=ERRORS, progress=lambda *what: seen.append(what))
    assert list(dict.fromkeys(words for words, _, _ in seen)) == [
        "muscle forces",
        "how far off they may be",
        "how far off the angles may be",
    ]
    assert all(total is None or done <= total for _, done, total in seen)


def test_a_pelvis_that_may_tip_otherwise_leaves_legs_and_chest_in_place() -> None:
    """The band of a pelvis that is off by an angle is that of a recording in which it is."""
    off = np.radians(1.96 * ERRORS["pelvis_tilt"])
    some = knee_bend()
    columns = {name: some[name].copy() for name in some.names}
    for name in ("pelvis_tilt", "hip_flexion_r", "hip_flexion_l", "lumbar_extension"):
        columns[name] += off
    units = dict(zip(some.names, some.units, strict=True))
    tipped = motion_loads(body(), TimeSeries.from_columns(some.time, columns, units))
    expected = tipped.over_time(tipped.loads.discs[:, DISCS.index("L4_L5"), 0])
    found = loads_over_time(body(), some, errors={"pelvis_tilt": ERRORS["pelvis_tilt"]})[0]
    np.testing.assert_allclose(found.others[-1][:, 0], expected, rtol=1e-3)
    beyond = np.maximum(expected, found.value["L4_L5_compression"])
    assert (found.high["L4_L5_compression"] >= beyond - 1e-6).all()

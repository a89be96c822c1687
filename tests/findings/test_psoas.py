"""What is said of the psoas: longer where the hip opened, not where the back arched, and nothing where unseen."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import Analysis, Finding
from psoas.findings.psoas import ID, add_psoas, upright_start
from psoas.timeseries import TimeSeries
from tests.report.made import made_stretch

BANDS = {"rear_hip_extension": 3.2, "lumbar_extension": 2.0, "pelvis_tilt": 1.8, "rear_thigh_angle": 2.0}
WHY = "an arm hid the back"


def told(analysis: Analysis, **bands: float) -> Analysis:
    reasons = {"rear_hip_extension": WHY}
    return add_psoas(analysis, bands={**BANDS, **bands}, reasons=reasons)


def finding(analysis: Analysis) -> Finding:
    return next(found for found in analysis.findings if found.id == ID)


def mixed() -> Analysis:
    """One good repetition and one that arched."""
    good, arched = made_stretch(), made_stretch(arched=True)
    return replace(good, repetitions=(good.repetitions[0], arched.repetitions[1]))


def without(analysis: Analysis, *names: str) -> Analysis:
    angles = analysis.angles
    kept = [index for index, name in enumerate(angles.names) if name not in names]
    part = TimeSeries(
        angles.time,
        tuple(angles.names[index] for index in kept),
        angles.values[:, kept],
        tuple(angles.units[index] for index in kept),
    )
    return replace(analysis, angles=part)


def mm(repetition: Repetition) -> float:
    assert repetition.psoas_change is not None
    return repetition.psoas_change.value


def test_the_model_starts_with_the_thigh_as_it_was_and_an_upright_pelvis() -> None:
    start = upright_start(made_stretch().angles)
    assert start is not None
    assert np.degrees(start.hip) == pytest.approx(3.0)
    assert (start.lumbar, start.pelvis) == (0, 0)


def test_a_correct_repetition_makes_the_psoas_longer_and_an_arched_one_does_not() -> None:
    good, arched = told(made_stretch()), told(made_stretch(arched=True))
    assert finding(good).verdict == "info"
    assert "9 mm longer than at your start" in finding(good).says
    assert "The arch itself" not in finding(good).says
    assert all(mm(one) > 6 for one in good.repetitions)
    assert all(abs(mm(one)) < 3 for one in arched.repetitions)
    says = finding(arched).says
    assert "With a still back the same move of the thigh would have made it 7 mm longer" in says
    assert "transverse process of L1" in says


def test_each_figure_has_its_band_and_its_sources() -> None:
    found = finding(told(made_stretch()))
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert found.unit == "mm"
    assert any("docs/model.md" in source for source in found.sources)
    for repetition in told(made_stretch()).repetitions:
        assert len(repetition.psoas_attachments) == 11
        for one in repetition.psoas_attachments.values():
            assert one.ends[0] < one.value < one.ends[1]
            assert one.share_percent == pytest.approx(one.value / 3.1, rel=0.3)


def test_good_and_arched_repetitions_of_one_person_are_laid_beside_each_other() -> None:
    says = finding(told(mixed())).says
    assert "where the back arched (1 repetition)" in says
    assert "where it did not (1 repetition)" in says
    assert "The difference is" in says
    assert "would have made" not in says


def test_a_difference_within_the_error_is_called_none() -> None:
    poor = dict.fromkeys(BANDS, 20.0)
    assert "the two do not differ" in finding(told(mixed(), **poor)).says
    assert "that is no difference" in finding(told(made_stretch(arched=True), **poor)).says
    assert "is within the error" in finding(told(made_stretch(arched=True), **poor)).says


def test_a_gap_over_time_stays_a_gap() -> None:
    psoas = told(made_stretch()).psoas
    assert psoas is not None
    assert np.flatnonzero(np.isnan(psoas.change[psoas.whole])).tolist() == [5, 6, 7, 8]
    assert not np.isnan(psoas.error.values[~np.isnan(psoas.change.values)]).any()


def test_over_time_and_in_the_hold_it_is_the_same() -> None:
    analysis = told(made_stretch(arched=True))
    assert analysis.psoas is not None
    for one in analysis.repetitions:
        held = analysis.psoas.change.between(one.hold_start_s + 0.1, one.hold_end_s - 0.1)
        assert 1000 * held[analysis.psoas.whole].mean() == pytest.approx(mm(one), abs=0.1)


def test_a_hidden_back_leaves_it_unmeasured_with_the_reason() -> None:
    hidden = without(made_stretch(hidden_back=True), "rear_hip_extension", "pelvis_tilt", "lumbar_extension")
    analysis = told(hidden)
    assert analysis.psoas is None
    assert all(one.psoas_change is None for one in analysis.repetitions)
    assert [one.reason for one in analysis.not_measured if one.id == ID] == [WHY]
    assert ID not in {found.id for found in analysis.findings}


def test_the_hip_alone_is_told_as_a_part_with_what_is_missing() -> None:
    analysis = told(without(made_stretch(), "lumbar_extension"))
    reason = next(one.reason for one in analysis.not_measured if one.id == ID)
    assert reason.startswith("the hip's part is +8 mm, but what the lower back adds or takes is not known")
    assert analysis.psoas is None
    assert all(one.psoas_change is None for one in analysis.repetitions)


def test_angles_beyond_the_body_are_not_filled_in() -> None:
    analysis = made_stretch()
    values = analysis.angles.values.copy()
    values[60:90, analysis.angles.names.index("rear_hip_extension")] += np.radians(40)
    analysis = told(replace(analysis, angles=replace(analysis.angles, values=values)))
    assert analysis.psoas is not None
    assert np.isnan(analysis.psoas.change.values[60:90]).all()
    assert any(
        one.id == ID and "\N{MINUS SIGN}30 to 120 degrees" in one.reason for one in analysis.not_measured
    )


def test_the_other_leg_and_a_taller_person() -> None:
    left = told(replace(made_stretch(), rear_side="left"))
    assert left.psoas is not None
    assert left.psoas.side == "l"
    assert mm(left.repetitions[0]) == pytest.approx(mm(told(made_stretch()).repetitions[0]), abs=1e-3)
    tall = add_psoas(made_stretch(), bands=BANDS, height_m=1.87)
    assert mm(tall.repetitions[0]) == pytest.approx(1.1 * mm(left.repetitions[0]), rel=1e-3)


def test_another_movement_says_nothing_of_the_psoas() -> None:
    other = without(made_stretch(1), "rear_thigh_angle", "rear_hip_extension")
    assert add_psoas(other).not_measured == other.not_measured
    assert add_psoas(other).psoas is None

"""Rows about loads: computed on the body, and failed by a body that is wrong in one thing."""

import re
from dataclasses import replace

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.loads.joint_loads import DISCS
from psoas.timeseries import Array
from psoas.validation.loads import Walk, equilibrium, posture_ratios, psoas_activation, walked, walking_hip
from psoas.validation.row import figures
from tests.loaded import NAMES, body, held
from tests.recordings.made_motion import knee_bend, plates, write_plates
from tests.recordings.made_recording import write_recording
from tests.validation.wrong_bodies import changed


def percents(reached: str) -> Array:
    return np.array([float(one) for one in re.findall(r"([\d.]+) %", reached)])


@pytest.fixture(scope="module")
def bend(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """No walk, but a recording with plates."""
    folder = tmp_path_factory.mktemp("bend")
    path = write_recording(folder / "bend.mot", knee_bend())
    return Walk(path, write_plates(folder, plates()), Person())


def stiff() -> Body:
    """Its lower back does not bend."""
    polynomials = body().polynomials.copy()
    lumbar = [body().coordinates[column] == "lumbar_extension" for column in body().joint_coordinate]
    polynomials[lumbar] = 0.0
    return replace(body(), polynomials=polynomials)


# Row 11


def test_the_body_passes_row_11_with_the_loads_of_its_postures() -> None:
    row = posture_ratios(body())
    assert (row.number, row.verdict) == (11, "pass"), row.reached
    disc = held().discs[:, DISCS.index("L4_L5"), 0]
    assert row.table is not None
    for name, force, ratio, _ in row.table[1]:
        assert force == round(float(disc[NAMES.index(str(name))]))
        assert float(str(ratio)) == pytest.approx(disc[NAMES.index(str(name))] / disc[0], abs=0.006)
    assert [float(str(one[3])) for one in row.table[1]] == [1.0, 0.92, 0.6, 2.2]


def test_a_back_that_does_not_bend_fails_row_11() -> None:
    assert posture_ratios(stiff()).verdict == "fail"


def test_a_psoas_twenty_times_as_strong_fails_row_11() -> None:
    """Stretched in standing, it presses the spine more than sitting does."""
    strong = changed(body(), lambda m: replace(m, strength=20 * m.strength))
    assert posture_ratios(strong).verdict == "fail"


def test_back_muscles_that_resist_slouching_fail_row_11_by_the_order_alone() -> None:
    """Three and a half times as strong, they are stretched in slouching and press the spine."""
    strong = changed(
        body(),
        lambda m: replace(m, strength=3.5 * m.strength) if m.name.startswith(("IL_", "LTp", "MF")) else m,
        "",
    )
    row = posture_ratios(strong)
    assert row.table is not None
    ratio = {str(name): float(str(value)) for name, _, value, _ in row.table[1]}
    assert abs(ratio["sitting_upright"] - 1) < figures(11)["alike"]
    assert ratio["sitting_slouched"] > ratio["sitting_upright"]
    assert row.verdict == "fail"


# Row 12


def test_without_a_walk_row_12_is_not_run_and_says_what_it_needs() -> None:
    row = walking_hip(None)
    assert (row.number, row.verdict) == (12, "not run")
    assert "--walk" in row.reached
    assert "--forces" in row.reached


def test_who_does_not_walk_fails_row_12_with_what_the_hip_carried(bend: Walk) -> None:
    row = walking_hip(bend)
    assert row.verdict == "fail"
    measured, predicted = (found.over_time(found.loads.hips)[6:-6] for found in walked(bend))
    weight = Person().mass_kg * 9.81
    told = percents(row.reached)[:2]
    for percent, hips in zip(told, (measured, predicted), strict=True):
        assert percent == pytest.approx(100 * hips.max(axis=0).mean() / weight, abs=1)
    assert abs(told[0] / figures(12)["percent"] - 1) > figures(12)["within"]
    assert "100% and 100% of the frames are in equilibrium" in row.reached


# Row 13


def test_row_13_is_judged_by_what_was_reached() -> None:
    row = psoas_activation(body())
    standing, sitting, sit_up, *cubed = percents(row.reached)
    rule = figures(13)
    low, high = rule["sit_up_percent"]
    passes = (
        standing < rule["standing_below_percent"]
        and sitting > max(rule["on_above_percent"], standing)
        and low <= sit_up <= high
    )
    assert (row.number, row.verdict) == (13, "pass" if passes else "fail")
    assert standing < sitting < sit_up < 100
    assert len(cubed) == 3
    psoas = [index for index, name in enumerate(body().muscles) if name.startswith("Ps_")]
    strength = np.array([body().muscle(body().muscles[index]).strength for index in psoas])
    activation = held().solved.activation[NAMES.index("standing"), psoas]
    assert standing == pytest.approx(100 * activation @ strength / strength.sum(), abs=0.1)


def test_a_psoas_as_weak_as_a_thread_is_silent_and_fails_row_13() -> None:
    """Least effort leaves the work to others."""
    row = psoas_activation(changed(body(), lambda m: replace(m, strength=0.02 * m.strength)))
    assert row.verdict == "fail"
    assert percents(row.reached)[2] < 1


def test_hip_flexors_all_but_gone_make_the_psoas_work() -> None:
    others = changed(
        body(),
        lambda m: (
            replace(m, strength=0.1 * m.strength)
            if m.name.startswith(("iliacus", "recfem", "sart", "tfl"))
            else m
        ),
        "",
    )
    assert percents(psoas_activation(others).reached)[2] > 2 * percents(psoas_activation(body()).reached)[2]


# Row 15


def test_the_body_passes_row_15() -> None:
    row = equilibrium(body(), None)
    assert (row.number, row.verdict) == (15, "pass"), row.reached
    assert "8 named postures: at most" in row.reached


def test_muscles_that_are_too_weak_fail_row_15() -> None:
    weak = changed(body(), lambda m: replace(m, strength=0.02 * m.strength), "")
    row = equilibrium(weak, None)
    assert row.verdict == "fail"


def test_row_15_counts_the_frames_of_a_recording(bend: Walk) -> None:
    row = equilibrium(body(), bend)
    assert row.verdict == "pass", row.reached
    for ground in ("measured", "predicted"):
        assert f"a walk with {ground} ground forces: 100% of {len(knee_bend())} frames carried" in row.reached


def test_a_recording_in_which_nothing_is_carried_fails_row_15(bend: Walk) -> None:
    row = equilibrium(body(), replace(bend, person=Person(mass_kg=90)))
    assert row.verdict == "fail"
    assert "measured ground forces: 0% of" in row.reached


# All rows


@pytest.mark.parametrize("row", [posture_ratios, psoas_activation, lambda of: equilibrium(of, None)])
def test_rows_have_a_source_and_words(row: object) -> None:
    found = row(body())  # type: ignore[operator]
    assert len(found.source) > 10
    assert found.remark
    assert found.passes_when

"""Rows about loads: computed on the body, and failed by a body that is wrong in one thing."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.loads.body_loads import Loads
from psoas.loads.joint_loads import DISCS
from psoas.validation import loads
from psoas.validation.held import Degrees
from psoas.validation.held import held as one_after_another
from psoas.validation.loads import equilibrium, posture_ratios
from psoas.validation.row import before, figures
from psoas.validation.walking import Walk
from tests.loaded import NAMES, body, held
from tests.recordings.made_motion import knee_bend
from tests.validation.wrong_bodies import changed


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


def test_sitting_upright_and_slouched_exchanged_fail_row_11_by_the_order_alone() -> None:
    names = list(figures(11)["MPa"])
    order = list(range(len(names)))
    upright, slouched = names.index("sitting_upright"), names.index("sitting_slouched")
    order[upright], order[slouched] = slouched, upright

    def exchanged(of: Body, postures: tuple[Degrees, ...]) -> Loads:
        found = one_after_another(of, postures)
        return replace(found, discs=found.discs[order])

    with patch.object(loads, "held", exchanged):
        row = posture_ratios(body())
    assert row.table is not None
    ratio = {str(name): float(str(value)) for name, _, value, _ in row.table[1]}
    assert abs(ratio["sitting_upright"] - 1) < figures(11)["alike"]
    assert ratio["sitting_slouched"] > ratio["sitting_upright"]
    assert row.verdict == "fail"


# Row 15


def test_the_body_passes_row_15() -> None:
    row = equilibrium(body(), None)
    assert (row.number, row.verdict) == (15, "pass"), row.reached
    assert f"{len(NAMES)} named postures: at most" in row.reached


def test_row_15_shows_every_posture_beside_what_it_was() -> None:
    row = equilibrium(body(), None)
    assert row.table is not None
    assert [line[0] for line in row.table[1]] == list(NAMES)
    known = [line[0] for line in row.table[1] if line[1] != ""]
    assert known == list(before()["postures"]), "the others are newer than that state"
    for line, disc, psoas in zip(
        row.table[1],
        held().discs[:, DISCS.index("L4_L5"), 0],
        held().psoas_activation.mean(axis=1),
        strict=True,
    ):
        assert float(str(line[2])) == pytest.approx(disc, abs=0.6)
        assert float(str(line[6])) == pytest.approx(100 * psoas, abs=0.06)


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


@pytest.mark.parametrize("row", [posture_ratios, lambda of: equilibrium(of, None)])
def test_rows_have_a_source_and_words(row: object) -> None:
    found = row(body())  # type: ignore[operator]
    assert len(found.source) > 10
    assert found.remark
    assert found.passes_when

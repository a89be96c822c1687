"""The pressure in the belly is a strut in front of the spine, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.postures import named_postures
from psoas.body.scaling import Person
from psoas.errors import UsageError
from psoas.loads.abdomen import (
    abdominal_force,
    abdominal_table,
    checked_pressure,
    published_pressure,
    varied_pressures,
    with_abdominal_pressure,
)
from psoas.loads.body_loads import Assumptions, loads_of
from psoas.loads.dynamics import Motion
from psoas.loads.frames import frames_of
from psoas.loads.joint_loads import DISCS
from psoas.loads.sensitivity import usual_variations
from psoas.timeseries import Array
from tests.loaded import NAMES, body, still

LUMBAR = [DISCS.index(name) for name in DISCS if name != "T12_L1"]
PRESSED = Assumptions(abdominal_pressure=5.0)


def loads(assumed: Assumptions, name: str = "standing_flexed_30") -> Array:
    """(6,) compression of the discs of a named posture [N]."""
    frames = frames_of(body(), Motion.still(body().poses(named_postures()[name].coordinates)))
    found = loads_of(frames, assumed)
    assert found.in_equilibrium.all()
    return np.asarray(found.discs[0, :, 0])


def test_no_pressure_changes_nothing() -> None:
    assert with_abdominal_pressure(still(), 0.0) is still()
    assert Assumptions().abdominal_pressure == Assumptions().ligament_press == 0.0


def test_the_force_is_pressure_times_area_and_grows_with_the_person() -> None:
    reference = abdominal_table()["reference_body"]
    usual = load_body(Person(mass_kg=reference["mass_kg"], height_m=reference["height_m"]))
    assert abdominal_force(usual, 4.0) == pytest.approx(4e3 * abdominal_table()["area_m2"]["value"])
    wide = load_body(Person(mass_kg=90.0, height_m=reference["height_m"]))
    assert abdominal_force(wide, 4.0) > abdominal_force(usual, 4.0)


def test_it_pushes_chest_and_pelvis_alike_so_that_the_ground_feels_nothing() -> None:
    pressed = with_abdominal_pressure(still(), 5.0)
    root = [body().coordinate_index(name) for name in body().coordinates if name.startswith("pelvis_")]
    np.testing.assert_allclose(pressed.dynamics.force[:, root], still().dynamics.force[:, root], atol=1e-9)
    legs = [body().coordinate_index(f"{name}_r") for name in ("hip_flexion", "knee_angle")]
    np.testing.assert_allclose(pressed.dynamics.force[:, legs], still().dynamics.force[:, legs], atol=1e-9)


def test_it_extends_the_back_by_its_force_on_a_lever_of_some_4_cm() -> None:
    """The work on a small extension, over the levels' own shares of it; McGill and Norman have 38 mm at L4/5."""
    standing = frames_of(body(), Motion.still(body().poses()))
    row = body().coordinate_index("lumbar_extension")
    taken = standing.dynamics.force - with_abdominal_pressure(standing, 5.0).dynamics.force
    lever = taken[0, row] / abdominal_force(body(), 5.0)
    assert 0.03 < lever < 0.045
    side, turn = (body().coordinate_index(f"lumbar_{name}") for name in ("bending", "rotation"))
    np.testing.assert_allclose(taken[0, [side, turn]], 0, atol=1e-9)


def test_a_bent_spine_is_pressed_less_by_the_force_and_by_the_muscles_that_may_rest() -> None:
    usual, pressed = loads(Assumptions()), loads(PRESSED)
    gain = usual - pressed
    assert (gain[LUMBAR] > abdominal_force(body(), 5.0) * 0.9).all()
    assert 0.1 < gain[DISCS.index("L4_L5")] / usual[DISCS.index("L4_L5")] < 0.4, (
        "Stokes 2010: 21 % by 5 kPa more"
    )


def test_each_frame_may_have_its_own_pressure() -> None:
    count = len(still().motion)
    several = tuple(float(number) for number in range(count))
    found = loads_of(still(), Assumptions(abdominal_pressure=several)).discs
    for number in (0, 1, count - 1):
        alone = loads_of(still(), Assumptions(abdominal_pressure=float(number))).discs[number]
        np.testing.assert_allclose(found[number], alone, atol=1e-4)


def test_frames_of_one_batch_may_differ_in_pressure_and_pressing_ligaments() -> None:
    """A what-if solves its postures in batches: with and without the change, under several variations."""
    each = [
        Assumptions(),
        PRESSED,
        replace(PRESSED, ligament_press=1.0, psoas_length=(0.9, 0.9)),
        Assumptions(ligament_press=1.0, lumbar=2.0),
    ]
    frames = still().selected(np.full(len(each), NAMES.index("standing_flexed_30")))
    together = loads_of(frames, each)
    for row, assumed in enumerate(each):
        alone = loads_of(frames.selected(np.array([0])), assumed)
        np.testing.assert_allclose(together.discs[row], alone.discs[0], atol=1e-4)
        np.testing.assert_allclose(together.solved.force[row], alone.solved.force[0], atol=1e-4)


def test_its_uncertainty_is_in_the_band_where_it_is_assumed() -> None:
    usual = {one.says for one in usual_variations(Assumptions())}
    assert not any("belly" in says or "do not press" in says for says in usual)
    pressed = replace(PRESSED, ligament_press=1.0)
    more = {one.says: one.assumptions for one in usual_variations(pressed) if one.says not in usual}
    assert [one.abdominal_pressure for one in more.values()] == [2.5, 7.5, 5.0]
    assert [one.ligament_press for one in more.values()] == [1.0, 1.0, 0.0]
    assert varied_pressures((2.0, 4.0)) == {0.5: (1.0, 2.0), 1.5: (3.0, 6.0)}
    assert not varied_pressures(0.0)


def test_ligaments_press_a_bent_spine_by_their_share_of_its_moment_and_no_muscle_notices() -> None:
    usual, pressed = loads(Assumptions()), loads(Assumptions(ligament_press=1.0))
    more = pressed - usual
    assert more[DISCS.index("T12_L1")] == 0
    np.testing.assert_allclose(more[LUMBAR], more[LUMBAR[0]], atol=1e-9)
    assert 40 < more[LUMBAR[0]] < 400
    np.testing.assert_allclose(
        loads(Assumptions(ligament_press=1.0), "half_kneeling_arched"),
        loads(Assumptions(), "half_kneeling_arched"),
    )


def test_postures_have_the_pressures_that_were_measured_or_say_that_none_was() -> None:
    known = abdominal_table()["postures_kPa"]
    assert set(known) <= set(named_postures())
    for name, row in known.items():
        assert published_pressure(name) == checked_pressure(row["value"])
    with pytest.raises(UsageError, match=r"lying.*only for standing"):
        published_pressure("lying")


@pytest.mark.parametrize("pressure", [-0.1, 30.1, 500.0, float("nan"), float("inf")])
def test_a_pressure_that_nobody_has_is_refused(pressure: float) -> None:
    with pytest.raises(UsageError, match="not between 0 and 30"):
        checked_pressure(pressure)

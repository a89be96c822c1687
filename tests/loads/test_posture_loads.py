"""Loads of postures with their bands, and how the stretch done well and done badly differ."""

import numpy as np
import pytest

from psoas.errors import UsageError
from psoas.estimate import Estimate
from psoas.loads.joint_loads import DISCS
from psoas.loads.load_quantities import COMPARED, LOAD_QUANTITIES
from psoas.loads.posture_loads import (
    Difference,
    NamedPosture,
    first_greatest,
    posture_loads,
    quantities,
)
from psoas.loads.sensitivity import estimate
from psoas.muscle.paths import muscle_paths
from psoas.muscle.sweep import sweep
from tests.loaded import NAMES, body, held
from tests.loads.held_postures import KNEELING, OFF_THE_FEET, falling, kneeling, named


def against_the_first(number: int) -> Difference:
    return kneeling().differences[number - 1]


def psoas_mm(number: int) -> Estimate:
    """Change of the rear psoas [mm]."""
    found = against_the_first(number).psoas_length["r"]
    low, high = found.ends
    return Estimate(1000 * found.value, 1000 * low, 1000 * high, "mm")


def test_figures_are_those_of_the_loads() -> None:
    usual = quantities(held())
    assert usual.shape == (len(NAMES), len(LOAD_QUANTITIES))
    row = NAMES.index("half_kneeling")
    expected = dict(zip(LOAD_QUANTITIES, usual[row], strict=True))
    found = kneeling().postures[0]
    for name, figure in found.figures.items():
        assert figure.value == pytest.approx(expected[name], abs=0.01), name
    assert expected["L4_L5_compression"] == held().discs[row, DISCS.index("L4_L5"), 0]
    assert expected["L5_S1_shear_ap"] == held().discs[row, DISCS.index("L5_S1"), 1]
    assert expected["hip_l_contact"] == held().hips[row, 1]
    assert expected["psoas_l"] == held().psoas[row, 1]


def test_every_figure_lies_in_its_band() -> None:
    for one in kneeling().postures:
        for name, figure in one.figures.items():
            assert figure.ends[0] <= figure.value <= figure.ends[1], name
        disc = one.figures["L4_L5_compression"]
        low, high = disc.ends
        assert low > 0
        assert high > low + 5


def test_fascicles_add_up_to_the_psoas() -> None:
    for one in kneeling().postures:
        for side in "rl":
            own = [part for part in one.fascicles if part.side == side]
            assert len(own) == 11
            assert sum(part.force for part in own) == pytest.approx(one.figures[f"psoas_{side}"].value)
            assert all(0 <= part.passive <= part.force + 1e-9 for part in own)


def test_the_psoas_at_work_has_its_band() -> None:
    for row, one in enumerate(kneeling().postures):
        usual = held().psoas_activation[NAMES.index(KNEELING[row])]
        for value, found in zip(usual, one.psoas_activation.values(), strict=True):
            assert found.value == pytest.approx(value, abs=1e-6)
            assert 0 <= found.ends[0] <= found.value <= found.ends[1] <= 1
    assert kneeling().postures[0].psoas_activation["r"].ends[1] > 0.05


def test_the_hardest_at_work_is_named() -> None:
    for row, one in enumerate(kneeling().postures):
        activation = held().solved.activation[NAMES.index(KNEELING[row])]
        assert one.max_activation == pytest.approx(activation.max(), abs=1e-6)
        assert one.strongest == body().muscles[int(activation.argmax())]
        assert one.held
        assert one.residual_force < 1e-3
        assert one.residual_moment < 1e-3


def test_a_posture_against_itself_differs_by_nothing() -> None:
    same = against_the_first(1)
    assert (same.first, same.second) == ("half_kneeling", "half_kneeling")
    assert tuple(same.loads) == COMPARED
    for figure in (*same.loads.values(), *same.psoas_length.values()):
        assert figure.value == pytest.approx(0, abs=1e-3)
        assert np.ptp(figure.ends) < 0.01
        assert not figure.differs_from_zero


def test_the_psoas_is_longest_tucked_and_shortest_arched() -> None:
    """As the protocol of the stretch says: the arch takes away what the hip should give."""
    tucked, arched = psoas_mm(2), psoas_mm(3)
    assert tucked.differs_from_zero
    assert arched.differs_from_zero
    assert tucked.value > 3
    assert arched.value < -3


def test_the_change_of_the_psoas_is_that_of_its_path() -> None:
    of = body()
    poses = np.concatenate([of.poses(named(name).coordinates) for name in KNEELING])
    lengths = muscle_paths(of, poses).lengths
    own = [index for index, name in enumerate(of.muscles) if name.startswith("Ps_") and name.endswith("_r")]
    strength = np.array([of.muscle(of.muscles[index]).strength for index in own])
    mean = lengths[:, own] @ strength / strength.sum()
    for number in (2, 3):
        assert psoas_mm(number).value == pytest.approx(1000 * (mean[number] - mean[0]), abs=0.15)
    bend = sweep(of, "hip_flexion_r", np.radians([0.0, -10.0])).psoas_r.length_change
    assert bend[1] > bend[0], "a hip that opens makes the psoas longer"


def test_the_arched_stretch_loads_the_lower_back_more() -> None:
    """For all that the model rests on: its band leaves no doubt."""
    arched = against_the_first(3).loads["L4_L5_compression"]
    assert arched.differs_from_zero
    assert arched.ends[0] > 20
    tucked = against_the_first(2).loads["L4_L5_compression"]
    assert tucked.value < arched.value


def test_the_band_of_a_difference_is_no_difference_of_bands() -> None:
    """Errors of both go together."""
    first, arched = (kneeling().postures[row].figures["hip_l_contact"] for row in (0, 3))
    change = against_the_first(3).loads["hip_l_contact"]
    assert change.value == pytest.approx(arched.value - first.value)
    assert np.ptp(change.ends) < np.ptp(arched.ends) + np.ptp(first.ends)


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [(1, 2, True), (-2, -1, True), (-1, 1, False), (0, 1, False), (-1, 0, False), (1e-9, 2e-9, False)],
)
def test_clear_is_what_has_one_sign(low: float, high: float, clear: bool) -> None:
    assert estimate(0.5 * (low + high), low, high, "N").differs_from_zero is clear


def test_a_posture_that_nothing_holds_is_told_and_not_compared() -> None:
    standing, leaning = falling().postures
    assert standing.held
    assert not leaning.held
    assert leaning.residual_moment > 1
    assert np.isnan(leaning.figures["L4_L5_compression"].value)
    assert falling().differences == ()


def test_nothing_is_compared_with_a_posture_that_is_not_held() -> None:
    lean = NamedPosture("leaning", "", OFF_THE_FEET | {"hip_flexion_l": 0.0})
    found = posture_loads(body(), [lean, named("standing")])
    assert [one.held for one in found.postures] == [False, True]
    assert found.differences == ()


def test_progress_reaches_its_end() -> None:
    seen: list[tuple[int, int]] = []
    posture_loads(body(), [named("standing")], progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1] == len(seen)


def test_an_angle_that_nobody_has_is_refused() -> None:
    with pytest.raises(UsageError, match="knee_angle_r = 400 degrees is out of range"):
        posture_loads(body(), [NamedPosture("a", "", {"knee_angle_r": np.radians(400)})])


def test_of_two_sides_that_work_alike_the_first_is_the_strongest() -> None:
    for rounding in (-1e-9, 0.0, 1e-9):
        assert first_greatest(np.array([0.1, 0.4, 0.2, 0.4 + rounding])) == 1
    assert first_greatest(np.array([0.1, 0.4, 0.2, 0.41])) == 3
    assert first_greatest(np.zeros(4)) == 0

"""What the loads rest on is varied one at a time; the band is made of what that does."""

from dataclasses import fields, replace

import numpy as np

from psoas.body.back_strength import back_tension_band, is_back_muscle
from psoas.body.loading import load_body
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.sensitivity import Variation, Varied, usual_variations, varied
from psoas.muscle.capsule import hip_moment_band, knee_moment_band
from psoas.muscle.lumbar_passive import passive_lumbar_band
from psoas.timeseries import Array
from tests.loaded import NAMES, still

BASE = Assumptions(psoas_length=(0.9, 1.0), strength=0.8, fibre=1.1)


def test_each_variation_changes_one_thing() -> None:
    for variation in usual_variations(BASE):
        differing = [
            one.name
            for one in fields(Assumptions)
            if getattr(variation.assumptions, one.name) != getattr(BASE, one.name)
        ]
        assert len(differing) == 1, variation.says
        assert variation.says
    says = [variation.says for variation in usual_variations(BASE)]
    assert len(set(says)) == len(says)


def test_all_but_the_rule_of_recruitment_go_to_both_sides_of_the_usual() -> None:
    for name in ("strength", "back", "fibre", "capsule", "knee", "lumbar", "friction"):
        usual = getattr(BASE, name)
        others = [getattr(one.assumptions, name) for one in usual_variations(BASE)]
        apart = [value for value in others if value != usual]
        assert len(apart) == 2, name
        assert min(apart) < usual < max(apart), name


def test_factors_multiply_what_is_varied_already() -> None:
    found = [one.assumptions for one in usual_variations(BASE)]
    assert {one.strength for one in found} == {0.8, 0.8 * 0.75, 0.8 * 1.25}
    assert {one.back for one in found} == {1.0, *back_tension_band()}
    assert {one.fibre for one in found} == {1.1, 1.1 * 0.95, 1.1 * 1.05}
    assert {one.capsule for one in found} == {1.0, *hip_moment_band()}
    assert {one.knee for one in found} == {1.0, *knee_moment_band()}
    assert {one.lumbar for one in found} == {1.0, *passive_lumbar_band()}
    assert all(one.psoas_length == (0.9, 1.0) for one in found)


def test_the_back_pulls_with_the_least_and_the_greatest_tension_of_its_source_and_rests_as_before() -> None:
    body = load_body()
    usual = Assumptions().parameters(body)
    back = np.array([is_back_muscle(name) for name in body.muscles])
    varied_backs = [one.assumptions for one in usual_variations(Assumptions()) if one.assumptions.back != 1.0]
    for assumed, tension in zip(varied_backs, (40, 130), strict=True):
        muscles = assumed.parameters(body)
        quotient = muscles.max_isometric_force / usual.max_isometric_force
        np.testing.assert_allclose(quotient, np.where(back, tension / 75.5, 1.0))
        resting = [m.max_isometric_force * m.passive_share for m in (usual, muscles)]
        np.testing.assert_allclose(resting[1], resting[0])


def test_a_band_is_the_root_sum_of_squares_to_either_side() -> None:
    found = Varied(np.array([10.0, 10.0]), np.array([[13.0, 10.0], [14.0, 10.0], [8.0, 9.0], [10.0, np.nan]]))
    low, high = found.band
    np.testing.assert_allclose(high, [15.0, 10.0])
    np.testing.assert_allclose(low, [8.0, 9.0])


def test_what_is_not_held_has_no_band_and_a_variation_not_held_is_told() -> None:
    found = Varied(
        np.array([[1.0, 2.0], [np.nan, np.nan]]),
        np.array([[[np.nan, np.nan], [1.0, 1.0]], [[1.0, 2.0], [np.nan] * 2]]),
    )
    low, high = found.band
    assert np.isnan(low[1]).all()
    assert np.isnan(high[1]).all()
    np.testing.assert_allclose([low[0], high[0]], [[1.0, 2.0]] * 2)
    assert found.unheld.tolist() == [[True, False], [False, False]]


def test_a_quantity_of_a_quantity_is_read_under_each_variation() -> None:
    found = Varied(np.array([1.0, 3.0]), np.array([[2.0, 5.0], [1.0, 1.0]])).of(
        lambda both: both[1] - both[0]
    )
    assert found.usual == 2.0
    np.testing.assert_array_equal(found.others, [3.0, 0.0])


def test_a_variation_of_nothing_gives_a_band_of_nothing_and_frames_not_held_are_nan() -> None:
    """Standing, and the same body without the strength to bend."""
    frames = still().selected(np.array([NAMES.index("standing"), NAMES.index("standing_flexed_30")]))

    def compute(variation: Variation) -> Loads:
        return loads_of(frames, variation.assumptions)

    def hips(loads: Loads) -> Array:
        return loads.hips

    weak = replace(Assumptions(), strength=0.1)
    told: list[tuple[int, int]] = []
    usual, found = varied(
        compute,
        hips,
        Assumptions(),
        [Variation("nothing", Assumptions()), Variation("weak", weak)],
        lambda done, total: told.append((done, total)),
    )
    np.testing.assert_array_equal(found.usual, usual.hips)
    np.testing.assert_array_equal(found.others[0], usual.hips)
    assert loads_of(frames, weak).in_equilibrium.tolist() == [True, False]
    assert np.isnan(found.others[1, 1]).all()
    assert np.isfinite(found.others[1, 0]).all()
    assert found.unheld.tolist() == [[False, False], [False, True]]
    assert told == [(1, 3), (2, 3), (3, 3)]

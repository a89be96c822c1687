from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from psoas.muscle.curves import (
    active_force_length,
    fitted_passive_force_length,
    force_velocity,
    passive_force_length,
)
from psoas.muscle.fibre import (
    LEAST_TENDON,
    LIMITS,
    MuscleParameters,
    force_capacity,
    normalised_fibre_length,
    parameters_by_frame,
    passive_multiplier,
    solve_lengths,
)

ILIOPSOAS = MuscleParameters(
    ("iliacus_r", "psoas_r"),
    np.array([1021.1, 1426.9]),
    np.array([0.1066, 0.1169]),
    np.array([0.09612, 0.09954]),
    np.array([0.27991, 0.21553]),
)
"""Rajagopal et al. 2016 (doi:10.1109/TBME.2016.2586891), read in the model file; strength of psoas approximate."""

OVERLAP = 1e-9


def one(
    fibre: float = 0.1, slack: float = 0.1, pennation: float = 0.2, force: float = 1000.0
) -> MuscleParameters:
    return MuscleParameters(
        ("muscle",), np.array([force]), np.array([fibre]), np.array([slack]), np.array([pennation])
    )


def test_the_iliacus_of_rajagopal_has_the_length_that_opensim_gives() -> None:
    # muscle-tendon length and rigid-tendon normalised fibre length in neutral, from OpenSim 4.6
    assert normalised_fibre_length(ILIOPSOAS, [0.2077, 0.22883])[0] == pytest.approx(1.0826, abs=2e-4)


def test_at_its_optimal_fibre_length_the_pennation_is_the_given_one() -> None:
    muscle = one(pennation=0.4)
    length = 0.1 + 0.1 * np.cos(0.4)
    assert normalised_fibre_length(muscle, [length]) == pytest.approx([1.0])
    active, passive = force_capacity(muscle, [length])
    assert active == pytest.approx([1000 * np.cos(0.4)])
    assert passive == pytest.approx(1000 * np.cos(0.4) * passive_force_length(1.0))


@given(st.floats(0.0, 0.5), st.floats(0, 1.2))
def test_every_length_gives_finite_forces_that_never_push(length: float, pennation: float) -> None:
    muscle = one(pennation=pennation)
    active, passive = force_capacity(muscle, [length], [-0.3])
    assert np.isfinite([active, passive]).all()
    assert active >= 0
    assert passive >= 0
    assert normalised_fibre_length(muscle, [length]) >= np.sin(pennation) - OVERLAP


def test_a_slack_muscle_is_at_its_shortest_and_pulls_nothing() -> None:
    muscle = one(slack=0.2, pennation=0.3)
    assert normalised_fibre_length(muscle, [0.15]) == pytest.approx([np.sin(0.3)])
    assert not np.any(force_capacity(muscle, [0.15]))
    assert not np.any(force_capacity(one(slack=0.2, pennation=0.0), [0.15]))


@given(st.floats(0.12, 0.3), st.floats(0, 1.0), st.floats(-0.5, 0.5))
def test_tendon_and_fibre_do_the_same_work(length: float, pennation: float, velocity: float) -> None:
    muscle, step = one(pennation=pennation), 1e-7
    fibre = normalised_fibre_length(muscle, [length])
    later, earlier = (normalised_fibre_length(muscle, [length + sign * step * velocity]) for sign in (1, -1))
    rate = 0.1 * (later - earlier) / (2 * step)
    in_fibre = active_force_length(fibre) * np.maximum(force_velocity(rate / (10 * 0.1)), 0)
    in_fibre = 1000 * (0.7 * in_fibre + passive_force_length(fibre))
    active, passive = force_capacity(muscle, [length], [velocity])
    assert (0.7 * active + passive) * velocity == pytest.approx(in_fibre * rate, rel=1e-4, abs=1e-4)


def test_a_fibre_that_shortens_too_fast_gives_nothing_active() -> None:
    active, passive = force_capacity(one(pennation=0.0), [0.22], [-1.5])
    assert active == 0
    assert passive > 0


def test_force_capacity_takes_any_shape() -> None:
    lengths = np.linspace(0.15, 0.26, 5).reshape(5, 1) * [1.0, 1.05]
    velocity = np.full((5, 2), -0.1)
    active, passive = force_capacity(ILIOPSOAS, lengths, velocity)
    assert active.shape == passive.shape == (5, 2)
    assert force_capacity(ILIOPSOAS, lengths)[1] == pytest.approx(passive)
    assert (np.diff(passive, axis=0) > 0).all()


def test_each_muscle_rests_on_its_own_passive_curve() -> None:
    own = replace(ILIOPSOAS, passive_start=np.array([np.nan, 0.1]), passive_full=np.array([np.nan, 0.8]))
    lengths = np.array([[0.21, 0.24], [0.24, 0.28]])
    active, passive = force_capacity(own, lengths)
    usual_active, usual = force_capacity(ILIOPSOAS, lengths)
    assert active == pytest.approx(usual_active)
    assert passive[:, 0] == pytest.approx(usual[:, 0])
    normalised = normalised_fibre_length(own, lengths)
    fitted = fitted_passive_force_length(normalised[:, 1], 0.1, 0.8)
    assert passive_multiplier(own, normalised)[:, 1] == pytest.approx(fitted)
    assert passive[:, 1] / usual[:, 1] == pytest.approx(fitted / passive_force_length(normalised[:, 1]))
    # one length for all
    both = [float(passive_force_length(1.3)), float(fitted_passive_force_length(1.3, 0.1, 0.8))]
    assert passive_multiplier(own, 1.3) == pytest.approx(both)


def test_one_passive_curve_for_all_may_be_given_as_one_number() -> None:
    own = replace(ILIOPSOAS, passive_start=np.array(0.0), passive_full=np.array(0.7))
    assert own.passive_full == pytest.approx([0.7, 0.7])
    assert passive_multiplier(own, 1.7) == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(
    ("start", "full"),
    [
        ([0.0, 0.7], [0.7, 0.7]),
        ([0.0, np.nan], [0.7, 0.7]),
        ([0.0, 0.1], [0.7, np.nan]),
        ([0.0, -1.0], [0.7, 0.7]),
    ],
)
def test_strains_out_of_order_are_refused_by_name(start: list[float], full: list[float]) -> None:
    with pytest.raises(ValueError, match="passive_start of psoas_r is"):
        replace(ILIOPSOAS, passive_start=np.array(start), passive_full=np.array(full))


def test_frames_may_have_parameters_of_their_own() -> None:
    weak = replace(ILIOPSOAS, max_isometric_force=0.5 * ILIOPSOAS.max_isometric_force)
    short = replace(ILIOPSOAS, optimal_fibre_length=0.9 * ILIOPSOAS.optimal_fibre_length)
    lengths = np.array([[0.21, 0.24], [0.22, 0.25], [0.23, 0.26]])
    stiff = replace(ILIOPSOAS, passive_share=np.array([1.0, 2.0]))
    rows = np.array([1, 0, 2])
    together = parameters_by_frame([weak, short, stiff], rows)
    for row, one in enumerate((short, weak, stiff)):
        for whole, alone in zip(
            force_capacity(together, lengths), force_capacity(one, lengths[row]), strict=True
        ):
            assert (whole[row] == alone).all()
    last = together.selected(slice(2, 3))
    assert (last.passive_share == stiff.passive_share).all()
    assert ILIOPSOAS.selected(slice(2, 3)) is ILIOPSOAS
    with pytest.raises(ValueError, match="max_isometric_force of psoas_r is -1"):
        replace(together, max_isometric_force=np.array([[1.0, 1.0], [1.0, -1.0]]))
    with pytest.raises(ValueError, match="one tendon_slack_length"):
        parameters_by_frame([weak, replace(weak, tendon_slack_length=weak.tendon_slack_length / 2)], rows)


@pytest.mark.parametrize(
    ("field", "values", "says"),
    [
        ("optimal_fibre_length", [0.1, -0.1], "optimal_fibre_length of psoas_r is -0.1"),
        ("tendon_slack_length", [0.0, 0.1], "tendon_slack_length of iliacus_r is 0"),
        ("max_isometric_force", [np.nan, 1.0], "max_isometric_force of iliacus_r"),
        ("max_isometric_force", [1.0, np.inf], "max_isometric_force of psoas_r"),
        ("pennation", [0.1, 1.6], "pennation of psoas_r"),
        ("pennation", [0.1], "shape"),
    ],
)
def test_impossible_parameters_are_refused_by_name(field: str, values: list[float], says: str) -> None:
    given_values = {
        "max_isometric_force": [1.0, 1.0],
        "optimal_fibre_length": [0.1, 0.1],
        "tendon_slack_length": [0.1, 0.1],
        "pennation": [0.0, 0.0],
    } | {field: values}
    with pytest.raises(ValueError, match=says):
        MuscleParameters(
            ("iliacus_r", "psoas_r"), **{name: np.array(entry) for name, entry in given_values.items()}
        )


def test_a_name_may_come_once_and_parameters_do_not_change() -> None:
    ones = np.ones(2)
    with pytest.raises(ValueError, match="twice: psoas"):
        MuscleParameters(("psoas", "psoas"), ones, ones, ones, ones)
    ones[0] = 2.0
    parameters = MuscleParameters(("a", "b"), ones, ones, ones, ones / 2)
    ones[0] = 3.0
    assert parameters.max_isometric_force[0] == 2.0
    with pytest.raises(ValueError, match="read-only"):
        parameters.max_isometric_force[0] = 1.0


def solved(
    shortest: float,
    longest: float,
    neutral: float,
    preferred: float,
    pennation: float = 0.0,
    target: float = 1.1,
) -> MuscleParameters:
    fibre, slack = solve_lengths(
        "psoas", shortest, longest, neutral, preferred, pennation=pennation, target=target
    )
    return MuscleParameters(
        ("psoas",), np.ones(1), np.array([fibre]), np.array([slack]), np.array([pennation])
    )


def allowed(
    fibre: NDArray[np.float64],
    slack: NDArray[np.float64],
    lengths: tuple[float, float, float],
    pennation: float,
) -> NDArray[np.bool_]:
    """Which candidate fibres and tendons meet the rule, straight from the geometry: the oracle."""
    shortest, longest, neutral = (
        np.hypot(np.maximum(length - slack, 0), fibre * np.sin(pennation)) / fibre for length in lengths
    )
    taut = slack <= lengths[0]
    tendon = slack >= LEAST_TENDON * lengths[2]
    within = (shortest >= LIMITS[0]) & (longest <= LIMITS[1])
    fits: NDArray[np.bool_] = taut & tendon & within & (neutral >= 1.0) & (neutral <= 1.2)
    return fits


@given(
    st.floats(0.1, 0.5), st.floats(0, 0.15), st.floats(0, 0.15), st.floats(0.05, 0.3), st.floats(0, 0.9),
    st.floats(1.0, 1.2),
)  # fmt: skip
@example(0.3, 0.0, 0.0, 0.1, 0.0, 1.1)
@example(0.3, 0.05, 0.0, 0.1, 0.8, 1.2)
@example(0.2 / 0.95, 0.11, 0.0, 0.3, 0.0, 1.1)  # the taut tendon alone keeps the fibre at 0.18
def test_solved_lengths_keep_the_rule(
    neutral: float, shortening: float, stretch: float, preferred: float, pennation: float, target: float
) -> None:
    assume(neutral - shortening > 0.01)
    lengths = (neutral - shortening, neutral + stretch, neutral)
    try:
        muscle = solved(*lengths, preferred, pennation, target)
    except ValueError:
        assume(False)  # the next test looks at these
    fibre, slack = muscle.optimal_fibre_length[0], muscle.tendon_slack_length[0]
    shortest, longest, standing = normalised_fibre_length(muscle, np.array(lengths)[:, None])[:, 0]
    assert slack >= LEAST_TENDON * neutral - OVERLAP
    assert slack <= lengths[0] + OVERLAP
    assert LIMITS[0] - OVERLAP <= shortest <= standing <= longest <= LIMITS[1] + OVERLAP
    assert 1.0 - OVERLAP <= standing <= 1.2 + OVERLAP
    # a fibre a little nearer to the wish has no tendon that works
    if abs(fibre - preferred) > 1e-6:
        nearer = fibre + 1e-4 * (preferred - fibre)
        tendons = np.linspace(0.0, neutral, 4001)
        assert not allowed(np.array(nearer), tendons, lengths, pennation).any()


@given(st.floats(0.15, 0.4), st.floats(0, 0.12), st.floats(0, 0.12), st.floats(0, 0.8))
def test_a_muscle_is_refused_only_where_no_lengths_work(
    neutral: float, shortening: float, stretch: float, pennation: float
) -> None:
    lengths = (neutral - shortening, neutral + stretch, neutral)
    fibres, tendons = np.meshgrid(np.linspace(0.005, 0.5, 400), np.linspace(0.0, neutral, 400))
    any_works = bool(allowed(fibres, tendons, lengths, pennation).any())
    if any_works:
        solved(*lengths, 0.1, pennation)  # does not raise
    else:  # the grid may only have missed a narrow solution: ask of a muscle that works 2 % farther
        wider = (0.98 * lengths[0] - 0.002, 1.02 * lengths[1] + 0.002, neutral)
        with pytest.raises(ValueError, match="psoas"):
            solved(*wider, 0.1, pennation)


def test_a_psoas_with_room_keeps_the_fibre_of_the_cadavers_and_the_wished_length() -> None:
    muscle = solved(0.19, 0.245, 0.235, 0.1169)
    assert muscle.optimal_fibre_length == pytest.approx([0.1169])
    assert normalised_fibre_length(muscle, [0.235]) == pytest.approx([1.1])


def test_excursion_makes_the_fibre_longer_and_a_short_muscle_makes_it_shorter() -> None:
    # 160 mm of excursion need 160 mm of fibre where the range is 0.5-1.5; and 120 mm from 1.2 down to 0.5 need 171
    assert solved(0.24, 0.40, 0.34, 0.1169).optimal_fibre_length == pytest.approx([0.16])
    assert solved(0.22, 0.38, 0.34, 0.1169).optimal_fibre_length == pytest.approx([0.12 / 0.7])
    assert solved(0.09, 0.12, 0.11, 0.1169).optimal_fibre_length < 0.1169


def test_a_muscle_that_cannot_work_is_named() -> None:
    for lengths in ((0.02, 0.25, 0.23), (0.05, 0.40, 0.10)):
        with pytest.raises(ValueError, match="muscle b has no fibre"):
            solve_lengths("b", *lengths, 0.1169)
    assert solve_lengths("a", 0.19, 0.25, 0.23, 0.1169)[0] > 0
    with pytest.raises(ValueError, match="muscle b needs 0 < shortest <= neutral <= longest"):
        solve_lengths("b", 0.3, 0.4, 0.25, 0.1)


def test_a_target_outside_the_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="target range"):
        solve_lengths("a", 0.2, 0.25, 0.22, 0.1, target_range=(1.0, 1.6))


@pytest.mark.parametrize(("pennation", "target"), list(product([0.0, 0.3, 0.7], [1.0, 1.1, 1.2])))
def test_where_nothing_binds_the_wishes_are_met_at_any_pennation(pennation: float, target: float) -> None:
    muscle = solved(0.29, 0.31, 0.3, 0.12, pennation, target)
    assert muscle.optimal_fibre_length == pytest.approx([0.12])
    assert normalised_fibre_length(muscle, [0.3]) == pytest.approx([target])

"""What the forecast believes before it sees a person, and where that comes from."""

import numpy as np
import pytest

from psoas.body import load_body, named_posture
from psoas.data import read_data
from psoas.forecast.parameters import Draws, constant, load_parameters, prior_draws
from psoas.muscle import moment_scale, sweep, total_passive_hip_moment

STUDIES = {one["id"]: one for one in read_data("psoas.forecast", "studies.json")["studies"]}


def test_every_parameter_has_a_source_and_says_how_much_of_it_was_read() -> None:
    rows = read_data("psoas.forecast", "parameters.json")
    for row in (*rows["parameters"].values(), *rows["constants"].values()):
        assert row["source"]
        assert row["meaning"].endswith(".")
        assert row["looked_up"] in ("full", "abstract", "no")
        assert row["doi"] is None or row["doi"].startswith("10.")
    assert set(load_parameters()) == set(Draws.__dataclass_fields__)
    assert set(rows["equations"]) == {"tolerance", "length", "softness", "drift", "range", "reading"}


def test_the_spread_of_the_plateau_is_that_between_people_and_that_between_studies() -> None:
    plateau = load_parameters()["plateau"]
    people, studies = (constant(f"plateau_between_{one}") for one in ("people", "studies"))
    assert plateau.spread / plateau.mean == pytest.approx(np.hypot(people, studies), abs=0.01)


def test_no_parameter_is_fitted_to_a_study_that_is_held_out() -> None:
    fitted = {name for one in load_parameters().values() for name in one.fitted_to}
    assert {STUDIES[name]["role"] for name in fitted} == {"fit"}
    assert fitted == {name for name, one in STUDIES.items() if one["role"] == "fit"}


def test_every_study_says_what_was_found_and_what_was_assumed() -> None:
    for one in STUDIES.values():
        assert one["role"] in ("fit", "held_out", "outside")
        assert one["found"].endswith(".")
        assert one["looked_up"] in ("full", "abstract", "no")
        assert ("check" in one) == ("assumed" in one) == (one["role"] == "held_out")


@pytest.mark.parametrize("name", load_parameters())
def test_draws_have_the_mean_and_the_spread_of_their_parameter(name: str) -> None:
    one, draws = load_parameters()[name], getattr(prior_draws(12), name)
    assert np.isfinite(draws).all()
    assert one.low <= draws.min()
    assert draws.max() <= one.high
    cut = 0.25 if one.distribution == "normal" else 0.1
    assert draws.mean() == pytest.approx(one.mean, rel=0.03)
    assert draws.std() == pytest.approx(one.spread, rel=cut)


def test_a_part_of_the_draws_is_a_fair_sample_too() -> None:
    """Every eighth point of a Sobol sequence lies in one corner; the draws are in random order therefore."""
    draws = prior_draws(14)
    for name in load_parameters():
        whole, part = getattr(draws, name), getattr(draws, name)[::8]
        assert part.mean() == pytest.approx(whole.mean(), abs=0.12 * whole.std())


def test_the_fibres_figures_are_those_of_the_body() -> None:
    body = load_body()
    sitting = {name: np.deg2rad(value) for name, value in named_posture("sitting").degrees.items()}
    about = sitting.pop("hip_flexion_r")
    upright = sweep(body, "hip_flexion_r", np.deg2rad([-25.0, 0.0]))
    columns = upright.columns("r")
    stretched, standing = upright.fibre_length_norm[:, columns].mean(axis=1)
    seated = sweep(body, "hip_flexion_r", [about], sitting).fibre_length_norm[0, columns].mean()
    assert 1 - seated / standing == pytest.approx(constant("sitting_shortening"), abs=0.01)
    assert stretched / standing - 1 == pytest.approx(load_parameters()["stretch_strain"].mean, abs=0.01)


def test_the_hip_stiffens_by_a_factor_e_in_as_many_degrees_as_are_said() -> None:
    scale = moment_scale(70.0, 1.7)
    near, far = total_passive_hip_moment(np.deg2rad([-10.0, -20.0]), scale=scale)
    assert 10 / np.log(far / near) == pytest.approx(load_parameters()["soft_deg"].mean, abs=2)

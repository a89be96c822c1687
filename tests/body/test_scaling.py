"""The body fits the person."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.body.loading import load_body
from psoas.body.scaling import PARTS, Person
from psoas.errors import UsageError
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.paths import muscle_paths

people = st.builds(Person, st.floats(1.0, 2.3), st.floats(20, 250), st.sampled_from(["female", "male"]))


@settings(max_examples=8)
@given(people)
def test_mass_and_height_are_the_person_s(person: Person) -> None:
    body = load_body(person)
    assert body.model.body_mass.sum() == pytest.approx(person.mass_kg, rel=1e-4)
    data = body.posed(body.poses()[0])
    leg = data.body("pelvis").xpos[2] - data.body("calcn_r").xpos[2]
    assert 0.5 < leg / person.height_m < 0.6
    assert (body.model.body_inertia[1:] > 0).all()


@settings(max_examples=5)
@given(people, st.floats(1.01, 1.3))
def test_a_taller_person_has_longer_muscles_of_the_same_stretch(person: Person, growth: float) -> None:
    taller = min(person.height_m * growth, 2.3)
    small, large = load_body(person), load_body(Person(taller, person.mass_kg, person.sex))
    ratio = muscle_paths(large, large.poses()).lengths / muscle_paths(small, small.poses()).lengths
    assert np.allclose(ratio, taller / person.height_m)
    fibres = muscle_parameters(large).optimal_fibre_length / muscle_parameters(small).optimal_fibre_length
    assert np.allclose(fibres, taller / person.height_m)


def test_a_heavier_person_is_stronger() -> None:
    light, heavy = (muscle_parameters(load_body(Person(1.7, mass))) for mass in (60, 90))
    assert (heavy.max_isometric_force > light.max_isometric_force).all()


def test_a_woman_s_trunk_is_weaker_than_a_man_s_of_her_size_and_her_legs_are_not() -> None:
    """Women have 40 % less muscle in the upper body and 33 % less in the lower (Janssen 2000)."""
    man, woman = (load_body(Person(1.7, 65.0, sex)) for sex in ("male", "female"))
    trunk = {
        name for name in man.muscles if name.startswith(("IL_", "LTp", "MF_", "QL_", "rect_abd", "EO", "IO"))
    }
    assert len(trunk) == 188
    for name in man.muscles:
        expected = 0.60 / 0.67 if name in trunk else 1.0
        assert woman.muscle(name).strength / man.muscle(name).strength == pytest.approx(expected, abs=1e-3), (
            name
        )


def test_a_measured_thigh_changes_the_thigh_and_nothing_above() -> None:
    usual, long = load_body(), load_body(Person(factors={"thigh": 1.1}))
    assert np.linalg.norm(long.skeleton.segments["tibia_r"].position) == pytest.approx(
        1.1 * np.linalg.norm(usual.skeleton.segments["tibia_r"].position)
    )
    same = ["femur_r", "lumbar1", "torso"]
    for name in same:
        assert np.allclose(usual.skeleton.segments[name].position, long.skeleton.segments[name].position)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"height_m": 17.0}, "a height of 17 m is not a person's; give 1 to 2.3 m"),
        ({"height_m": float("nan")}, "a height of nan m is not a person's"),
        ({"mass_kg": 3.0}, "a mass of 3 kg is not a person's; give 20 to 250 kg"),
        ({"sex": "other"}, "no mass table for 'other'; there is: female, male"),
        ({"factors": {"thigh": 3.0}}, "the thigh would be 3.00 times the model's"),
        ({"factors": {"wing": 1.0}}, "no part 'wing' to scale; there is: pelvis"),
    ],
)
def test_what_no_person_has_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Person(**change)  # type: ignore[arg-type]


def test_every_segment_belongs_to_a_part() -> None:
    body = load_body()
    parts = {name + side for names in PARTS.values() for name in names for side in ("", "_r", "_l")}
    assert set(body.skeleton.segments) <= parts

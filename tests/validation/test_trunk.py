"""Row 18: the trunk is as strong as people's, and a weak back fails it."""

from dataclasses import replace

import numpy as np
import pytest

from psoas.body.back_strength import back_strength, is_back_muscle
from psoas.body.loading import load_body, rebuilt
from psoas.body.model import Body
from psoas.body.scaling import Person
from psoas.validation.trunk import trunk_moments, trunk_strength


def with_the_published_back(person: Person) -> Body:
    """The body with the specific tension of myo-sim's source."""
    row = back_strength()
    factor = row["published_N_per_cm2"] / row["specific_N_per_cm2"]
    body = load_body(person)
    weak = [
        replace(m, strength=factor * m.strength)
        for m in body.skeleton.muscles.values()
        if is_back_muscle(m.name)
    ]
    return rebuilt(body, body.skeleton.with_muscles(*weak))


def test_a_man_extends_his_trunk_as_strongly_as_men_do() -> None:
    row = trunk_strength()
    assert "man extends" not in row.reached.partition("outside")[2]
    weak = trunk_strength(with_the_published_back)
    assert weak.verdict == "fail"
    assert "man extends" in weak.reached.partition("outside")[2]


def test_a_woman_flexes_her_trunk_as_weakly_as_women_do() -> None:
    def as_strong_as_a_man(person: Person) -> Body:
        return load_body(replace(person, sex="male"))

    assert trunk_strength().verdict == "pass"
    assert "woman flexes" in trunk_strength(as_strong_as_a_man).reached.partition("outside")[2]


def test_the_tension_scales_what_the_back_muscles_give_and_nothing_else() -> None:
    body = load_body()
    angle = np.array([0.0])
    usual, twice = (trunk_moments(body, angle, factor) for factor in (1.0, 2.0))
    assert twice.flexion == pytest.approx(usual.flexion, rel=0.02)
    assert twice.lowest_extension[0] > 1.9 * usual.lowest_extension[0]


def test_a_greater_tension_leaves_what_the_back_gives_at_rest() -> None:
    """Bent forward the back muscles are stretched; flexion has to overcome them and they alone rest in it."""
    body, angle = load_body(), np.radians([-40.0])
    usual, twice = (trunk_moments(body, angle, factor) for factor in (1.0, 2.0))
    assert twice.flexion == pytest.approx(usual.flexion, rel=1e-3)

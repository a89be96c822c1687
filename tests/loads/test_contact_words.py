"""The words for what a body rests on."""

import pytest

from psoas.loads.contact_words import supports_in_words
from tests.loads.touching import bent, held, posture


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("standing", ["both feet on the floor"]),
        ("standing_flexed_30", ["both feet on the floor"]),
        ("sitting_upright", ["both feet on the floor", "seat"]),
        ("sitting_slouched", ["both feet on the floor", "seat", "back rest"]),
        ("lying", ["pelvis, back, head, legs and arms on the floor"]),
    ],
)
def test_the_words_for_what_a_posture_rests_on(name: str, words: list[str]) -> None:
    assert supports_in_words(posture(name), 0) == words


def test_one_leg_in_the_air_leaves_one_foot() -> None:
    step = held(bent(hip_flexion_l=50, knee_angle_l=70))
    assert supports_in_words(step, 0) == ["right foot on the floor"]

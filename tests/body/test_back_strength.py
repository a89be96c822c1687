"""The back muscles have the specific tension of living people, and no other muscle changed."""

import pytest

from psoas.body.back_strength import back_strength, is_back_muscle
from psoas.body.leg_muscles import legs_of_the_source
from psoas.body.loading import reference_skeleton
from psoas.body.repairs import repair
from psoas.body.source import read_myosim


def test_the_back_alone_is_stronger_than_in_the_published_model() -> None:
    published, ours = legs_of_the_source(repair(read_myosim())).muscles, reference_skeleton().muscles
    quotients = {name: ours[name].strength / m.strength for name, m in published.items()}
    back = {name for name in published if is_back_muscle(name)}
    assert len(back) == 2 * (4 + 8 + 21 + 5 + 25 + 18)
    for name, quotient in quotients.items():
        assert quotient == pytest.approx(75.5 / 46 if name in back else 1.0)


def test_the_tension_lies_within_the_band_of_its_source() -> None:
    row = back_strength()
    low, high = row["band_N_per_cm2"]
    assert low < row["published_N_per_cm2"] < row["specific_N_per_cm2"] < high

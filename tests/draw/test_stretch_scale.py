"""Colours of longer and shorter: even, alike on both sides, and grey where nothing was measured."""

import math

import numpy as np

from psoas.draw.stretch_scale import NOT_MEASURED, StretchScale, scale_for

FIVE = StretchScale(5.0)


def test_the_scale_darkens_evenly_from_the_middle_to_both_ends() -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    light = ((FIVE.colours(np.linspace(-5, 5, 41)) / 255) ** 2.2) @ weights
    assert (np.diff(light[:21]) > 0).all()
    assert (np.diff(light[20:]) < 0).all()
    np.testing.assert_allclose(light, light[::-1], atol=0.13)
    assert FIVE.colour(99) == FIVE.colour(5)
    assert FIVE.colour(math.nan) == NOT_MEASURED
    assert scale_for([-2.2, math.nan], "mm") == StretchScale(3.0, "mm")

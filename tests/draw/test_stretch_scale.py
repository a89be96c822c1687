"""Colours of longer and shorter: even, told apart by people of every colour vision, grey where nothing was measured."""

import math
from typing import Final

import numpy as np
import pytest

from psoas.body.postures import named_posture
from psoas.draw.bellies import muscle_stretch
from psoas.draw.body_layers import BONE
from psoas.draw.stretch_scale import NOT_MEASURED, PERCENT, SHORT_TO_LONG, StretchScale, ramp, scale_for
from psoas.timeseries import Array
from tests.draw.posed import body, posture

FIVE = StretchScale(5.0)

VISION: Final = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red (protanopia)": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green (deuteranopia)": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue (tritanopia)": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Linear sRGB as people of each colour vision see it: Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113,
severity 1.0, read in several independent copies; their authors call the one without blue an approximation."""


def lab(colours: Array, vision: str) -> Array:
    """(N, 3) CIE L*a*b* (D65) of sRGB colours (N, 3) 0..255, as somebody sees them."""
    share = np.asarray(colours, dtype=float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(VISION[vision]).T, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = seen @ to_xyz.T / [0.9505, 1.0, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def apart(one: Array, other: Array) -> Array:
    """(N,) CIE 1976 difference of colours; about 2 can just be seen side by side."""
    found: Array = np.linalg.norm(one - other, axis=1)
    return found


@pytest.mark.parametrize("vision", VISION)
def test_people_of_every_colour_vision_tell_the_colours_apart(vision: str) -> None:
    seen = lab(np.array(SHORT_TO_LONG), vision)
    assert apart(seen[1:], seen[:-1]).min() > 10, "each colour from the next"
    assert apart(seen[:5], seen[:5:-1]).min() > 30, "as much longer from as much shorter"
    assert np.abs(seen[:, 0]).min() > 15, "dark enough to stand out, light enough for a shadow"
    light = seen[:, 0]
    assert (np.diff(light[:6]) > 0).all()
    assert (np.diff(light[5:]) < 0).all()


@pytest.mark.parametrize("vision", VISION)
def test_muscle_is_told_from_bone(vision: str) -> None:
    bone = lab(np.array([BONE]), vision)
    assert apart(lab(np.array(SHORT_TO_LONG), vision), bone).min() > 10


def test_the_scale_darkens_evenly_from_the_middle_to_both_ends() -> None:
    light = lab(FIVE.colours(np.linspace(-5, 5, 41)), "usual")[:, 0]
    assert (np.diff(light[:21]) > 0).all()
    assert (np.diff(light[20:]) < 0).all()
    np.testing.assert_allclose(light, light[::-1], atol=7)
    assert FIVE.colour(99) == FIVE.colour(5)
    assert FIVE.colour(math.nan) == NOT_MEASURED
    assert scale_for([-2.2, math.nan], "mm") == StretchScale(3.0, "mm")


@pytest.mark.parametrize(
    "name",
    ["sitting_upright", "sitting_slouched", "half_kneeling", "half_kneeling_tucked", "half_kneeling_arched"],
)
def test_sitting_and_stretching_both_keep_their_detail(name: str) -> None:
    stretch = muscle_stretch(body(), posture(**named_posture(name).coordinates))
    for side in "rl":
        shares = [
            share for muscle, share in stretch.items() if muscle.startswith("Ps_") and muscle[-1] == side
        ]
        assert max(abs(share) for share in shares) < PERCENT.limit
        ends = lab(PERCENT.colours(np.array([min(shares), max(shares)])), "usual")
        spread = max(shares) - min(shares)
        assert apart(ends[:1], ends[1:])[0] > min(5, 5 * spread), (
            "the strands differ as far as they differ in length"
        )


def test_places_on_the_bar_and_the_ticks_go_together() -> None:
    for scale in (FIVE, PERCENT):
        places = scale.place(scale.ticks)
        np.testing.assert_allclose(places, -places[::-1])
        assert places[[0, -1]].tolist() == [-1, 1]
        np.testing.assert_allclose(scale.colours(np.array(scale.ticks)), ramp(places))
    assert PERCENT.place([3.0])[0] > 0.3, "a tenth of the scale has a third of the colours"

"""How a shirt hangs over the lower back, from the outline of the trunk.

The outline of a fitted top follows the hollow between the buttocks and the shoulder blades. A loose top bridges the
hollow: its outline runs straight from the one to the other, whatever the back does beneath it. Such an outline shows
no arch even where the back arches, so "no arch" may be said only where a hollow can be seen. Two figures tell how the
top hangs: how deep the hollow is, and how far behind the hip-shoulder line the outline of the waist lies, which a
loose top pushes out. ``cloth.json`` holds the line that parts the two kinds, learnt on rendered people
(``benchmarks/cloth.py``).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from psoas.data import read_data
from psoas.timeseries import Array, Mask
from psoas.words import N_

DEEPEST = 90
"""Percentile of the frames that gives the depth of the hollow: the back may round in some part of the movement."""

WAIST = (0.20, 0.45)
"""Heights of the waist on the way from hip (0) to shoulder (1)."""

LOOSE = N_(
    "the shirt hangs straight over the hollow of the lower back and hides it; wear a "
    "fitted top or tuck it in tightly, or put two stickers on the pelvis"
)
"""Why the back is not measured under a loose top."""


@dataclass(frozen=True)
class ClothRule:
    """The content of ``cloth.json``: a top is loose where ``hollow`` x depth + ``fullness`` x fullness < ``least``."""

    hollow: float
    fullness: float
    least: float


@cache
def load_cloth_rule() -> ClothRule:
    """Read the rule that is part of the program."""
    content = read_data("psoas.motion", "cloth.json")
    return ClothRule(content["hollow"], content["fullness"], content["least"])


def hides_hollow(back: Array, heights: Array, counted: Mask, rule: ClothRule) -> bool:
    """True where the top hangs so loosely that its outline does not show the hollow of the back.

    Args:
        back: (T, G) outline of the back behind the hip-shoulder line, in trunk lengths, NaN where it is not seen.
        heights: (G,) its heights on the way from hip (0) to shoulder (1).
        counted: (T,) frames that count; without any of them in view the answer is False.
    """
    figures = cloth_figures(back[counted], heights)
    if figures is None:
        return False
    depth, fullness = figures
    return rule.hollow * depth + rule.fullness * fullness < rule.least


def cloth_figures(back: Array, heights: Array) -> tuple[float, float] | None:
    """Depth of the hollow and fullness of the waist, in trunk lengths; None where the outline is never whole.

    Args:
        back, heights: as in `hides_hollow`.
    """
    whole = back[np.isfinite(back).all(1)]
    if not len(whole):
        return None
    waist = (heights >= WAIST[0]) & (heights <= WAIST[1])
    depth = float(np.percentile(hollow_depth(whole, heights), DEEPEST))
    return depth, float(np.median(whole[:, waist].mean(1)))


def hollow_depth(back: Array, heights: Array) -> Array:
    """(T,) how deep the outline lies under the tightest straight cover of its most prominent points, trunk lengths.

    Args:
        back: (T, G) without gaps.
        heights: (G,) increasing.
    """
    deepest = np.zeros(len(back))
    for middle in range(1, len(heights) - 1):
        below, above = slice(0, middle), slice(middle + 1, None)
        share = (heights[middle] - heights[below][:, None]) / (heights[above] - heights[below][:, None])
        cover = back[:, below, None] * (1 - share) + back[:, None, above] * share
        deepest = np.maximum(deepest, cover.max((1, 2)) - back[:, middle])
    return deepest

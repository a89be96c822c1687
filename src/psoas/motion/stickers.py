"""Tilt of the pelvis from two stickers on its front and back bony points.

The line from the back sticker (PSIS) to the front one (ASIS) turns with the pelvis, whatever shirt hangs over it. It
does not turn quite as far, because a sticker lies on skin and cloth: where the back arches, the skin of the waist goes
with the spine, and where the thigh swings back, it pulls the front sticker down. The hip-shoulder line is the second
witness, so that both are solved together, with changes from the person's own start:

    line = tilt - skin_share x arch + skin_drag x hip opening
    lean = tilt - line_share x arch

``stickers.json`` holds the two shares and the errors, learnt on rendered people (``benchmarks/stickers.py``).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from psoas.data import read_data
from psoas.motion.calibration import Calibration
from psoas.motion.filtering import smooth, without_spikes
from psoas.sides import SideWord
from psoas.timeseries import Array, Mask, TimeSeries, mean_of_known

CUTOFF_HZ = 3.0
"""Low-pass for the line of the stickers [Hz], as for the contour of the back."""

SPIKE = 0.05
"""Least jump of the line between the stickers that counts as an error in one frame [rad]."""


@dataclass(frozen=True, eq=False)
class StickerRule:
    """The content of ``stickers.json``.

    Attributes:
        skin_share: share of the arch that the line of the stickers does not follow, because they go with the skin.
        skin_drag: turn of the line for one of the hip's opening, because the thigh pulls the skin at its front.
        bands: one standard deviation of the error of a change [deg], by coordinate; ``lumbar_extension`` is that of
            the arch from the stickers, where the outline of the back is not seen.
    """

    skin_share: float
    skin_drag: float
    bands: dict[str, float]


@cache
def load_sticker_rule() -> StickerRule:
    """Read the rule that is part of the program; it is shared, do not change it."""
    content = read_data("psoas.motion", "stickers.json")
    return StickerRule(content["skin_share"], content["skin_drag"], content["bands_deg"])


def sticker_line(stickers: TimeSeries, towards: SideWord, yaw_deg: float) -> Array:
    """(T,) angle of the line from back to front sticker below the horizontal [rad], + anterior; NaN where not seen.

    From a camera that stands off the side the line looks shorter by the cosine of the angle, which is put right.

    Args:
        stickers: ``left.x`` ... ``right.y`` [px].
        towards: the side of the picture to which the person faces.
        yaw_deg: angle of the camera off the side view [deg].
    """
    along = (stickers["right.x"] - stickers["left.x"]) / np.cos(np.radians(yaw_deg))
    down = stickers["right.y"] - stickers["left.y"]
    line = np.arctan2(down if towards == "right" else -down, along)[:, None]
    steady: Array = smooth(stickers.time, without_spikes(line, least=SPIKE), CUTOFF_HZ)[:, 0]
    return steady


def pelvis_and_arch(
    line: Array, lean: Array, thigh: Array, reference: Mask, calibration: Calibration, rule: StickerRule
) -> tuple[Array, Array]:
    """Solve for the changes of the pelvis's tilt and of the back's arch from the ``reference`` frames.

    Args:
        line: (T,) of `sticker_line` [rad].
        lean: (T,) angle of the hip-shoulder line from vertical [rad].
        thigh: (T,) angle of the rear thigh as seen [rad], + behind.

    Returns:
        Two (T,) [rad]: pelvic tilt, + anterior, and lumbar extension; NaN where a witness is missing.
    """
    line, lean, thigh = (values - mean_of_known(values[reference], 0) for values in (line, lean, thigh))
    gain = 1 / (calibration.line_share - rule.skin_share)
    # the hip opens by (thigh seen - tilt) / (1 - hip_drift): see `Calibration.hip_drift`
    drag = rule.skin_drag / (1 - calibration.hip_drift)
    share = calibration.line_share * gain
    tilt: Array = (lean + share * (line - lean - drag * thigh)) / (1 - share * drag)
    arch: Array = gain * (line - lean - drag * (thigh - tilt))
    return tilt, arch

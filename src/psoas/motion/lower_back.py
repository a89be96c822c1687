"""What the lower back and the pelvis did, from the witnesses that a recording has: outline, cloth and stickers."""

from dataclasses import dataclass, field

import numpy as np

from psoas.motion.arch import Trunk, lumbar_extension
from psoas.motion.calibration import Calibration
from psoas.motion.cloth import LOOSE, hides_hollow, load_cloth_rule
from psoas.motion.stickers import load_sticker_rule, pelvis_and_arch
from psoas.timeseries import Array, Mask, mean_of_known
from psoas.words import _

MOSTLY = 0.5
"""Share of the frames with a kneeling person in which a witness has to be seen."""


@dataclass(frozen=True, eq=False)
class LowerBack:
    """Changes from the person's own start.

    Attributes:
        tilt, arch: (T,) pelvic tilt, + anterior, and lumbar extension [rad]; NaN where unknown.
        why_hidden: why neither is measured; None where they are.
        by_stickers: coordinates that the stickers gave, and one standard deviation of their error [deg].
    """

    tilt: Array
    arch: Array
    why_hidden: str | None = None
    by_stickers: dict[str, float] = field(default_factory=dict)


def lower_back(
    shape: Trunk,
    line: Array | None,
    lean: Array,
    thigh: Array,
    kneels: Mask,
    reference: Mask,
    calibration: Calibration,
) -> LowerBack:
    """Weigh the witnesses.

    Stickers decide about the pelvis. The outline of the back decides about the arch, unless the cloth bridges the
    hollow or something hides it; then stickers and trunk decide, and without stickers nothing is measured.

    Args:
        shape: the trunk's outline.
        line: (T,) line of the two stickers [rad]; None where the person wears none.
        lean, thigh: (T,) hip-shoulder line from vertical, and rear thigh [rad], as seen.
        kneels: (T,) frames that count.
        reference: (T,) frames that give the zero.
    """
    arch = np.where(kneels, lumbar_extension(shape, reference, calibration), np.nan)
    tilt = lean - mean_of_known(lean[reference], 0) + calibration.line_share * arch
    still = len(lean) == 1
    enough = MOSTLY * max(int((kneels & np.isfinite(thigh)).sum()), 1)
    loose = hides_hollow(shape.back, calibration.heights, kneels, load_cloth_rule())
    hidden = still or loose or np.isfinite(arch).sum() < enough
    if line is not None and not still:
        rule = load_sticker_rule()
        by_line, bent = pelvis_and_arch(line, lean, thigh, reference, calibration, rule)
        by_line = np.where(kneels, by_line, np.nan)
        if np.isfinite(by_line).sum() >= enough:
            names = ("pelvis_tilt", "rear_hip_extension", *(("lumbar_extension",) if hidden else ()))
            return LowerBack(
                by_line,
                np.where(kneels, bent, np.nan) if hidden else arch,
                by_stickers={name: rule.bands[name] for name in names},
            )
    if not hidden:
        return LowerBack(tilt, arch)
    why = (
        _(
            "only its change from the person's own start is measured, and one picture shows none; "
            "film some repetitions"
        )
        if still
        else _(LOOSE)
        if loose
        else _("an arm lies across the outline of the lower back; rest both hands on the front knee")
        if shape.covered > MOSTLY
        else _(
            "the outline of the lower back could not be seen; wear a fitted top, have a plain "
            "wall behind you and keep arms and hair off the lower back"
        )
    )
    nothing = np.full(len(lean), np.nan)
    return LowerBack(nothing, nothing, why)

"""Effect of a shorter, longer, weaker or stronger psoas on a standing person.

The postures of least effort (`stance`) before and after the change are compared. People do not stand exactly at least
effort, so that the result is the difference between the two, under the same assumptions. Of a change of one side and
its mirror image only one is solved, so that right and left agree. Margins and studies are in ``settling.json``.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from psoas.body import Body
from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions
from psoas.loads.joint_loads import DISCS, PARTS
from psoas.loads.least_effort import Effort, Settled, efforts_of, latitude_of, settle, settled_at
from psoas.loads.reach import reach, settle_table
from psoas.loads.sensitivity import Varied, usual_variations
from psoas.loads.settling_words import (
    LEAST_REACH_CHANGE,
    Quantity,
    beside_studies,
    loosely_determined,
    stronger_is_tighter,
    which_way,
)
from psoas.loads.side_by_side import side_by_side
from psoas.loads.stance import Stance
from psoas.sides import SIDES, both, other_side
from psoas.timeseries import Array, Progress
from psoas.words import N_, _

ANTISYMMETRIC = ("pelvic_list", "side_bend")
"""Figures whose sign changes when left and right are exchanged."""


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Effect of a change of the psoas on a standing person.

    Attributes:
        before, after: the settled postures.
        base, change: assumptions before and after.
        quantities: by name: angles [deg], loads [N].
        latitude: least and greatest lordosis of little more effort [deg], before and after (`latitude_of`).
        unheld: variations, in words, without an equilibrium; the bands exclude them.
    """

    before: Settled
    after: Settled
    base: Assumptions
    change: Assumptions
    quantities: Mapping[str, Quantity]
    latitude: tuple[tuple[float, float], tuple[float, float]]
    unheld: tuple[str, ...] = ()

    @property
    def one_sided(self) -> bool:
        """Whether one psoas differs from the other, before or after."""
        return not _alike(self.base, self.change)

    @property
    def stronger(self) -> bool:
        """Whether the strength of the psoas changes, which also changes its passive force."""
        return self.base.psoas_strength != self.change.psoas_strength

    @property
    def lordosis_per_reach(self) -> float | None:
        """Change of lordosis per degree of lost hip extension.

        None where the reach hardly changes or is unknown, and where the strength changes as well.
        """
        lost = self.lost_reach
        known = math.isfinite(lost) and abs(lost) >= LEAST_REACH_CHANGE and not self.stronger
        return self.quantities["lordosis"].change[0] / lost if known else None

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """The main quantities; list and side bend only where the sides differ."""
        names = ["lordosis", "pelvic_tilt", *(reversed(ANTISYMMETRIC) if self.one_sided else ())]
        names += ["L4_L5_compression", "hip_load_r", "hip_load_l", "psoas_r", "psoas_l"]
        names += [name for name in both("reach") if self.quantities[name].change[0] != 0]
        return tuple(self.quantities[name] for name in names)

    @property
    def says(self) -> tuple[str, ...]:
        """Short sentences: direction of the change, results of studies, latitude of posture, and cautions."""
        sentences = [which_way("lordosis", self.quantities["lordosis"])]
        if self.one_sided:
            sentences.append(which_way("side_bend", self.quantities["side_bend"]))
        if self.stronger:
            sentences.append(stronger_is_tighter())
        sentences += [*self.beside_studies, loosely_determined(*self.latitude)]
        if self.unheld:
            sentences.append(
                _("Not held, and not in the bands, with: {variations}.", variations="; ".join(self.unheld))
            )
        return tuple(sentences)

    @property
    def beside_studies(self) -> tuple[str, ...]:
        """Comparison of the model with studies in people."""
        tilt = self.quantities["pelvic_tilt"].change[0]
        return beside_studies(self.lordosis_per_reach, self.lost_reach, tilt)

    @property
    def lost_reach(self) -> float:
        """Lost hip extension of the side with the larger change [deg]; NaN where one is unknown."""
        changes = [self.quantities[name].change[0] for name in both("reach")]
        return math.nan if any(map(math.isnan, changes)) else -max(changes, key=abs)


def what_if(
    body: Body, change: Assumptions, *, base: Assumptions | None = None, progress: Progress | None = None
) -> WhatIf:
    """Settle a standing body before and after a change of its psoas.

    The bands are those of `usual_variations`, each applied before and after and settled from the usual posture; the
    rule of recruitment and friction are not varied. If both sides are assumed alike, the posture is symmetric.

    Args:
        body: the standing body.
        change: assumptions after the change.
        base: those before; None takes the usual ones.
        progress: called with the step, the number of searches done, and of how many.

    Raises:
        CannotTellError: the muscles cannot hold the body upright.
    """
    usual = base or Assumptions()
    mirrored = _side(0, usual, change) > _side(1, usual, change)
    before, after = (_swapped(one) if mirrored else one for one in (usual, change))
    ends = {assumed: Stance.of(body, alike=_alike(assumed)) for assumed in (before, after)}
    variations = [
        (one.says, (one.assumptions, other.assumptions))
        for one, other in zip(usual_variations(before), usual_variations(after), strict=True)
        if (one.assumptions.power, one.assumptions.friction) == (before.power, before.friction)
    ]
    known: dict[Assumptions, Settled] = {}
    latitude: dict[tuple[Assumptions, float], float] = {}

    def settling(assumed: Assumptions, stance: Stance, effort: Effort, begin: Array | None = None) -> None:
        known[assumed] = settle(stance, assumed, begin=begin, effort=effort)

    def varying(assumed: Assumptions, end: Assumptions, effort: Effort) -> None:
        with suppress(CannotTellError):
            settling(assumed, ends[end], effort, known[end].place[None])

    def bounding(end: Assumptions, way: float, effort: Effort) -> None:
        share = settle_table()["latitude"]["share_of_strength"]
        latitude[end, way] = latitude_of(ends[end], end, known[end], share, way, effort=effort)

    side_by_side([partial(settling, *one) for one in ends.items()], efforts_of)
    varied = {
        assumed: end
        for _says, pair in variations
        for assumed, end in zip(pair, (before, after), strict=True)
        if assumed not in known
    }
    searches = [partial(varying, *one) for one in varied.items()]
    searches += [partial(bounding, end, way) for end in ends for way in (1.0, -1.0)]

    def counted(done: int) -> None:
        if progress is not None:
            progress(N_("settling"), done, len(searches))

    side_by_side(searches, efforts_of, counted)
    held = [set(pair) <= set(known) for _says, pair in variations]
    pairs = [(before, after), *(pair for (_says, pair), one in zip(variations, held, strict=True) if one)]
    figures = [[_figures(body, assumed, known[assumed]) for assumed in pair] for pair in pairs]
    if mirrored:
        figures = [[_mirrored(one) for one in pair] for pair in figures]
    first, last = known[before], known[after]
    if mirrored:
        first, last = (
            settled_at(ends[end], original, ends[end].mirror @ known[end].place)
            for end, original in ((before, usual), (after, change))
        )
    return WhatIf(
        first,
        last,
        usual,
        change,
        _quantities(figures),
        ((latitude[before, 1.0], latitude[before, -1.0]), (latitude[after, 1.0], latitude[after, -1.0])),
        tuple(says for (says, _pair), one in zip(variations, held, strict=True) if not one),
    )


def _quantities(figures: list[list[dict[str, float]]]) -> dict[str, Quantity]:
    """Quantities from all figures before and after, under the usual assumptions first; NaN makes a band NaN."""
    names = tuple(figures[0][0])
    values = np.array([[[one[name] for one in pair] for name in names] for pair in figures])
    values = np.concatenate([values, np.diff(values, axis=2)], axis=2)
    unknown = np.isnan(values).any(axis=0)
    ends = (np.where(unknown, np.nan, end) for end in Varied(values[0], values[1:]).band)
    bands = np.stack([values[0], *ends], axis=2).tolist()
    singly = np.stack([values[:, :, 2].min(axis=0), values[:, :, 2].max(axis=0)], axis=1).tolist()
    words: dict[str, dict[str, str]] = settle_table()["quantities"]
    return {
        name: Quantity(
            **words[name],
            before=tuple(band[0]),
            after=tuple(band[1]),
            change=tuple(band[2]),
            singly=tuple(end),
        )
        for name, band, end in zip(names, bands, singly, strict=True)
    }


def _side(column: int, *assumed: Assumptions) -> list[float]:
    """Assumptions of one psoas, the right (0) or the left (1)."""
    return [pair[column] for one in assumed for pair in (one.psoas_length, one.psoas_strength)]


def _alike(*assumed: Assumptions) -> bool:
    return _side(0, *assumed) == _side(1, *assumed)


def _swapped(assumed: Assumptions) -> Assumptions:
    """The assumptions with right and left exchanged."""
    (right, left), (strong, weak) = assumed.psoas_length, assumed.psoas_strength
    return replace(assumed, psoas_length=(left, right), psoas_strength=(weak, strong))


def _mirrored(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures of the mirror image, in the same order."""
    return {name: figures[other_side(name)] * (-1 if name in ANTISYMMETRIC else 1) for name in figures}


def _figures(body: Body, assumed: Assumptions, settled: Settled) -> dict[str, float]:
    """All figures of a settled posture, by name [deg, N]."""
    angles = {
        "lordosis": "lumbar_extension",
        "pelvic_tilt": "pelvis_tilt",
        "pelvic_list": "pelvis_list",
        "side_bend": "lumbar_bending",
        **{name: name for joint in ("hip_flexion", "knee_angle") for name in both(joint)},
    }
    found = {
        name: float(np.degrees(settled.pose[body.coordinate_index(coordinate)]))
        for name, coordinate in angles.items()
    }
    loads = settled.loads
    for disc in ("L4_L5", "L5_S1"):
        for part in ("compression", "shear_ap"):
            found[f"{disc}_{part}"] = float(loads.discs[0, DISCS.index(disc), PARTS.index(part)])
    for column, side in enumerate(SIDES):
        found[f"hip_load_{side}"] = float(loads.hips[0, column])
        found[f"psoas_{side}"] = float(loads.psoas[0, column])
        found[f"reach_{side}"] = reach(body, assumed, side)
    return found

"""What a shorter, longer, weaker or stronger psoas would do to a person who stands.

Both postures are settled (`stance`), before and after. People do not stand at least effort exactly, so that the
answer is the difference between the two, under the same assumptions. Margins and studies are in ``settle.json``.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from psoas.body import Body
from psoas.body.tables import Array
from psoas.muscle.capsule import moment_scale, passive_hip_moment
from psoas.muscle.fibre import force_capacity
from psoas.muscle.joint_loads import DISCS, PARTS
from psoas.muscle.loads import Assumptions, Loads, Setting, loads_of
from psoas.muscle.paths import muscle_paths
from psoas.muscle.stance import Settled, Stance, latitude_of, settle
from psoas.muscle.variations import Varied, usual_variations

Progress = Callable[[str, int, int | None], None]

LEAST_REACH = 0.5
"""Change of the hip's reach below which nothing is told for each degree of it [deg]."""


@dataclass(frozen=True)
class Quantity:
    """One figure before and after; low and high hold where the usual values of the model are uncertain.

    Attributes:
        says: plain name; unit: of every number here.
        before, after, change: value, low, high. The change's band is no difference of the others', whose errors go
            together.
        singly: least and greatest change with one assumption varied at a time.
    """

    says: str
    unit: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    change: tuple[float, float, float]
    singly: tuple[float, float]

    def __str__(self) -> str:
        digits = 0 if self.unit == "N" else 1
        values = (self.before[0], self.after[0], *self.change)
        before, after, change, low, high = (round(value, digits) + 0.0 for value in values)
        signed = f"{change:+.{digits}f}; {low:+.{digits}f} to {high:+.{digits}f}"
        return f"{self.says} {before:.{digits}f} -> {after:.{digits}f} {self.unit} ({signed})"


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What a change of the psoas does to a person who stands.

    Attributes:
        before, after: the settled postures.
        base, change: under which assumptions.
        quantities: by name: angles [deg], loads [N], effort.
        latitude: least and greatest lordosis [deg] that cost little more, before and after (`latitude_of`).
    """

    before: Settled
    after: Settled
    base: Assumptions
    change: Assumptions
    quantities: Mapping[str, Quantity]
    latitude: tuple[tuple[float, float], tuple[float, float]]

    @property
    def lordosis_per_reach(self) -> float | None:
        """Degrees of lordosis a degree of hip extension that is lost; None where the reach hardly changes."""
        lost = self._lost_reach
        return None if abs(lost) < LEAST_REACH else self.quantities["lordosis"].change[0] / lost

    @property
    def says(self) -> str:
        """The result in a few sentences."""
        names = ("lordosis", "pelvic_tilt", "L4_L5_compression", "hip_load_r", "hip_load_l")
        told = "; ".join(str(self.quantities[name]) for name in names)
        _, low, high = self.quantities["lordosis"].change
        least, most = self.quantities["lordosis"].singly
        sure = f" With one assumption varied at a time the arch changes by {least:+.1f} to {most:+.1f} deg"
        sure += "." if low > 0 or high < 0 else "; with all of them the model cannot tell which way."
        share = settle_table()["latitude"]["share_of_strength"]
        (least, most), (later_least, later_most) = self.latitude
        return (
            f"Standing with least effort, feet in place, before -> after (change; its band): {told}.{sure} "
            "The band is what the change becomes with other strengths, fibres and ligaments. The posture itself is "
            f"loosely determined: for the effort of one more muscle at {100 * share:.0f} % of its strength, the arch "
            f"can be anywhere from {least:+.0f} to {most:+.0f} deg before the change, and from {later_least:+.0f} to "
            f"{later_most:+.0f} after."
        )

    @property
    def beside_studies(self) -> str:
        """The model beside what was found in people."""
        heino, preece, schmidt = (settle_table()["studies"][name] for name in ("heino", "preece", "schmidt"))
        found = (
            f"In {heino['people']} adults the range of hip extension and the arch of the lower back had nothing to do "
            f"with each other (r = {heino['r_lordosis']}, with pelvic tilt {heino['r_tilt']}; {heino['source']}). In "
            f"{preece['people']} men one session of stretching gained {preece['hip_extension_deg']} deg of hip "
            f"extension and tipped the pelvis back by {-preece['tilt_deg']} deg; the arch did not change "
            f"({preece['source']})."
        )
        ratio, lost = self.lordosis_per_reach, self._lost_reach
        if ratio is None:
            return f"In the model this change hardly alters how far the hip extends. {found}"
        arch, tilt = (self.quantities[name].change[0] for name in ("lordosis", "pelvic_tilt"))
        gained, moment = preece["hip_extension_deg"], settle_table()["reach_moment"]["N_m"]
        return (
            f"In the model the hip extends {abs(lost):.1f} deg {'less' if lost > 0 else 'further'} (against "
            f"{moment:.0f} N.m) and the arch changes by {arch:+.1f} deg: {ratio:+.1f} deg "
            f"for each degree of hip extension lost. {found} In proportion, the model would have changed the arch by "
            f"{-ratio * gained:+.1f} deg and the pelvis by {-tilt / lost * gained:+.1f} deg (+ front down). Studies in "
            "people do not bear out what the model says about posture: people have other ways to stand. In half of "
            f"{schmidt['people']} people the arch differed by {schmidt['variation_percent'][0]}-"
            f"{schmidt['variation_percent'][1]} % from one standing to the next ({schmidt['source']})."
        )

    @property
    def _lost_reach(self) -> float:
        """Hip extension that is lost, of the side that loses or gains the more [deg]."""
        return -max((self.quantities[f"reach_{side}"].change[0] for side in "rl"), key=abs)


@cache
def settle_table() -> dict[str, Any]:
    """Margins, bands and studies with their sources, as in ``settle.json``."""
    text = (files("psoas.muscle") / "settle.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def what_if(
    body: Body, change: Assumptions, *, base: Assumptions | None = None, progress: Progress | None = None
) -> WhatIf:
    """Settle a standing body before and after a change of its psoas.

    The band is that of `usual_variations`, each put in place before and after; but for the rule of recruitment and
    friction, which are kept.

    Args:
        body: that stands.
        change: assumptions after the change.
        base: those before; None takes the usual ones.
        progress: called with what is done, how much of it, and of how much.

    Raises:
        CannotTellError: the muscles cannot hold the body upright.
    """
    before = base or Assumptions()
    sides = (before.psoas_length, before.psoas_strength, change.psoas_length, change.psoas_strength)
    stance = Stance.of(body, alike=all(right == left for right, left in sides))
    pairs = [(before, change)]
    for one, other in zip(usual_variations(before), usual_variations(change), strict=True):
        if (one.assumptions.power, one.assumptions.friction) == (before.power, before.friction):
            pairs.append((one.assumptions, other.assumptions))
    begin: list[Array] = []
    known: dict[Assumptions, Settled] = {}
    for number, pair in enumerate(pairs):
        for column, taken in enumerate(pair):
            if taken not in known:
                known[taken] = settle(stance, taken, begin=begin[column] if begin else None)
        begin = begin or [
            np.array([place, stance.mirror @ place]) for place in (known[one].place for one in pair)
        ]
        if progress is not None:
            progress("settling", number + 1, len(pairs))
    figures = [[_figures(body, taken, known[taken]) for taken in pair] for pair in pairs]
    names = tuple(figures[0][0])
    values = np.array([[[one[name] for one in pair] for name in names] for pair in figures])
    values = np.concatenate([values, np.diff(values, axis=2)], axis=2)
    low, high = Varied(values[0], values[1:]).band
    bands = np.stack([values[0], low, high], axis=2).tolist()
    ends = np.stack([values[:, :, 2].min(axis=0), values[:, :, 2].max(axis=0)], axis=1).tolist()
    told: dict[str, tuple[str, str]] = settle_table()["quantities"]
    quantities = {
        name: Quantity(*told[name], tuple(band[0]), tuple(band[1]), tuple(band[2]), tuple(end))
        for name, band, end in zip(names, bands, ends, strict=True)
    }
    share = settle_table()["latitude"]["share_of_strength"]
    least, most = (latitude_of(stance, taken, known[taken], share) for taken in pairs[0])
    return WhatIf(known[before], known[change], before, change, quantities, (least, most))


def same_posture(
    setting: Setting, change: Assumptions, *, base: Assumptions | None = None
) -> tuple[Loads, Loads]:
    """Loads of given postures before and after the change, where the posture does not give way (sitting, kneeling)."""
    return loads_of(setting, base), loads_of(setting, change)


def reach(body: Body, taken: Assumptions, side: str) -> float:
    """Hip extension [deg] at which hip flexors and capsule resist with the moment in ``settle.json``.

    The knee is straight, pelvis and lower back are as in standing; nothing is active.
    """
    flexion = np.radians(np.arange(30.0, -30.5, -1.0))
    paths = muscle_paths(body, body.poses({f"hip_flexion_{side}": flexion}))
    arms = paths.moment_arms[:, :, body.coordinate_index(f"hip_flexion_{side}")]
    passive = force_capacity(taken.parameters(body), paths.lengths)[1]
    scale = moment_scale(body.person.mass_kg, body.person.height_m)
    moment = (passive * arms).sum(axis=1) + taken.capsule * passive_hip_moment(flexion, scale=scale)
    return float(np.interp(settle_table()["reach_moment"]["N_m"], moment, -np.degrees(flexion)))


def _figures(body: Body, taken: Assumptions, settled: Settled) -> dict[str, float]:
    """Every figure of one settled posture, by name [deg, N]."""
    angles = {
        "lordosis": "lumbar_extension",
        "pelvic_tilt": "pelvis_tilt",
        "pelvic_list": "pelvis_list",
        "side_bend": "lumbar_bending",
        **{f"{name}_{side}": f"{name}_{side}" for name in ("hip_flexion", "knee_angle") for side in "rl"},
    }
    found = {
        name: float(np.degrees(settled.pose[body.coordinate_index(coordinate)]))
        for name, coordinate in angles.items()
    }
    loads = settled.loads
    for disc in ("L4_L5", "L5_S1"):
        for part in ("compression", "shear_ap"):
            found[f"{disc}_{part}"] = float(loads.discs[0, DISCS.index(disc), PARTS.index(part)])
    for column, side in enumerate("rl"):
        found[f"hip_load_{side}"] = float(loads.hips[0, column])
        found[f"psoas_{side}"] = float(loads.psoas[0, column])
        found[f"reach_{side}"] = reach(body, taken, side)
    return found

"""Words on the posture in which a changed person would stand, and what studies in people found."""

import math
from dataclasses import dataclass
from typing import Final

from psoas.loads.reach import settle_table
from psoas.words import N_, _, named, number, translated

LEAST_REACH_CHANGE: Final = 2.0
"""Change of the hip's reach below which no ratio to it is reported [deg] (ours)."""

ANGLE_TOLERANCE: Final = 0.05
"""Changes of angles below this are reported as none [deg]."""

STAYS: Final = {
    "lordosis": N_("In the model the arch of the lower back stays as it is."),
    "side_bend": N_("In the model the lower back stays as it is."),
}
UNKNOWN: Final = {
    "lordosis": N_("Which way the arch of the lower back changes the model cannot tell."),
    "side_bend": N_("Which way the lower back changes the model cannot tell."),
}
SURE: Final = {
    ("lordosis", False): N_(
        "In the model the arch of the lower back flattens; its uncertain values do not alter that."
    ),
    ("lordosis", True): N_(
        "In the model the arch of the lower back grows; its uncertain values do not alter that."
    ),
    ("side_bend", False): N_(
        "In the model the lower back bends left; its uncertain values do not alter that."
    ),
    ("side_bend", True): N_(
        "In the model the lower back bends right; its uncertain values do not alter that."
    ),
}
SINGLY: Final = {
    ("lordosis", False): N_(
        "In the model the arch of the lower back flattens whichever uncertain value is varied; with all at once it "
        "cannot tell."
    ),
    ("lordosis", True): N_(
        "In the model the arch of the lower back grows whichever uncertain value is varied; with all at once it cannot "
        "tell."
    ),
    ("side_bend", False): N_(
        "In the model the lower back bends left whichever uncertain value is varied; with all at once it cannot tell."
    ),
    ("side_bend", True): N_(
        "In the model the lower back bends right whichever uncertain value is varied; with all at once it cannot tell."
    ),
}
"""The direction of a change, by its quantity and whether that grows."""


@translated("says")
@dataclass(frozen=True)
class Quantity:
    """A figure before and after the change, with bands from the uncertain values of the model.

    Attributes:
        says: plain name.
        unit: of every number here; a number that the model cannot determine is NaN.
        before, after, change: value, low, high. The band of the change is not the difference of the other two, whose
            errors are correlated.
        singly: least and greatest change with one assumption varied at a time.
    """

    says: str
    unit: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    change: tuple[float, float, float]
    singly: tuple[float, float]

    def __str__(self) -> str:
        """Such as ``pelvis, front down: -1.4 -> -2.3 deg (-0.9; -1.5 to +0.2)``."""
        digits = 0 if self.unit == "N" else 1
        before, after = (_in_words(value, f"z.{digits}f") for value in (self.before[0], self.after[0]))
        value, low, high = (_in_words(value, f"+z.{digits}f") for value in self.change)
        unit = "" if math.isnan(self.after[0]) else f" {self.unit}"
        line = named(self.says, f"{before} -> {after}{unit}")
        if not math.isfinite(self.change[0]):
            return line
        if not math.isfinite(self.change[1] + self.change[2]):
            return _("{line} ({value}; band not told)", line=line, value=value)
        return _("{line} ({value}; {low} to {high})", line=line, value=value, low=low, high=high)


def which_way(name: str, quantity: Quantity) -> str:
    """The direction of the change of ``lordosis`` or ``side_bend``, where its band or single variations give it."""
    value, low, high = quantity.change
    least, most = quantity.singly
    if max(abs(low), abs(high)) < ANGLE_TOLERANCE:
        return _(STAYS[name])
    if low > 0 or high < 0:
        return _(SURE[name, value > 0])
    if least > 0 or most < 0:
        return _(SINGLY[name, value > 0])
    return _(UNKNOWN[name])


def stronger_is_tighter() -> str:
    """The caution where the strength of a psoas changes."""
    return _(
        "In the model a muscle's pull at rest grows with its strength: a stronger psoas is a tighter one, too, and a "
        "weaker one a slacker one."
    )


def beside_studies(ratio: float | None, lost: float, tilt: float) -> tuple[str, ...]:
    """Comparison of the model with studies in people.

    Args:
        ratio: change of lordosis per degree of lost hip extension; None where it has no meaning.
        lost: hip extension that is lost [deg]; NaN where it is not known.
        tilt: change of the pelvic tilt [deg].
    """
    heino, preece = (settle_table()["studies"][name] for name in ("heino", "preece"))
    found = _(
        "Studies in people do not bear out such changes of posture. In {adults} adults hip extension and arch had "
        "nothing to do with each other (r = {r}; {first}). In {men} men a stretch that gained {gained} deg of hip "
        "extension tipped the pelvis back by {tipped} deg and left the arch as it was ({second}).",
        adults=heino["people"],
        r=heino["r_lordosis"],
        first=heino["cited"],
        men=preece["people"],
        gained=preece["hip_extension_deg"],
        tipped=-preece["tilt_deg"],
        second=preece["cited"],
    )
    if ratio is not None:
        gained = preece["hip_extension_deg"]
        return found, _(
            "The model's arch changes by {ratio:+.1f} deg for each degree of hip extension lost. In proportion, that "
            "stretch would have changed the arch by {arch:+.1f} deg and tipped the pelvis by {tilt:+.1f} deg (+ front "
            "down).",
            ratio=ratio,
            arch=-ratio * gained,
            tilt=-tilt / lost * gained,
        )
    if math.isnan(lost):
        return found, _(
            "How far the hip then extends is not told: no angle within the body's range is its end."
        )
    if abs(lost) < LEAST_REACH_CHANGE:
        return found, _(
            "In the model this change alters how far the hip extends by {change:.1f} deg only.",
            change=abs(lost),
        )
    return (found,)


def loosely_determined(before: tuple[float, float], after: tuple[float, float]) -> str:
    """How far the arch can be from that of least effort, as `WhatIf.latitude` has it [deg]."""
    schmidt, share = settle_table()["studies"]["schmidt"], settle_table()["latitude"]["share_of_strength"]
    low, high = schmidt["variation_percent"]
    return _(
        "Posture is loosely determined: for the effort of one more muscle at {share:.0f} % of its strength the arch "
        "can be anywhere from {least:+.0f} to {most:+.0f} deg before, and from {later_least:+.0f} to {later_most:+.0f} "
        "after. In half of {people} people it differed by {low}-{high} % from one standing to the next ({cited}).",
        share=100 * share,
        least=before[0],
        most=before[1],
        later_least=after[0],
        later_most=after[1],
        people=schmidt["people"],
        low=low,
        high=high,
        cited=schmidt["cited"],
    )


def _in_words(value: float, form: str) -> str:
    """Format a number; NaN is ``not told``."""
    return _("not told") if math.isnan(value) else number(value, form)

"""Words for progress: names of measures, values with their bands, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from psoas.exercises import CLINICAL_TESTS, EXERCISES
from psoas.findings import STRIDE_LABELS, STRIDE_UNITS
from psoas.plan import FOLLOWED, Comparison, Setup, SteadyTrend, Trend, Value
from psoas.quantities import MOVEMENTS
from psoas.sides import side_word
from psoas.strides import GAITS, UNITS
from psoas.words import N_, _, capital, date_words, inside, speaking, translated
from psoas.words import number as written


@translated("name", "meaning", "test", "middle", "unit")
@dataclass(frozen=True)
class MeasureWords:
    """Words and number format of a measure.

    Attributes:
        name: without the test to which it belongs.
        meaning: of the measure and of its sign; a phrase where `middle` follows, else sentences.
        unit: follows the number.
        times: factor from a value to the number shown.
        digits: after the point.
        signed: whether a plus is written.
        test: to which it belongs; empty for none.
        middle: how a value is made of several, in a sentence; may be empty.
    """

    name: str
    meaning: str
    unit: str
    times: float = 1.0
    digits: int = 0
    signed: bool = False
    test: str = ""
    middle: str = ""

    @property
    def title(self) -> str:
        """Name of the measure with its test."""
        return _("{test}: {measure}", test=self.test, measure=inside(self.name)) if self.test else self.name

    @property
    def says(self) -> str:
        """Meaning of the measure, in sentences."""
        if not self.middle:
            return self.meaning
        return f"{capital(self.meaning)}. {self.middle}" if self.meaning else self.middle


def _measure_words() -> dict[str, MeasureWords]:
    """The words of each measure, in the order of pages."""
    words = {
        "hip_opening": MeasureWords(
            N_("Hip opening"),
            N_("How far the rear thigh moved behind the pelvis, from your own start. More is more opening."),
            "°",
            signed=True,
        ),
        "arch": MeasureWords(
            N_("Arch of the lower back"),
            N_("How far the lower back arched in the hold, from your own start. Aim for close to zero."),
            "°",
            signed=True,
        ),
        "hold": MeasureWords(
            N_("Length of the hold"), N_("How long the end position was held."), " s", digits=1
        ),
        "good_holds": MeasureWords(
            N_("Holds of the right length"),
            N_("Share of the holds that lasted 1.5 to 3.0 seconds."),
            N_(" %"),
            times=100,
        ),
    }
    for test in CLINICAL_TESTS:
        for quantity in test.figures:
            words[quantity.key] = MeasureWords(
                quantity.name,
                quantity.meaning,
                "°",
                signed=True,
                test=test.label,
                middle=N_("A value is the middle one of the day's trials."),
            )
    for name in FOLLOWED:
        unit, times, digits = STRIDE_UNITS[UNITS[name]]
        words[name] = MeasureWords(
            *STRIDE_LABELS[name],
            unit,
            times,
            digits,
            UNITS[name] == "deg",
            middle=N_("A value is the median of the week's strides."),
        )
    return words


with speaking("en"):
    MEASURE_WORDS: Final = _measure_words()

METHODS: Final = {"camera": N_("live camera"), "clip": N_("clip"), "timer": N_("timer")}
"""How a set was measured, in English."""


@dataclass(frozen=True)
class ChangeRow:
    """One line of the table of changes, in ready words; without the set-up where all lines share it."""

    measure: str
    side: str
    setup: str
    first: str
    last: str
    changed: bool
    says: str


def number(value: float, measure: str, *, difference: bool = False, slope: bool = False) -> str:
    """Format a value without its unit.

    A difference has its sign and one more digit, a slope two more, so that an interval's ends show their side of zero.
    """
    words = MEASURE_WORDS[measure]
    difference = difference or slope
    digits = words.digits + difference + slope
    shown = round(value * words.times, digits)
    return written(shown, f"{'+' if words.signed or difference else ''}.{digits}f")


def value_words(value: Value, measure: str) -> str:
    """Format a value with its band, such as ``+12° (+8 to +16)``."""
    unit = MEASURE_WORDS[measure].unit
    if value.low is None or value.high is None:
        return _("{value} (error not known)", value=f"{number(value.value, measure)}{unit}")
    return _(
        "{value} ({low} to {high})",
        value=f"{number(value.value, measure)}{unit}",
        low=number(value.low, measure),
        high=number(value.high, measure),
    )


def change_words(change: Comparison | None, measure: str) -> str:
    """State a change in one sentence."""
    if change is None:
        return _("One value so far; nothing to compare.")
    difference = change.difference
    if difference is None:
        return _("Not compared: the set-up was another one.")
    unit = unit_of_change(measure)
    moved = f"{number(difference.value, measure, difference=True)}{unit}"
    if difference.low is None or difference.high is None:
        return _("{moved}; the error is not known, so no change is told.", moved=moved)
    low, high = (number(end, measure, difference=True) for end in (difference.low, difference.high))
    if change.verdict == "changed":
        return _("Changed by {moved} ({low} to {high}).", moved=moved, low=low, high=high)
    least = f"{number(difference.reach or 0.0, measure, difference=True).removeprefix('+')}{unit}"
    return _(
        "{moved} so far ({low} to {high}); a change shows from about {least} on.",
        moved=moved,
        low=low,
        high=high,
        least=least,
    )


def trend_words(trend: Trend) -> str:
    """State the change of a trend, and whether all of its values together go one way."""
    says = change_words(trend.change, trend.measure)
    steady = trend.steady
    if steady is None or steady.way == "not sure":
        return says
    slope = slope_words(steady, trend.measure)
    goes = _("Falls week by week: {slope}.", slope=slope)
    if steady.way == "up":
        goes = _("Rises week by week: {slope}.", slope=slope)
    return f"{says} {goes}"


def slope_words(steady: SteadyTrend, measure: str) -> str:
    """Format the slope of a steady trend, such as ``+0.80° a week (+0.30 to +1.30)``."""
    unit = unit_of_change(measure)
    slope, low, high = (
        number(one, measure, slope=True) for one in (steady.per_week, steady.low, steady.high)
    )
    return _("{slope} a week ({low} to {high})", slope=f"{slope}{unit}", low=low, high=high)


def unit_of_change(measure: str) -> str:
    """The unit of a difference, which follows the number."""
    return _(" percentage points") if measure == "good_holds" else MEASURE_WORDS[measure].unit


def shared_setup(trends: Sequence[Trend]) -> str | None:
    """The set-up of all trends in words, where it is one; else None, and each has to be named."""
    setups = {trend.setup for trend in trends}
    return setup_words(setups.pop()) if len(setups) == 1 else None


def setup_words(setup: Setup) -> str:
    """Name a set-up, such as ``live camera, lite network``; an exercise that is not the first one is named, too."""
    how = _(METHODS[setup.method])
    names: dict[str, str] = {
        name: MOVEMENTS[name].label for name in (*GAITS, *(one.movement for one in EXERCISES[1:]))
    }
    label = names.get(setup.exercise)
    words = how if label is None else f"{inside(label)}, {how}"
    return _("{setup}, {weights} network", setup=words, weights=setup.weights) if setup.weights else words


def change_rows(trends: Sequence[Trend]) -> list[ChangeRow]:
    """Write a line for each measure, side and set-up that has two values or more."""
    shared = shared_setup(trends)
    return [
        ChangeRow(
            measure=MEASURE_WORDS[trend.measure].title,
            side=side_word(trend.side),
            setup=setup_words(trend.setup) if shared is None else "",
            first=_point_words(trend, 0),
            last=_point_words(trend, -1),
            changed=shows_change(trend),
            says=trend_words(trend),
        )
        for trend in trends
        if len(trend.points) > 1
    ]


def _point_words(trend: Trend, place: int) -> str:
    """A value with its day."""
    point = trend.points[place]
    return _("{day}: {value}", day=day_words(point.day), value=value_words(point.value, trend.measure))


def shows_change(trend: Trend) -> bool:
    """Whether the last value differs from the first by more than the error, or all values go one way."""
    changed = trend.change is not None and trend.change.verdict == "changed"
    return changed or (trend.steady is not None and trend.steady.way != "not sure")


def day_words(day: date) -> str:
    """Format a day, such as ``3 Nov 2026``."""
    return date_words(day, "d MMM y")

"""Words for progress: names of measures, values with their bands, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from psoas.exercises import CLINICAL_TESTS, EXERCISES
from psoas.findings import MINUS, STRIDE_LABELS, STRIDE_UNITS
from psoas.plan import FOLLOWED, Comparison, Setup, SteadyTrend, Trend, Value
from psoas.quantities import MOVEMENTS
from psoas.strides import GAITS, UNITS


@dataclass(frozen=True)
class MeasureWords:
    """Words and number format of a measure.

    Attributes:
        title: its name.
        says: meaning of the measure and of its sign.
        unit: follows the number.
        times: factor from a value to the number shown.
        digits: after the point.
        signed: whether a plus is written.
    """

    title: str
    says: str
    unit: str
    times: float = 1.0
    digits: int = 0
    signed: bool = False


def _stride_words(name: str) -> MeasureWords:
    title, sign = STRIDE_LABELS[name]
    unit, times, digits = STRIDE_UNITS[UNITS[name]]
    says = f"{sign[0].upper()}{sign[1:]}. " if sign else ""
    return MeasureWords(
        title,
        f"{says}A value is the median of the week's strides.",
        unit,
        times,
        digits,
        UNITS[name] == "deg",
    )


MEASURE_WORDS: Final[dict[str, MeasureWords]] = {
    "hip_opening": MeasureWords(
        "Hip opening",
        "How far the rear thigh moved behind the pelvis, from your own start. More is more opening.",
        "°",
        signed=True,
    ),
    "arch": MeasureWords(
        "Arch of the lower back",
        "How far the lower back arched in the hold, from your own start. Aim for close to zero.",
        "°",
        signed=True,
    ),
    "hold": MeasureWords("Length of the hold", "How long the end position was held.", " s", digits=1),
    "good_holds": MeasureWords(
        "Holds of the right length", "Share of the holds that lasted 1.5 to 3.0 seconds.", " %", times=100
    ),
    **{
        quantity.key: MeasureWords(
            f"{test.label}: {quantity.name[0].lower()}{quantity.name[1:]}",
            f"{quantity.meaning[0].upper()}{quantity.meaning[1:]}. A value is the middle one of the day's trials.",
            "°",
            signed=True,
        )
        for test in CLINICAL_TESTS
        for quantity in test.figures
    },
    **{name: _stride_words(name) for name in FOLLOWED},
}


WAYS: Final = {"up": "Rises", "down": "Falls"}


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
    sign = MINUS if shown < 0 else "+" if shown > 0 and (words.signed or difference) else ""
    return f"{sign}{abs(shown):.{digits}f}"


def value_words(value: Value, measure: str) -> str:
    """Format a value with its band, such as ``+12° (+8 to +16)``."""
    unit = MEASURE_WORDS[measure].unit
    if value.low is None or value.high is None:
        return f"{number(value.value, measure)}{unit} (error not known)"
    return f"{number(value.value, measure)}{unit} ({number(value.low, measure)} to {number(value.high, measure)})"


def change_words(change: Comparison | None, measure: str) -> str:
    """State a change in one sentence."""
    if change is None:
        return "One value so far; nothing to compare."
    difference = change.difference
    if difference is None:
        return "Not compared: the set-up was another one."
    unit = unit_of_change(measure)
    moved = number(difference.value, measure, difference=True)
    if difference.low is None or difference.high is None:
        return f"{moved}{unit}; the error is not known, so no change is told."
    low, high = (number(end, measure, difference=True) for end in (difference.low, difference.high))
    if change.verdict == "changed":
        return f"Changed by {moved}{unit} ({low} to {high})."
    from_ = f"{number(difference.reach or 0.0, measure, difference=True).removeprefix('+')}{unit}"
    return f"{moved}{unit} so far ({low} to {high}); a change shows from about {from_} on."


def trend_words(trend: Trend) -> str:
    """State the change of a trend, and whether all of its values together go one way."""
    says = change_words(trend.change, trend.measure)
    steady = trend.steady
    if steady is None or steady.way == "not sure":
        return says
    return f"{says} {WAYS[steady.way]} week by week: {slope_words(steady, trend.measure)}."


def slope_words(steady: SteadyTrend, measure: str) -> str:
    """Format the slope of a steady trend, such as ``+0.80° a week (+0.30 to +1.30)``."""
    unit = unit_of_change(measure)
    slope, low, high = (
        number(one, measure, slope=True) for one in (steady.per_week, steady.low, steady.high)
    )
    return f"{slope}{unit} a week ({low} to {high})"


def unit_of_change(measure: str) -> str:
    """The unit of a difference, which follows the number."""
    return " percentage points" if measure == "good_holds" else MEASURE_WORDS[measure].unit


def shared_setup(trends: Sequence[Trend]) -> str | None:
    """The set-up of all trends in words, where it is one; else None, and each has to be named."""
    setups = {trend.setup for trend in trends}
    return setup_words(setups.pop()) if len(setups) == 1 else None


def setup_words(setup: Setup) -> str:
    """Name a set-up, such as ``live camera, lite network``; an exercise that is not the first one is named, too."""
    how = {"camera": "live camera", "clip": "clip", "timer": "timer"}[setup.method]
    names: dict[str, str] = {
        name: MOVEMENTS[name].label for name in (*GAITS, *(one.movement for one in EXERCISES[1:]))
    }
    label = names.get(setup.exercise)
    words = how if label is None else f"{label[0].lower()}{label[1:]}, {how}"
    return f"{words}, {setup.weights} network" if setup.weights else words


def change_rows(trends: Sequence[Trend]) -> list[ChangeRow]:
    """Write a line for each measure, side and set-up that has two values or more."""
    shared = shared_setup(trends)
    return [
        ChangeRow(
            measure=MEASURE_WORDS[trend.measure].title,
            side=trend.side,
            setup=setup_words(trend.setup) if shared is None else "",
            first=f"{day_words(trend.points[0].day)}: {value_words(trend.points[0].value, trend.measure)}",
            last=f"{day_words(trend.points[-1].day)}: {value_words(trend.points[-1].value, trend.measure)}",
            changed=shows_change(trend),
            says=trend_words(trend),
        )
        for trend in trends
        if len(trend.points) > 1
    ]


def shows_change(trend: Trend) -> bool:
    """Whether the last value differs from the first by more than the error, or all values go one way."""
    changed = trend.change is not None and trend.change.verdict == "changed"
    return changed or (trend.steady is not None and trend.steady.way != "not sure")


def day_words(day: date) -> str:
    """Format a day, such as ``3 Nov 2026``."""
    return f"{day.day} {day:%b %Y}"

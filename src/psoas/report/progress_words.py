"""Progress in words: names of measures, values with their bands, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from psoas.findings import MINUS
from psoas.plan import Change, Measure, Setup, Trend, Value


@dataclass(frozen=True)
class MeasureWords:
    """How a measure is told.

    Attributes:
        title: its name.
        says: what it is, and which way is which.
        unit: follows the number.
        times: what a value is multiplied by to be shown.
        digits: after the point.
        signed: whether a plus is written.
    """

    title: str
    says: str
    unit: str
    times: float = 1.0
    digits: int = 0
    signed: bool = False


MEASURE_WORDS: Final[dict[Measure, MeasureWords]] = {
    "hip_opening": MeasureWords(
        "Hip opening",
        "How far the kneeling thigh moved behind the pelvis, from your own start. More is more opening.",
        "°",
        signed=True,
    ),
    "arch": MeasureWords(
        "Arch of the lower back",
        "How far the lower back arched in the hold, from your own start. Near zero is what the stretch wants.",
        "°",
        signed=True,
    ),
    "hold": MeasureWords("Length of the hold", "How long the end position was held.", " s", digits=1),
    "good_holds": MeasureWords(
        "Holds of the right length", "Share of the holds that lasted 1.5 to 3.0 seconds.", " %", times=100
    ),
}


@dataclass(frozen=True)
class ChangeRow:
    """One line of the table of changes, in ready words."""

    measure: str
    side: str
    setup: str
    first: str
    last: str
    changed: bool
    says: str


def number(value: float, measure: Measure) -> str:
    """A value as a person reads it, without its unit."""
    words = MEASURE_WORDS[measure]
    return _number(value * words.times, words.digits, words.signed)


def value_words(value: Value, measure: Measure) -> str:
    """Such as ``+12° (+8 to +16)``."""
    unit = MEASURE_WORDS[measure].unit
    if value.low is None or value.high is None:
        return f"{number(value.value, measure)}{unit} (error not known)"
    return f"{number(value.value, measure)}{unit} ({number(value.low, measure)} to {number(value.high, measure)})"


def change_words(change: Change | None, measure: Measure) -> str:
    """What changed, in one sentence."""
    if change is None:
        return "One value so far; nothing to compare."
    if change.difference is None:
        return "Not compared: the set-up was another one."
    words = MEASURE_WORDS[measure]
    unit = " percentage points" if measure == "good_holds" else words.unit
    moved = _difference(change.difference, measure)
    if change.low is None or change.high is None:
        return f"{moved}{unit}; the error is not known, so no change is told."
    between = f"{moved}{unit} ({_difference(change.low, measure)} to {_difference(change.high, measure)})"
    if change.verdict == "changed":
        return f"Changed by {between}."
    return f"No change beyond the error: {between}."


def setup_words(setup: Setup) -> str:
    """Such as ``live camera, lite network``."""
    how = {"camera": "live camera", "clip": "clip", "timer": "timer"}[setup.method]
    return f"{how}, {setup.weights} network" if setup.weights else how


def change_rows(trends: Sequence[Trend]) -> list[ChangeRow]:
    """A line for each measure, side and set-up that has two values or more."""
    return [
        ChangeRow(
            measure=MEASURE_WORDS[trend.measure].title,
            side=trend.side,
            setup=setup_words(trend.setup),
            first=f"{day_words(trend.points[0].day)}: {value_words(trend.points[0].value, trend.measure)}",
            last=f"{day_words(trend.points[-1].day)}: {value_words(trend.points[-1].value, trend.measure)}",
            changed=trend.change is not None and trend.change.verdict == "changed",
            says=change_words(trend.change, trend.measure),
        )
        for trend in trends
        if len(trend.points) > 1
    ]


def day_words(day: date) -> str:
    """Such as ``3 Nov 2026``."""
    return f"{day.day} {day:%b %Y}"


def _difference(value: float, measure: Measure) -> str:
    """With its sign and a digit more, so that the ends of an interval show on which side of zero they are."""
    words = MEASURE_WORDS[measure]
    return _number(value * words.times, words.digits + 1, True)


def _number(value: float, digits: int, signed: bool) -> str:
    shown = round(value, digits)
    sign = MINUS if shown < 0 else "+" if signed and shown > 0 else ""
    return f"{sign}{abs(shown):.{digits}f}"

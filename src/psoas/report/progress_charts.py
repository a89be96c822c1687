"""The charts of the progress page and of the sheet, each with the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from psoas.draw import Level, Mark, columns_svg, dots_svg
from psoas.estimate import Estimate
from psoas.exercises import CLINICAL_TESTS
from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan import FOLLOWED, MEASURES, Setup, SittingWeek, Trend, Value, Week, duration
from psoas.report.progress_words import (
    MEASURE_WORDS,
    MeasureWords,
    change_rows,
    day_words,
    setup_words,
    shared_setup,
    value_words,
)
from psoas.sides import SIDE_WORDS, SideWord, side_word
from psoas.words import _, capital, in_series, ngettext, number

MARKS: dict[SideWord, Mark] = {"left": "round", "right": "square"}


@dataclass(frozen=True)
class ChartCard:
    """A chart as a page shows it, in ready words.

    Attributes:
        title, says: above it.
        unit: of the upright axis.
        legend: name and mark of each row; empty with a single one.
        heads: of the table; the first column names the row.
        rows: of the table.
        measure: of a trend; empty for others.
        changes: by side, in words, what changed from the first value to the last, and whether it is a change.
    """

    title: str
    says: str
    unit: str
    svg: Markup
    legend: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    changes: tuple[tuple[str, str, bool], ...] = ()
    measure: str = ""


def trend_cards(trends: Sequence[Trend], first_head: str = "") -> list[ChartCard]:
    """A chart for each measure and set-up, with both sides in it; a title names the set-up where there are several.

    Args:
        first_head: of the column of days; empty stands for weeks.
    """
    groups: dict[tuple[str, Setup], list[Trend]] = {}
    for measure in dict.fromkeys((*MEASURES, *(trend.measure for trend in trends))):
        for trend in trends:
            if trend.measure == measure:
                groups.setdefault((measure, trend.setup), []).append(trend)
    named = shared_setup(trends) is None
    return [
        _trend_card(measure, setup_words(setup) if named else None, group, first_head or _("Week from"))
        for (measure, setup), group in groups.items()
    ]


def sets_card(weeks: Sequence[Week]) -> ChartCard:
    """Sets done beside the aim, by week; at least one week."""
    rows = {MARKS[side]: [(week.first, week.sets[side], week.aimed) for week in weeks] for side in SIDE_WORDS}
    return ChartCard(
        title=_("Sets done"),
        says=_(
            "Sets a side in seven days, beside the aim of that week. Counted, with or without camera. More than a "
            "day's aim does not make up for another day."
        ),
        unit=_("sets"),
        svg=columns_svg(
            ngettext(
                "Sets done and aimed in {count} week; the table below has every value.",
                "Sets done and aimed in {count} weeks; the table below has every value.",
                len(weeks),
            ),
            rows,
        ),
        legend=tuple((side_word(side), MARKS[side]) for side in SIDE_WORDS),
        heads=(
            _("Week from"),
            _("Week of the plan"),
            capital(side_word("left")),
            capital(side_word("right")),
            _("Aim"),
            _("Days done"),
        ),
        rows=tuple(
            (
                day_words(week.first),
                str(week.number),
                str(week.sets["left"]),
                str(week.sets["right"]),
                str(week.aimed),
                _("{days:g} of 7", days=round(week.credit, 1)),
            )
            for week in weeks
        ),
    )


def sitting_card(weeks: Sequence[SittingWeek]) -> ChartCard:
    """Hours of sitting a day, by week; at least one week with sitting in it."""
    row = [(week.first, week.minutes / 60, None) for week in weeks if week.minutes is not None]
    return ChartCard(
        title=_("Sitting"),
        says=_(
            "Hours a day as you entered them or devices saw them, on days of which some sitting is known. What neither "
            "says is unknown, so the true figure may be higher."
        ),
        unit=_("hours a day"),
        svg=columns_svg(
            ngettext(
                "Hours of sitting a day in {count} week; the table below has every value.",
                "Hours of sitting a day in {count} weeks; the table below has every value.",
                len(row),
            ),
            {"round": row},
        ),
        legend=(),
        heads=(
            _("Week from"),
            _("Sitting a day"),
            _("Longest without a break"),
            _("Breaks a day"),
            _("Unknown a day"),
            _("Days"),
        ),
        rows=tuple(
            (
                day_words(week.first),
                duration(round(week.minutes)),
                duration(week.longest_min),
                number(week.breaks or 0.0, ".1f"),
                duration(round(week.unknown_min or 0)),
                str(week.days),
            )
            for week in weeks
            if week.minutes is not None
        ),
    )


def steps_card(weeks: Sequence[SittingWeek]) -> ChartCard:
    """Steps a day, by week; at least one week with a count."""
    row = [(week.first, week.steps / 1000, None) for week in weeks if week.steps is not None]
    return ChartCard(
        title=_("Steps"),
        says=_(
            "Steps a day as devices counted them, on days with a count. Steps that two devices counted are counted "
            "once; steps without a device are not in it."
        ),
        unit=_("thousand steps a day"),
        svg=columns_svg(
            ngettext(
                "Thousand steps a day in {count} week; the table below has every value.",
                "Thousand steps a day in {count} weeks; the table below has every value.",
                len(row),
            ),
            {"round": row},
        ),
        legend=(),
        heads=(_("Week from"), _("Steps a day"), _("Days with a count")),
        rows=tuple(
            (day_words(week.first), number(round(week.steps), ","), str(week.counted_days))
            for week in weeks
            if week.steps is not None
        ),
    )


def _trend_card(measure: str, setup: str | None, trends: Sequence[Trend], first_head: str) -> ChartCard:
    words = MEASURE_WORDS[measure]
    values = {trend.side: {point.day: point.value for point in trend.points} for trend in trends}
    days: list[date] = sorted({day for side in values.values() for day in side})
    sides = [side for side in SIDE_WORDS if side in values]
    rows = {
        MARKS[side]: [(day, _scaled(value, words)) for day, value in sorted(values[side].items())]
        for side in sides
    }
    label = _(
        "{measure}, {sides}, {first} to {last}; the table below has every value.",
        measure=words.title,
        sides=in_series([side_word(side) for side in sides]),
        first=day_words(days[0]),
        last=day_words(days[-1]),
    )
    counted = (
        _("Repetitions") if measure in MEASURES else _("Strides") if measure in FOLLOWED else _("Trials")
    )
    return ChartCard(
        title=words.title if setup is None else f"{words.title} ({setup})",
        says=words.says,
        unit=words.unit.strip(),
        svg=dots_svg(label, rows, _limits(measure)),
        legend=tuple((side_word(side), MARKS[side]) for side in sides),
        heads=(
            first_head,
            *(capital(side_word(side)) for side in sides),
            counted,
        ),
        rows=tuple(
            (
                day_words(day),
                *(
                    value_words(values[side][day], measure) if day in values[side] else _("not measured")
                    for side in sides
                ),
                str(sum(values[side][day].count for side in sides if day in values[side])),
            )
            for day in days
        ),
        changes=tuple((row.side, row.says, row.changed) for row in change_rows(trends)),
        measure=measure,
    )


def _scaled(value: Value, words: MeasureWords) -> Estimate:
    """A value in the unit in which the measure is shown."""
    low, high = (None if end is None else words.times * end for end in (value.low, value.high))
    return Estimate(words.times * value.value, low, high, words.unit.strip())


def _limits(measure: str) -> tuple[Level, ...]:
    for test in CLINICAL_TESTS:
        for quantity in test.figures:
            if quantity.key == measure:
                least, most = test.limits_of(quantity)
                ends = ((least, _("least"), False), (most, _("limit"), True))
                return tuple(Level(end, name, above=above) for end, name, above in ends if end is not None)
    limits = load_thresholds()
    match measure:
        case "arch":
            return (Level(limits.arch_deg, _("limit")),)
        case "hold":
            return (
                Level(limits.hold_short_s, _("shortest"), above=False),
                Level(limits.hold_long_s, _("longest")),
            )
        case _:
            return ()

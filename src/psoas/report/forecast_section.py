"""The forecast of a hip as pages show it: the plot, the scenarios side by side, the sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from psoas.draw import Outlook, OutlookLine, outlook_svg
from psoas.estimate import Estimate
from psoas.forecast import (
    BANDS,
    TITLES,
    HipForecast,
    ScenarioForecast,
    forecast_words,
    meaning_of_zero,
    not_forecast,
    signed_tenth,
    what_is_shown,
)
from psoas.sides import hip_on
from psoas.timeseries import Array
from psoas.words import _, capital, ngettext, number

WIDE_FIRST: Final = tuple(sorted(BANDS, reverse=True))
"""The bands as they are drawn, one upon the other."""


@dataclass(frozen=True)
class ForecastCard:
    """A forecast in ready words.

    Attributes:
        title: which hip.
        says: sentences, the most useful first.
        shown: the figure that is forecast; zero: what more and less than 0 is.
        legend: scenarios in the order of the plot's lines.
        heads, rows: the scenarios side by side.
        missing: scenarios that are not forecast, and why.
    """

    title: str
    says: tuple[str, ...]
    shown: str
    zero: str
    svg: Markup
    legend: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SharedWords:
    """What the cards of both hips would say alike, and a page says once; all of it is empty for a single card.

    Attributes:
        says: sentences after the first one.
        figure: what is forecast, and what more and less than 0 is.
        missing: as of a card.
    """

    says: tuple[str, ...] = ()
    figure: tuple[str, str] | None = None
    missing: tuple[tuple[str, str], ...] = ()


def shared_words(cards: Sequence[ForecastCard]) -> SharedWords:
    """Find what each of several cards says."""
    if len(cards) < 2:
        return SharedWords()
    first, *others = cards
    figure = (first.shown, first.zero)
    return SharedWords(
        tuple(one for one in first.says[1:] if all(one in card.says for card in others)),
        figure if all((card.shown, card.zero) == figure for card in others) else None,
        tuple(one for one in first.missing if all(one in card.missing for card in others)),
    )


def forecast_card(forecast: HipForecast) -> ForecastCard:
    """The card of one hip."""
    side = forecast.record.side
    shown, outlook = what_is_shown(forecast), outlook_of(forecast)
    name = f"forecast-{side or 'hip'}"
    says = ngettext(
        "{figure} over the next week; the table below has its figures.",
        "{figure} over the next {count} weeks; the table below has its figures.",
        forecast.horizon,
        figure=capital(shown),
    )
    return ForecastCard(
        title=_hip_words(forecast) or _("Your hip"),
        says=tuple(forecast_words(forecast)),
        shown=capital(shown),
        zero=meaning_of_zero(forecast),
        svg=outlook_svg(outlook, says, name),
        legend=tuple(line.label for line in outlook.lines),
        heads=(
            "",
            ngettext("In {count} week", "In {count} weeks", forecast.horizon),
            _("{count} of 100 cases", count=80),
            _("{count} of 100 cases", count=95),
            _("Tolerance"),
            _("Softer"),
            _("Longer"),
        ),
        rows=scenario_rows(forecast),
        missing=tuple((_(TITLES[one]), reason) for one, reason in not_forecast(forecast).items()),
    )


def scenario_rows(forecast: HipForecast) -> tuple[tuple[str, ...], ...]:
    """A row for each scenario: its name, what a test shows at the end, both bands, and the three causes of change."""
    return tuple(
        (
            _(TITLES[name]),
            _degrees(float(forecast.as_shown(one.expected)[-1])),
            *(
                _span(*(_degrees(float(end[-1])) for end in forecast.band_as_shown(one.band(percent))))
                for percent in BANDS
            ),
            *(signed_tenth(float(part[:, -1].mean())) for part in (one.tolerance, one.softer, one.length)),
        )
        for name, one in forecast.scenarios.items()
    )


def outlook_of(forecast: HipForecast) -> Outlook:
    """The plot of one hip, its main scenario first."""
    main = forecast.main
    rest = [one for one in forecast.scenarios.values() if one is not main]
    days = np.array([day.toordinal() for day in forecast.days], dtype=float)
    points = [
        (test.day, Estimate.of(test.shows, test.error, "deg"))
        for test in sorted(forecast.record.tests, key=lambda one: one.day)
        if (test.kind, test.setup) == forecast.shown
    ]
    hip, figure = _hip_words(forecast), what_is_shown(forecast)
    return Outlook(
        title=_("{hip}, {figure} [degrees]", hip=hip, figure=figure)
        if hip
        else _("{figure} [degrees]", figure=figure),
        past=_past(forecast) if points else None,
        lines=[_line(forecast, one, days, banded=one is main) for one in (main, *rest)],
        points=points,
        today=forecast.today,
    )


def _hip_words(forecast: HipForecast) -> str:
    """Which hip; empty where the record does not say it."""
    side = forecast.record.side
    return hip_on(side) if side else ""


def _past(forecast: HipForecast) -> OutlookLine:
    """What tests would have shown in the weeks of the record, with their error."""
    shows = forecast.past
    shares = [share for percent in WIDE_FIRST for share in BANDS[percent]]
    ends = np.quantile(shows + forecast.noise, shares, axis=0)
    weeks = np.arange(shows.shape[1]) - shows.shape[1] + 1
    return OutlookLine(
        _("so far"),
        forecast.today.toordinal() + 7.0 * weeks,
        forecast.as_shown(np.median(shows, axis=0)),
        tuple(forecast.band_as_shown((low, high)) for low, high in (ends[:2], ends[2:])),
    )


def _line(forecast: HipForecast, one: ScenarioForecast, days: Array, *, banded: bool) -> OutlookLine:
    return OutlookLine(
        _(TITLES[one.scenario.name]),
        days,
        forecast.as_shown(one.expected),
        tuple(forecast.band_as_shown(one.band(percent)) for percent in WIDE_FIRST) if banded else (),
    )


def _degrees(value: float) -> str:
    return number(value, ".1f")


def _span(low: str, high: str) -> str:
    return _("{start} to {end}", start=low, end=high)

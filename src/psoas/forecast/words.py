"""The forecast in plain sentences. Nothing is promised, and pain is never forecast."""

from typing import Final

import numpy as np

from psoas.estimate import NORMAL_95, degrees
from psoas.forecast.hip_forecast import BANDS, HipForecast, ScenarioForecast, ScenarioName
from psoas.forecast.information import Narrowing, narrowing
from psoas.words import N_, _, date_words, number

TITLES: Final[dict[ScenarioName, str]] = {
    "as_now": N_("As now"),
    "plan": N_("The plan"),
    "half_sitting": N_("Half the sitting"),
    "stop": N_("Stop stretching"),
}
IF: Final[dict[ScenarioName, str]] = {
    "as_now": N_("If you go on as now"),
    "plan": N_("If you follow the plan, and miss about half of it as most people do"),
    "half_sitting": N_("If you also sit half as long"),
    "stop": N_("If you stop stretching"),
}
FIBRES: Final = N_(
    "Nobody has followed the fibres of a psoas in a trial. What is said of its length "
    "comes from animals and from other muscles."
)
SITTING: Final = N_(
    "No trial has shown that less sitting makes the psoas longer, so that row is a guess with a wide range."
)
NO_SITTING: Final = N_("hours of sitting are not known; enter them, or give them in the file")
NO_PRACTICE: Final = N_(
    "your practice is not known; stretch with the coach, or give it in the file, where 0 counts, too"
)
NO_PLAN: Final = N_("no plan was given")
UNTRAINED: Final = N_(
    "Your practice is not known, so you are taken for somebody who has not stretched so far."
)
STARTS: Final = N_("So the forecast starts from where your tests are now, and its range is wider.")
LIMITS: Final = N_("These are ranges of what may come. Nothing is promised, and pain is not forecast.")
FEW: Final = N_("Your tests are unlike what the studies lead to expect, so the ends of the range are rough.")
FEW_DRAWS: Final = 100
"""Fewer draws than this that count give rough ends of the bands."""
SMALL: Final = 0.05
"""Changes that are smaller are said to be none [deg]."""


def signed_tenth(value: float) -> str:
    """A change with its sign and one decimal; 0 without a sign."""
    return "0" if abs(value) < SMALL else number(value, "+.1f")


def plain(value: float) -> str:
    """A value without decimals."""
    return number(round(value))


def _degrees(value: float) -> str:
    return degrees(number(round(value)))


def what_is_shown(forecast: HipForecast) -> str:
    """The figure that is forecast, in words."""
    match forecast.shown:
        case ("thomas", _):
            return _("thigh over the couch in the Thomas test")
        case ("stretch", _):
            return _("opening of the hip in the stretch")
        case _:
            return _("change of hip extension in the Thomas test")


def meaning_of_zero(forecast: HipForecast) -> str:
    """What more and less than 0 is, for the figure that is forecast."""
    match forecast.shown:
        case ("thomas", _):
            return _("Below 0 the thigh hangs below the level of the couch: the hip opens farther.")
        case ("stretch", _):
            return _("More is farther open.")
        case _:
            return _("Above 0 the thigh hangs lower than today.")


def forecast_words(forecast: HipForecast) -> list[str]:
    """The forecast in sentences, the most useful one first."""
    main = forecast.main
    words = [_expected(forecast, main), _parts(main), _(FIBRES)]
    enlarged = forecast.enlarged
    words.append(_beside(forecast))
    if enlarged == 1 and forecast.shown is not None:
        words.append(_seen(forecast, main))
    if enlarged > 1:
        words.append(
            _(
                "Your tests differ by more than their errors and your practice explain. So the errors are taken "
                "{times:.1f} times as large, and the range is wider.",
                times=enlarged,
            )
        )
    if forecast.sharpened.counts[0] < FEW_DRAWS:
        words.append(_(FEW))
    if not np.isfinite(forecast.weeks.recent_seconds[0]):
        words.append(_(UNTRAINED))
    words += [_stopped(forecast), *_information(forecast)]
    if "half_sitting" in forecast.scenarios:
        words.append(_(SITTING))
    return [*(one for one in words if one), _(LIMITS)]


def not_forecast(forecast: HipForecast) -> dict[ScenarioName, str]:
    """Why a scenario is missing, by its name."""
    unknown = not np.isfinite(forecast.weeks.recent_seconds[0])
    reasons: dict[ScenarioName, str] = {
        "as_now": NO_PRACTICE,
        "half_sitting": NO_PRACTICE if unknown else NO_SITTING,
        "plan": NO_PLAN,
    }
    return {name: _(reason) for name, reason in reasons.items() if name not in forecast.scenarios}


def _expected(forecast: HipForecast, main: ScenarioForecast) -> str:
    low, high = (ends[-1] for ends in forecast.band_as_shown(main.band(80)))
    expected = forecast.as_shown(main.expected)
    if forecast.shown is None:
        return _(
            "{condition}, a Thomas test in {weeks} weeks differs from one today by about {change} degrees. In 80 of "
            "100 such cases by {low} to {high}. There is no test yet: take one.",
            condition=_(IF[main.scenario.name]),
            weeks=forecast.horizon,
            change=signed_tenth(expected[-1]),
            low=signed_tenth(low),
            high=signed_tenth(high),
        )
    return _(
        "A test today shows about {today}. {condition}, one in {weeks} weeks shows about {then}. In 80 of 100 such "
        "cases it shows {low} to {high}.",
        today=_degrees(expected[0]),
        condition=_(IF[main.scenario.name]),
        weeks=forecast.horizon,
        then=plain(expected[-1]),
        low=plain(low),
        high=plain(high),
    )


def _parts(main: ScenarioForecast) -> str:
    parts = (main.tolerance, main.softer, main.length, main.drift)
    tolerance, softer, length, drift = (float(part[:, -1].mean()) for part in parts)
    if max(abs(one) for one in (tolerance, softer, length, drift)) < SMALL:
        return _("No change is expected: neither in what you tolerate nor in the length of the muscle.")
    explained = _(
        "The expected change of hip extension is {total} degrees. {tolerance} is tolerance, the stretch that you "
        "bear. A softer muscle adds {softer}, and a longer one {length}.",
        total=signed_tenth(tolerance + softer + length + drift),
        tolerance=signed_tenth(tolerance),
        softer=signed_tenth(softer),
        length=signed_tenth(length),
    )
    if abs(drift) < SMALL:
        return explained
    goes_on = _(
        "{drift} goes on from how your tests went lately, whatever the cause.", drift=signed_tenth(drift)
    )
    return f"{explained} {goes_on}"


def _beside(forecast: HipForecast) -> str:
    """What the hip surely did since its first test that practice and sitting do not explain."""
    change = forecast.since_the_first_test
    low, high = np.quantile(change, BANDS[95])
    if low <= 0 <= high:
        return ""
    angle = _degrees(abs(float(np.median(change))))
    opened = _(
        "Since your first test the hip has opened by about {angle} more than your practice explains.",
        angle=angle,
    )
    lost = _(
        "Since your first test the hip has lost about {angle}, which your practice does not explain.",
        angle=angle,
    )
    return f"{opened if low > 0 else lost} {_(STARTS)}"


def _seen(forecast: HipForecast, main: ScenarioForecast) -> str:
    """Whether two tests could show the change at all."""
    change, error = abs(float(np.median(main.change[:, -1]))), NORMAL_95 * np.sqrt(2) * forecast.error
    if change > error:
        return ""
    return _(
        "Two single tests differ by up to {angle} by chance, more than this change.", angle=_degrees(error)
    )


def _stopped(forecast: HipForecast) -> str:
    gained = forecast.sharpened.history.last.tolerance[0]
    stop, week = forecast.scenarios["stop"], min(5, forecast.horizon)
    if gained.mean() < 2 * SMALL:
        return ""
    lost = float(-stop.tolerance[:, week].mean() / gained.mean())
    return _(
        "If you stop, about {share:.0%} of the tolerance that you gained is gone after {weeks} weeks.",
        share=lost,
        weeks=week,
    )


def _information(forecast: HipForecast) -> list[str]:
    found = narrowing(forecast)
    return [] if found is None else [retest_words(found)]


def retest_words(found: Narrowing) -> str:
    """Which retest narrows the forecast, beside ten more filmed sessions."""
    after = found.retests[found.best - 1]
    if found.now - min(after, found.sessions) < SMALL:
        return _("No single retest would narrow the range.")
    sentences = [
        _(
            "The range of your hip itself, without the error of a test, is narrower: {now:.1f} degrees either way in "
            "95 of 100 cases.",
            now=found.now,
        ),
        _("A retest on {day} narrows it to {after:.1f}.", day=date_words(found.day), after=after),
        _("Ten more filmed sessions do not narrow it."),
        _("So the sessions tell more."),
    ]
    if found.now - found.sessions >= SMALL:
        sentences[2] = _("Ten more filmed sessions narrow it to {sessions:.1f}.", sessions=found.sessions)
    if after <= found.sessions:
        sentences[3] = _("So the retest tells more.")
    return " ".join(sentences)

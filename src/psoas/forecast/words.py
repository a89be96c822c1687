"""The forecast in plain sentences. Nothing is promised, and pain is never forecast."""

from datetime import date
from typing import Final

import numpy as np

from psoas.estimate import NORMAL_95, degrees
from psoas.findings import MINUS
from psoas.forecast.hip_forecast import HipForecast, ScenarioForecast, ScenarioName
from psoas.forecast.information import Narrowing, narrowing

TITLES: Final[dict[ScenarioName, str]] = {
    "as_now": "As now",
    "plan": "The plan",
    "half_sitting": "Half the sitting",
    "stop": "Stop stretching",
}
IF: Final[dict[ScenarioName, str]] = {
    "as_now": "If you go on as now",
    "plan": "If you follow the plan, and miss about half of it as most people do",
    "half_sitting": "If you also sit half as long",
    "stop": "If you stop stretching",
}
FIBRES: Final = (
    "Nobody has followed the fibres of a psoas in a trial. What is said of its length comes from animals and from "
    "other muscles."
)
SITTING: Final = (
    "No trial has shown that less sitting makes the psoas longer, so that row is a guess with a wide range."
)
NO_SITTING: Final = "hours of sitting are not known; enter them, or give them in the file"
NO_PRACTICE: Final = (
    "your practice is not known; stretch with the coach, or give it in the file, where 0 counts, too"
)
NO_PLAN: Final = "no plan was given"
UNTRAINED: Final = "Your practice is not known, so you are taken for somebody who has not stretched so far."
LIMITS: Final = "These are ranges of what may come. Nothing is promised, and pain is not forecast."
FEW: Final = "Your tests are unlike what the studies lead to expect, so the ends of the range are rough."
FEW_DRAWS: Final = 100
"""Fewer draws than this that count give rough ends of the bands."""
SMALL: Final = 0.05
"""Changes that are smaller are said to be none [deg]."""


def signed_tenth(value: float) -> str:
    """A change with its sign and one decimal; 0 without a sign."""
    return "0" if abs(value) < SMALL else f"{value:+.1f}".replace("-", MINUS)


def day_words(day: date) -> str:
    """A day such as 1 March 2026."""
    return f"{day.day} {day:%B %Y}"


def plain(value: float) -> str:
    """A value without decimals, with a true minus sign."""
    return f"{round(value)}".replace("-", MINUS)


def _degrees(value: float) -> str:
    return degrees(f"{round(value)}").replace("-", MINUS)


def what_is_shown(forecast: HipForecast) -> str:
    """The figure that is forecast, in words."""
    match forecast.shown:
        case ("thomas", _):
            return "hip extension in the Thomas test"
        case ("stretch", _):
            return "opening of the hip in the stretch"
        case _:
            return "change of hip extension in the Thomas test"


def meaning_of_zero(forecast: HipForecast) -> str:
    """What more and less than 0 is, for the figure that is forecast."""
    match forecast.shown:
        case ("thomas", _):
            return "Above 0 the thigh hangs below the level of the couch, and below 0 it stays over it."
        case ("stretch", _):
            return "More is farther open."
        case _:
            return "Above 0 the thigh hangs lower than today."


def forecast_words(forecast: HipForecast) -> list[str]:
    """The forecast in sentences, the most useful one first."""
    main = forecast.main
    words = [_expected(forecast, main), _parts(main), FIBRES]
    enlarged = float(forecast.sharpened.enlarged[0])
    if enlarged == 1 and forecast.shown is not None:
        words.append(_seen(forecast, main))
    if enlarged > 1:
        words.append(
            "Your tests differ by more than their errors and your practice explain. "
            f"So the errors are taken {enlarged:.1f} times as large, and the range is wider."
        )
    if forecast.sharpened.counts[0] < FEW_DRAWS:
        words.append(FEW)
    if not np.isfinite(forecast.weeks.recent_seconds[0]):
        words.append(UNTRAINED)
    words += [_stopped(forecast), *_information(forecast)]
    if "half_sitting" in forecast.scenarios:
        words.append(SITTING)
    return [*(one for one in words if one), LIMITS]


def not_forecast(forecast: HipForecast) -> dict[ScenarioName, str]:
    """Why a scenario is missing, by its name."""
    unknown = not np.isfinite(forecast.weeks.recent_seconds[0])
    reasons: dict[ScenarioName, str] = {
        "as_now": NO_PRACTICE,
        "half_sitting": NO_PRACTICE if unknown else NO_SITTING,
        "plan": NO_PLAN,
    }
    return {name: reason for name, reason in reasons.items() if name not in forecast.scenarios}


def _expected(forecast: HipForecast, main: ScenarioForecast) -> str:
    end, weeks = IF[main.scenario.name], forecast.horizon
    low, high = (ends[-1] for ends in main.band(80))
    if forecast.shown is None:
        return (
            f"{end}, a Thomas test in {weeks} weeks differs from one today by about {signed_tenth(main.expected[-1])} "
            f"degrees. In 80 of 100 such cases by {signed_tenth(low)} to {signed_tenth(high)}. There is no test yet: "
            "take one."
        )
    return (
        f"A test today shows about {_degrees(main.expected[0])}. {end}, one in {weeks} weeks shows about "
        f"{plain(main.expected[-1])}. In 80 of 100 such cases it shows {plain(low)} to {plain(high)}."
    )


def _parts(main: ScenarioForecast) -> str:
    tolerance, softer, length = (
        float(part[:, -1].mean()) for part in (main.tolerance, main.softer, main.length)
    )
    total = tolerance + softer + length
    if max(abs(one) for one in (tolerance, softer, length)) < SMALL:
        return "No change is expected: neither in what you tolerate nor in the length of the muscle."
    return (
        f"The expected change is {signed_tenth(total)} degrees. {signed_tenth(tolerance)} is tolerance, the stretch "
        f"that you bear. A softer muscle adds {signed_tenth(softer)}, and a longer one {signed_tenth(length)}."
    )


def _seen(forecast: HipForecast, main: ScenarioForecast) -> str:
    """Whether two tests could show the change at all."""
    change, error = abs(float(np.median(main.change[:, -1]))), NORMAL_95 * np.sqrt(2) * forecast.error
    if change > error:
        return ""
    return f"Two single tests differ by up to {_degrees(error)} by chance, more than this change."


def _stopped(forecast: HipForecast) -> str:
    gained = forecast.sharpened.history.last.tolerance[0]
    stop, week = forecast.scenarios["stop"], min(5, forecast.horizon)
    if gained.mean() < 2 * SMALL:
        return ""
    lost = float(-stop.tolerance[:, week].mean() / gained.mean())
    return f"If you stop, about {lost:.0%} of the tolerance that you gained is gone after {week} weeks."


def _information(forecast: HipForecast) -> list[str]:
    found = narrowing(forecast)
    return [] if found is None else [retest_words(found)]


def retest_words(found: Narrowing) -> str:
    """Which retest narrows the forecast, beside ten more filmed sessions."""
    after = found.retests[found.best - 1]
    if found.now - min(after, found.sessions) < SMALL:
        return "No single retest would narrow the range."
    sessions = (
        f"Ten more filmed sessions narrow it to {found.sessions:.1f}."
        if found.now - found.sessions >= SMALL
        else "Ten more filmed sessions do not narrow it."
    )
    better = "the retest tells" if after <= found.sessions else "the sessions tell"
    return (
        "The range of your hip itself, without the error of a test, is narrower: "
        f"{found.now:.1f} degrees either way in 95 of 100 cases. "
        f"A retest on {day_words(found.day)} narrows it to {after:.1f}. {sessions} So {better} more."
    )

"""The result of ``psoas forecast`` as JSON, schema ``psoas.forecast/2``."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from psoas.export.rounded import all_rounded, rounded
from psoas.forecast import (
    BANDS,
    HipForecast,
    ScenarioForecast,
    forecast_words,
    load_parameters,
    narrowing,
    not_forecast,
    what_is_shown,
)
from psoas.timeseries import Array
from psoas.words import _

FORECAST_SCHEMA: Final = "psoas.forecast/2"


def forecast_json(forecasts: Sequence[HipForecast], source: str) -> dict[str, Any]:
    """The forecasts of one person.

    Args:
        forecasts: by hip, at least one.
        source: name of the file, or of the database's person.
    """
    return {
        "schema": FORECAST_SCHEMA,
        "source": source,
        "today": forecasts[0].today.isoformat(),
        "horizon_weeks": forecasts[0].horizon,
        "hips": [_hip(one) for one in forecasts],
        "parameters": {
            name: {"source": one.source, "doi": one.doi, "looked_up": one.looked_up}
            for name, one in load_parameters().items()
        },
    }


def _hip(forecast: HipForecast) -> dict[str, Any]:
    weeks, found = forecast.weeks, narrowing(forecast)
    return {
        "side": forecast.record.side,
        "forecast_of": what_is_shown(forecast),
        "setup": None if forecast.shown is None else forecast.shown[1],
        "tests": [
            {
                "date": test.day.isoformat(),
                "kind": test.kind,
                "setup": test.setup,
                "value_deg": rounded(test.shows, 2),
                "standard_error_deg": rounded(test.error, 2),
            }
            for test in sorted(forecast.record.tests, key=lambda one: one.day)
        ],
        "practice_s_a_week": rounded(float(weeks.recent_seconds[0])),
        "sitting_h_a_day": rounded(float(weeks.recent_sitting[0])),
        "draws_that_count": round(float(forecast.sharpened.counts[0])),
        "errors_enlarged": rounded(forecast.enlarged, 2),
        "scenarios": [_scenario(forecast, one) for one in forecast.scenarios.values()],
        "not_forecast": [{"id": name, "reason": reason} for name, reason in not_forecast(forecast).items()]
        + [{"id": "pain", "reason": _("pain is never forecast")}],
        "retest": None
        if found is None
        else {
            "date": found.day.isoformat(),
            "half_width_now_deg": rounded(found.now, 2),
            "half_width_after_deg": rounded(float(found.retests[found.best - 1]), 2),
            "half_width_after_ten_sessions_deg": rounded(found.sessions, 2),
            "half_width_by_week_deg": all_rounded(found.retests, 2),
        },
        "says": forecast_words(forecast),
    }


def _scenario(forecast: HipForecast, one: ScenarioForecast) -> dict[str, Any]:
    scenario = one.scenario
    bands = {
        f"{end}_{percent}_deg": all_rounded(values, 2)
        for percent in BANDS
        for end, values in zip(("low", "high"), forecast.band_as_shown(one.band(percent)), strict=True)
    }
    return {
        "id": scenario.name,
        "practice_s_a_week": all_rounded(scenario.seconds),
        "planned": scenario.planned,
        "sitting_h_a_day": rounded(scenario.sitting),
        "date": [day.isoformat() for day in forecast.days],
        "expected_deg": all_rounded(forecast.as_shown(one.expected), 2),
        **bands,
        "change_deg": _spread(one.change, 2),
        "tolerance_deg": _spread(one.tolerance, 2),
        "softer_muscle_deg": _spread(one.softer, 2),
        "length_deg": _spread(one.length, 2),
        "drift_deg": _spread(one.drift, 2),
        "psoas_fibre_factor": _spread(one.fibre_factor, 5),
    }


def _spread(values: Array, digits: int) -> dict[str, list[float | None]]:
    """Mean and the ends of the 95 % band, by week."""
    low, high = np.quantile(values, BANDS[95], axis=0)
    named = {"mean": values.mean(axis=0), "low": low, "high": high}
    return {name: all_rounded(row, digits) for name, row in named.items()}

"""What the next weeks bring: hip extension forecast from tests, practice and sitting, with its doubt."""

from psoas.forecast.hip_forecast import (
    BANDS,
    HORIZON,
    HipForecast,
    Scenario,
    ScenarioForecast,
    forecast_hip,
    forecast_many,
)
from psoas.forecast.information import Narrowing, narrowing
from psoas.forecast.parameters import ASSUMED, load_parameters
from psoas.forecast.read_record import read_record
from psoas.forecast.record import HipRecord, HipTest, TestKind, turned
from psoas.forecast.words import (
    TITLES,
    forecast_words,
    meaning_of_zero,
    not_forecast,
    signed_tenth,
    what_is_shown,
)

__all__ = [
    "ASSUMED",
    "BANDS",
    "HORIZON",
    "TITLES",
    "HipForecast",
    "HipRecord",
    "HipTest",
    "Narrowing",
    "Scenario",
    "ScenarioForecast",
    "TestKind",
    "forecast_hip",
    "forecast_many",
    "forecast_words",
    "load_parameters",
    "meaning_of_zero",
    "narrowing",
    "not_forecast",
    "read_record",
    "signed_tenth",
    "turned",
    "what_is_shown",
]

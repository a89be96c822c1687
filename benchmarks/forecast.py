"""The forecast checked: simulated people whose parameters are known, studies that nothing was fitted to, and speed.

python -m benchmarks.forecast             prints a line for each requirement and each study
python -m benchmarks.forecast --write     writes them into docs/forecast.md
python -m benchmarks.forecast --people N  so many simulated people, 500 unless told
"""

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.forecast_histories import history_rows
from benchmarks.forecast_people import TODAY, as_shares, coverage_rows, departure_rows, followed
from benchmarks.rows import Row, show
from psoas.data import read_data
from psoas.forecast import (
    BANDS,
    HipRecord,
    HipTest,
    forecast_hip,
    forecast_many,
    load_parameters,
)
from psoas.forecast.model import HipState, simulate
from psoas.forecast.parameters import Draws, constant, prior_draws
from psoas.plan import planned_seconds
from psoas.timeseries import Array

HISTORY_PEOPLE = 60
"""Of each kind of history."""
PAGE = Path(__file__).parent.parent / "docs" / "forecast.md"
POWER = 14

PAGE_INTRO = """# The forecast, and how far it can be trusted

Made by `python -m benchmarks.forecast --write`. The equations, the parameters and their sources are in
`src/psoas/forecast/parameters.json`, the studies in `studies.json` beside it. No parameter was fitted to a study that
is held out; of two trials among those, a spread between people was used and no effect: of Kerrigan 2003 that before the
trial, of Reid & Kim 2014 that of the gains. Abstracts were read, not papers; where one gives no dose, the table says
what was used.

## What was asked

The simulated people have parameters drawn from the same distributions by other random numbers, with weeks, gaps,
sitting and tests of their own. So the bands are right if people are as the parameters say. Whether they are, only the
studies below can tell.
"""
PAGE_HOME = """
The home dose was asked for without a word on how many cases "0 to 4" holds. It passes for 80 of 100 cases only: the
band of 95 of 100 ends at {end} degrees, beyond 4.

## When people are not as the parameters say

The same simulated people, changed in one respect that the forecast does not know. A band that should hold 80 or 95 of
100 cases and holds fewer is too narrow for people like these.

| what is different | 80 % band holds | 95 % band holds |
|---|---|---|
"""
PAGE_HISTORIES = """
## Histories that the model did not make

Here a hip does something plain whatever its practice, and is tested once a week for 5 to 16 weeks, with {people} people
of each kind. Shares of the tests of today and in ten weeks that lie in the bands of 80 and of 95 of 100 cases. Four
priors of the drift were tried with such a table of other people in view; the one was taken under which a rise runs out
within weeks, as gains level off in trials, although a wider one held more.

| what the hip does | today, 80 % | today, 95 % | in ten weeks, 80 % | in ten weeks, 95 % |
|---|---|---|---|---|
"""
PAGE_RUNS_OUT = """
While a hip goes one way, the forecast of today lags a little behind it, so that its bands hold fewer tests than they
say: a few weeks of blurred tests do not tell a rise from chance. A rise that goes on is missed ahead: the forecast
starts from where the tests are and lets a rise run out within weeks, as gains did in trials. Nothing in the tests of
today tells a rise that will go on from one that ends.
"""
PAGE_HELD = """
## Studies held out

Bands hold 95 of 100 cases: of the mean of a study for gains of people, of a single animal or person otherwise.
Forecasts that fail stay here.
"""
PAGE_MISSED = """
What is missed says where the forecast ends. Young athletes under supervision gained ten degrees and more in three
weeks: people like them are forecast too low. In one trial a muscle's stiffness fell by more than the model allows.
Stretching three times a week kept a gain better than the model thinks. The dead zone leaves a cat's muscle a little
short after the cast. And that people who sit little have six degrees more of hip extension does not follow from their
sitting in this model; they were more active, too.
"""


@dataclass(frozen=True)
class ComparedStudy:
    """A held-out study and the forecast of it; ``inside`` is None where it is not forecast."""

    study: Mapping[str, Any]
    forecast: str
    inside: bool | None


def _home_dose() -> tuple[Draws, HipState]:
    """Ten weeks of the default home dose."""
    draws = prior_draws(POWER)
    return draws, followed(draws, np.array(planned_seconds(1, 10)) * draws.kept[None, :, None])


def _home_end() -> str:
    draws, after = _home_dose()
    return f"{np.quantile(after.gained(draws)[0, :, -1], BANDS[95][1]):.1f}"


def plan_rows() -> list[Row]:
    """The default home dose of ten weeks, and ten more without."""
    draws, after = _home_dose()
    gained = after.gained(draws)[0, :, -1]
    low, middle = np.quantile(gained, (0.025, 0.5))
    number = 100 * (after.sarcomeres[0, :, -1] - 1)
    stopped = followed(draws, np.zeros((1, 1, 5)), after.last).gained(draws)[0]
    left = stopped.mean(axis=0) / gained.mean()
    return [
        Row(
            "default home dose, stiff adult, 10 weeks",
            "+1.5 deg (0 to 4)",
            f"{middle:+.1f} deg (80 % of cases {_ends(gained, percent=80)}; 95 % {_ends(gained)})",
            bool(abs(middle - 1.5) <= 0.5 and low >= 0 and np.quantile(gained, 0.9) <= 4),
        ),
        Row(
            "sarcomeres of the psoas at that dose",
            "about 0 %",
            f"{number.mean():+.2f} % (95 % of cases {_ends(number, '.2f')})",
            bool(abs(number.mean()) < 0.1),
        ),
        Row(
            "stopped after 10 weeks",
            "lost in about 5 weeks",
            f"{1 - left[-1]:.0%} lost after 5 weeks, {1 - left[3]:.0%} after 3",
            bool(left[-1] <= 0.25),
        ),
    ]


def study_rows() -> list[ComparedStudy]:
    """Each study that nothing was fitted to, beside its forecast; those outside of the model have no forecast."""
    studies = read_data("psoas.forecast", "studies.json")["studies"]
    return [_compared(one) for one in studies if one["role"] != "fit"]


def _compared(study: Mapping[str, Any]) -> ComparedStudy:
    if study["role"] == "outside":
        return ComparedStudy(study, "not forecast", None)
    draws = prior_draws(POWER)
    weeks, random = study["weeks"], np.random.default_rng(5)
    match study["check"]:
        case "gain" | "grows":
            draws = _of_a_study(draws, study["people"])
            share = draws.kept if study["planned"] else np.ones_like(draws.kept)
            seconds = np.full((1, 1, weeks), study["seconds"]) * share[None, :, None]
            gained = followed(draws, seconds).gained(draws)[0, :, -1]
            if study["check"] == "grows":
                sure = float((gained > 0).mean())
                return ComparedStudy(
                    study, f"{_said(gained)} deg; grows in {sure:.0%} of cases", sure >= 0.95
                )
            return _beside(study, gained, "deg")
        case "left" | "kept":
            given = [study["seconds"]] * weeks + [study["then_seconds"]] * study["then_weeks"]
            state = followed(draws, np.array(given, dtype=float)[None, None, :]).gained(draws)[0]
            left = state[:, -1].mean() / state[:, weeks].mean()
            inside = left <= study["most"] if study["check"] == "left" else left >= study["least"]
            return ComparedStudy(study, f"{left:.0%} of the gain is left", bool(inside))
        case "softer" | "stiffness":
            state = followed(draws, np.full((1, 1, weeks), float(study["seconds"])))
            change = 100 * (state.stiffness[0, :, -1] - 1)
            if study["check"] == "softer":
                sure = float((change < 0).mean())
                return ComparedStudy(study, f"{_said(change)} %; softer in {sure:.0%} of cases", sure >= 0.9)
            return _beside(study, change, "%")
        case "cast" | "cast_back":
            strain = random.normal(study["strain"], study["strain_spread"], len(draws.plateau))
            lengths = [1 + strain] * weeks + [np.ones_like(strain)] * study.get("then_weeks", 0)
            state = simulate(draws, np.zeros((1, 1, len(lengths))), lengths, HipState.at_rest(1, len(strain)))
            return _beside(study, 100 * (state.sarcomeres[0, :, -1] - 1), "%")
        case _:
            less = np.full(weeks, float(study["hours_less"]))
            gained = followed(draws, np.zeros((1, 1, weeks)), less=less).gained(draws)[0, :, -1]
            return _beside(study, gained, "deg")


def _of_a_study(draws: Draws, people: int) -> Draws:
    """Draws of the mean over the people of a study: they differ less than people do."""
    usual = load_parameters()["plateau"]
    people_share, study_share = (constant(f"plateau_between_{one}") for one in ("people", "studies"))
    share = np.hypot(study_share, people_share / np.sqrt(people))
    column = np.random.default_rng(3).random(len(draws.plateau))
    return replace(draws, plateau=replace(usual, spread=share * usual.mean).at(column))


def _beside(study: Mapping[str, Any], values: Array, unit: str) -> ComparedStudy:
    low, high = np.quantile(values, BANDS[95])
    return ComparedStudy(study, f"{_said(values)} {unit}", bool(low <= study["observed"] <= high))


def _said(values: Array) -> str:
    return f"{np.median(values):+.1f} ({_ends(values)})"


def _ends(values: Array, digits: str = ".1f", percent: int = 95) -> str:
    low, high = np.quantile(values, BANDS[percent])
    return f"{low:{digits}} to {high:{digits}}"


def speed_rows() -> list[Row]:
    """Processor time of a forecast over a year, and of ten thousand people over ten weeks."""
    some = _record()
    forecast_hip(some, TODAY, horizon=52)
    begun = time.process_time()
    for _ in range(5):
        forecast_hip(some, TODAY, planned=planned_seconds(1, 8), horizon=52)
    year = (time.process_time() - begun) / 5
    begun = time.process_time()
    forecast_many([some] * 10_000, TODAY, np.full((10_000, 10), 300.0))
    many = time.process_time() - begun
    return [
        Row(
            "a year for one person, all scenarios",
            "at most 0.2 s",
            f"{year:.2f} s of the processor",
            year <= 0.2,
        ),
        Row("10 weeks for 10,000 people", "at most 60 s", f"{many:.0f} s of the processor", many <= 60),
    ]


def _record() -> HipRecord:
    days = [TODAY - timedelta(weeks=8) + timedelta(day) for day in range(56)]
    tests = [HipTest(days[14 * place], "thomas", 3 + place, 2.6) for place in range(4)]
    return HipRecord(tests, [(day, 60.0) for day in days], [(day, 9.0) for day in days])


def rows(people: int = 500) -> list[Row]:
    """The lines of requirements; studies are `study_rows`."""
    return [*plan_rows(), *coverage_rows(people), *speed_rows()]


def page(
    found: list[Row],
    departures: list[tuple[str, ...]],
    histories: list[tuple[str, ...]],
    studies: list[ComparedStudy],
) -> str:
    """The page docs/forecast.md."""
    word = {True: "yes", False: "**no**", None: "not run"}
    inside = {True: "yes", False: "**missed**", None: "not forecast"}
    parameters = load_parameters()
    content = read_data("psoas.forecast", "studies.json")["studies"]
    held = [one for one in studies if one.inside is not None]
    lines = [
        PAGE_INTRO,
        "| what | asked | reached | |",
        "|---|---|---|---|",
        *(f"| {row.what} | {row.asked} | {row.reached} | {word[row.passed]} |" for row in found),
        PAGE_HOME.rstrip("\n").format(end=_home_end()),
        *(f"| {' | '.join(row)} |" for row in departures),
        PAGE_HISTORIES.rstrip("\n").format(people=HISTORY_PEOPLE),
        *(f"| {' | '.join(row)} |" for row in histories),
        PAGE_RUNS_OUT.rstrip("\n"),
        PAGE_HELD,
        f"{sum(bool(one.inside) for one in held)} of {len(held)} forecasts agree with what was found.",
        "",
        "| study | found | used for the forecast | forecast | agrees |",
        "|---|---|---|---|---|",
        *(
            f"| {_cited(one.study)} | {one.study['found']} | {one.study.get('assumed', '')} | {one.forecast} | "
            f"{inside[one.inside]} |"
            for one in studies
        ),
        PAGE_MISSED,
        "## Studies that parameters were fitted to",
        "",
        "| study | found |",
        "|---|---|",
        *(f"| {_cited(one)} | {one['found']} |" for one in content if one["role"] == "fit"),
        "",
        "## Parameters before any test",
        "",
        "| parameter | mean (one spread) | unit | source | looked up |",
        "|---|---|---|---|---|",
        *(
            f"| {name}: {one.meaning} | {one.mean:g} ({one.spread:g}) | {one.unit} | {one.source} | {one.looked_up} |"
            for name, one in parameters.items()
        ),
        "",
    ]
    return "\n".join(lines)


def _cited(study: Mapping[str, Any]) -> str:
    doi = f", doi:{study['doi']}" if study["doi"] else ""
    return f"{study['source']}{doi}"


def main() -> int:
    """Print every line; 1 where a requirement was missed. A missed study is no missed requirement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = rows(given.people)
    show(found)
    departures = departure_rows(given.people)
    for what, inner, outer in departures:
        print(f"stated  {what:74s}80 % band holds {inner}, 95 % band {outer}", flush=True)
    histories = [(what, *as_shares(shares)) for what, shares in history_rows(HISTORY_PEOPLE)]
    for what, *shares in histories:
        print(
            f"stated  {what:74s}today {' '.join(shares[:2])}, in ten weeks {' '.join(shares[2:])}", flush=True
        )
    studies = study_rows()
    show(
        Row(
            one.study["id"],
            str(one.study.get("observed", one.study.get("check", ""))),
            one.forecast,
            one.inside,
        )
        for one in studies
    )
    if given.write:
        PAGE.write_text(page(found, departures, histories, studies), encoding="utf-8")
        print(f"written: {PAGE.name}")
    return int(any(row.passed is False for row in found))


if __name__ == "__main__":
    raise SystemExit(main())

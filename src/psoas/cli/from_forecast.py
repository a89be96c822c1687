"""A week of a forecast as a change of the body: fibres of the psoas, and how far its hips open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import degrees, radians
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from psoas.data import strict_json
from psoas.errors import InputError, UsageError
from psoas.sides import LETTER, SIDES, Side
from psoas.words import _, in_series, inside, number

FACTORS: Final = (0.5, 1.5)
CHANGES_DEG: Final = (-90.0, 90.0)
"""What a forecast may say of the fibres, and of how far a hip opens; others are of no person."""

FromForecast = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", readable=False, help="What if, as psoas forecast --json or its forecast.json says."
    ),
]
Week = Annotated[
    int | None,
    typer.Option(metavar="N", help="Which week of the forecast; without it the last one."),
]
ForecastScenario = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="as_now, plan, half_sitting or stop; without it the plan, or as now where there is none.",
    ),
]


@dataclass(frozen=True)
class ForecastChoice:
    """Options of a verb that starts from a forecast, as they were given."""

    path: Path | None = None
    week: int | None = None
    scenario: str | None = None

    def read(self) -> "ForecastWeek | None":
        """The week of the forecast; None where no forecast was given.

        Raises:
            UsageError: a week or scenario without a forecast, or one that it does not have.
            InputError: the file is no forecast.
        """
        if self.path is None:
            if self.week is not None or self.scenario is not None:
                raise UsageError(_("--week and --scenario belong to --from-forecast; give the forecast, too"))
            return None
        return _read(self.path, self.week, self.scenario)


@dataclass(frozen=True)
class ForecastWeek:
    """A week of a scenario.

    Attributes:
        scenario: its name; week: its number.
        factors: of the optimal fibre length of the right and the left psoas.
        low, high: ends of the 95 % bands of the factors.
        opened: how much farther each hip opens than today, by ``r`` and ``l`` [rad].
    """

    scenario: str
    week: int
    factors: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    opened: Mapping[Side, float]

    @property
    def words(self) -> str:
        """What is changed, in a few words for tables."""
        from psoas.forecast import TITLES

        known = (_(title) for name, title in TITLES.items() if name == self.scenario)
        scenario = inside(next(known, self.scenario.replace("_", " ")))
        return _("week {week} ({scenario})", week=self.week, scenario=scenario)

    @property
    def says(self) -> str:
        """What the forecast changes, in sentences."""
        right, left = (f"{number(100 * (one - 1), '+.2f')} %" for one in self.factors)
        low, high = (100 * (pair[0] - 1) for pair in (self.low, self.high))
        hips = in_series(
            [
                _("the right hip by {angle:+.1f} degrees", angle=degrees(value))
                if letter == "r"
                else _("the left hip by {angle:+.1f} degrees", angle=degrees(value))
                for letter, value in self.opened.items()
            ]
        )
        return _(
            "The forecast, {scenario}, changes the fibres of the psoas by {right} right and {left} "
            "left (95 of 100 cases of the right: {low:+.2f} to {high:+.2f} %), and opens {hips}. "
            "Postures with an opened hip open it by as much more; the others only have the other "
            "fibres.",
            scenario=self.words,
            right=right,
            left=left,
            low=low,
            high=high,
            hips=hips,
        )

    def to_json(self) -> dict[str, Any]:
        """The change for the JSON of a verb."""
        return {
            "scenario": self.scenario,
            "week": self.week,
            "psoas_fibre_factor": {"r": self.factors[0], "l": self.factors[1]},
            "hip_opened_deg": {letter: round(degrees(value), 2) for letter, value in self.opened.items()},
        }

    def opened_postures(self, postures: Sequence[Any]) -> list[Any]:
        """Postures with each hip that is already opened behind the trunk opened as much farther as is forecast."""
        return [replace(one, coordinates=self._opened(one.coordinates)) for one in postures]

    def _opened(self, coordinates: Mapping[str, float]) -> dict[str, float]:
        moved = dict(coordinates)
        for letter, change in self.opened.items():
            name = f"hip_flexion_{letter}"
            if moved.get(name, 0.0) < 0:
                moved[name] -= change
        return moved


def _read(path: Path, week: int | None, scenario: str | None) -> ForecastWeek:
    from psoas.capture.files import read_table_text
    from psoas.export import FORECAST_SCHEMA

    text = read_table_text(path, _("forecast (JSON)"))
    try:
        content = strict_json(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("{path} is no JSON; give what psoas forecast --json wrote", path=path.name)
        ) from error
    if not isinstance(content, dict) or content.get("schema") != FORECAST_SCHEMA:
        raise InputError(
            _(
                "{path} is no forecast ({schema}); give what psoas forecast --json wrote",
                path=path.name,
                schema=FORECAST_SCHEMA,
            )
        )
    try:
        return _week(content, week, scenario)
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError) as error:
        raise InputError(
            _("{path} is not whole; make it again with psoas forecast --json", path=path.name)
        ) from error


def _within(limits: tuple[float, float], value: Any) -> float:
    low, high = limits
    if not low <= value <= high:
        raise ValueError(f"{value} is not {low:g} to {high:g}")
    return float(value)


def _week(content: Mapping[str, Any], week: int | None, scenario: str | None) -> ForecastWeek:
    last = int(content["horizon_weeks"])
    number = last if week is None else week
    if not 0 <= number <= last:
        raise UsageError(_("--week {number}: the forecast has weeks 0 to {last}", number=number, last=last))
    hips = {hip["side"]: {one["id"]: one for one in hip["scenarios"]} for hip in content["hips"]}
    first = next(iter(hips.values()))
    if not all(str(one).isidentifier() for one in first):
        raise ValueError("a scenario without a name")
    name = scenario or ("plan" if "plan" in first else "as_now")
    if name not in first:
        raise UsageError(
            _("--scenario {name}: the forecast has {scenarios}", name=name, scenarios=", ".join(first))
        )
    values: dict[str, dict[Side, float]] = {"mean": {}, "low": {}, "high": {}}
    opened: dict[Side, float] = {}
    for side, scenarios in hips.items():
        for letter in SIDES if side is None else (LETTER[side],):
            for end, kept in values.items():
                kept[letter] = _within(FACTORS, scenarios[name]["psoas_fibre_factor"][end][number])
            opened[letter] = radians(_within(CHANGES_DEG, scenarios[name]["change_deg"]["mean"][number]))
    pairs = {end: (kept.get("r", 1.0), kept.get("l", 1.0)) for end, kept in values.items()}
    return ForecastWeek(name, number, pairs["mean"], pairs["low"], pairs["high"], opened)

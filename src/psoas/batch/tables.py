"""The tables of the dataset: their columns, in words, and the rows that one analysis gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from psoas.data import read_data
from psoas.exercises import CLINICAL_TESTS, EXERCISES, ExaminedLeg, Trial
from psoas.export import rounded, to_json
from psoas.findings import Analysis
from psoas.loads import LOAD_QUANTITIES
from psoas.quantities import QUANTITIES
from psoas.recordings import parts_of
from psoas.strides import FIGURES, UNITS
from psoas.words import speaking

Kind = Literal["text", "number", "count", "flag"]
Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""
NOT_MEASURED: Final = "not measured"


@dataclass(frozen=True)
class DatasetColumn:
    """A column: its name, what its cells are, their unit, and its meaning."""

    name: str
    kind: Kind
    unit: str
    says: str


@dataclass(frozen=True)
class DatasetTable:
    """A table: its name, what a row is, and its columns in their order."""

    name: str
    says: str
    columns: tuple[DatasetColumn, ...]


@cache
@speaking("en")
def dataset_tables() -> dict[str, DatasetTable]:
    """All tables by their name, from ``columns.json`` and the tables of measured quantities; in English."""
    data = read_data("psoas.batch", "columns.json")
    first, last = ([DatasetColumn(*one) for one in data[part]] for part in ("first", "last"))
    derived = {"quantities": _quantities(), "figures": _figures(data["figures"]), "tests": _test_figures()}
    tables = {}
    for name, table in data["tables"].items():
        own: list[DatasetColumn] = []
        for one in table["columns"]:
            own += derived[one] if isinstance(one, str) else [DatasetColumn(*one)]
        tables[name] = DatasetTable(name, table["says"], (*first, *own, *last))
    return tables


def dictionary_json() -> dict[str, Any]:
    """The data dictionary, schema ``psoas.dictionary/1``: each table and column with type, unit and meaning."""
    return {
        "schema": read_data("psoas.batch", "columns.json")["schema"],
        "tables": {
            table.name: {"says": table.says, "columns": [vars(one) for one in table.columns]}
            for table in dataset_tables().values()
        },
    }


def _quantities() -> list[DatasetColumn]:
    """The figures of a repetition, of all exercises, each once."""
    every = {
        one.column: one
        for one in (*QUANTITIES, *(one for exercise in EXERCISES for one in exercise.quantities))
    }
    return [
        DatasetColumn(name, "number", one.unit, one.meaning)
        for name, one in every.items()
        if name not in (None, "hold_s")
    ]


def _figures(says: Mapping[str, str]) -> list[DatasetColumn]:
    """The figures of a stride, each with its band."""
    return [column for name in FIGURES for column in _with_band(name, UNITS[name], says[name])]


def _test_figures() -> list[DatasetColumn]:
    """The figures of the clinical tests, each with its band."""
    figures = [one for test in CLINICAL_TESTS for one in test.figures]
    return [
        column for one in figures for column in _with_band(f"{one.key}_{one.unit}", one.unit, one.meaning)
    ]


def _with_band(name: str, unit: str, says: str) -> Iterator[DatasetColumn]:
    """The columns of a figure: its value, and both ends of its band."""
    yield DatasetColumn(name, "number", unit, says)
    for end, words in (("low", "lower"), ("high", "upper")):
        yield DatasetColumn(f"{name}_{end}", "number", unit, f"{words} end of its 95 % band")


def rows_of(analysis: Analysis, *, series: bool) -> Rows:
    """The rows of all tables that one recording gives, without labels and versions.

    Args:
        series: give the angles over time, too.
    """
    found = to_json(analysis)
    rows = {
        "files": [_file(analysis, found)],
        "repetitions": [
            _repetition(number, found["movement"], one) for number, one in enumerate(found["reps"], 1)
        ],
        "strides": [
            {"stride": number, **{key: value for key, value in one.items() if key != "bands"}, **one["bands"]}
            for number, one in enumerate(found["strides"], 1)
        ],
        "tests": [row for leg in analysis.examined for row in _tested_leg(analysis.movement, leg)],
        "findings": list(_findings(found)),
        "loads": list(_loads(analysis)),
        "series": list(_series(found["series"])) if series else [],
    }
    names = {table.name: {one.name for one in table.columns} for table in dataset_tables().values()}
    return {
        table: [{key: value for key, value in row.items() if key in names[table]} for row in every]
        for table, every in rows.items()
    }


def _file(analysis: Analysis, found: Mapping[str, Any]) -> Row:
    source, photo = found["source"], analysis.source.is_photo
    return {
        "kind": "motion" if not source["width"] else "photo" if photo else "video",
        **{key: source[key] for key in ("frames", "fps", "duration_s")},
        "movement": found["movement"],
        "view": found["view"]["kind"],
        "yaw_deg": found["view"]["yaw_deg"],
        "rear_leg": found["rear_leg"],
        "rear_side": found["rear_side"],
        "repetitions": len(found["reps"]),
        "good": sum(one["good"] is True for one in found["reps"]),
        "strides": len(found["strides"]),
    }


def _repetition(number: int, movement: str, found: Mapping[str, Any]) -> Row:
    change = found["psoas_change_mm"] or {}
    return {
        **found,
        "repetition": number,
        "movement": movement,
        "faults": " ".join(found["faults"]),
        "possible_faults": " ".join(found["possible_faults"]),
        "psoas_change_mm": change.get("value"),
        "psoas_change_low_mm": change.get("low"),
        "psoas_change_high_mm": change.get("high"),
    }


def _tested_leg(movement: str, leg: ExaminedLeg) -> Iterator[Row]:
    """The row of a leg, and those of its trials."""
    yield _test_row(movement, leg) | {"says": leg.headline}
    for number, trial in enumerate(leg.trials, 1):
        yield _test_row(movement, trial) | {"trial": number}


def _test_row(movement: str, trial: Trial) -> Row:
    units = {one.key: one.unit for test in CLINICAL_TESTS for one in test.figures}
    row = {
        "movement": movement,
        "leg": trial.leg,
        "side": trial.side,
        "start_s": rounded(trial.start_s, 3),
        "end_s": rounded(trial.end_s, 3),
        "faults": " ".join(trial.faults),
        "possible_faults": " ".join(trial.possible_faults),
        "verdict": trial.verdict,
        "says": trial.says,
    }
    for key, figure in trial.figures.items():
        name = f"{key}_{units[key]}"
        ends = (figure.value, figure.low, figure.high)
        row |= dict(
            zip((name, f"{name}_low", f"{name}_high"), (rounded(end, 2) for end in ends), strict=True)
        )
    return row


def _findings(found: Mapping[str, Any]) -> Iterator[Row]:
    missing = ({**one, "verdict": NOT_MEASURED, "says": one["reason"]} for one in found["not_measured"])
    for number, one in enumerate((*found["findings"], *missing), 1):
        yield {"finding": number, **one}


def _loads(analysis: Analysis) -> Iterator[Row]:
    if analysis.loads is None:
        return
    for name in LOAD_QUANTITIES:
        if name not in analysis.loads.value.names:
            continue
        for part, one in parts_of(analysis, analysis.loads, name).items():
            value, low, high = (
                rounded(end, 2) for end in (one.estimate.value, one.estimate.low, one.estimate.high)
            )
            yield {
                "load": name,
                "part": part,
                "time_s": rounded(one.time_s, 4),
                "value_N": value,
                "low_N": low,
                "high_N": high,
                "ground": analysis.loads.ground,
            }


def _series(found: Mapping[str, list[float | None]]) -> Iterator[Row]:
    for name, values in found.items():
        if name != "time_s":
            for time, value in zip(found["time_s"], values, strict=True):
                yield {"time_s": time, "quantity": name, "value": value}

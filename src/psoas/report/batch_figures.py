"""The figures of a batch's page: how each is distributed over all recordings, and which values are far from it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from psoas.draw import histogram_svg
from psoas.draw import number as number_words
from psoas.findings import STRIDE_LABELS
from psoas.quantities import MOVEMENTS, QUANTITIES
from psoas.report.batch_tables import movement_codes, table_rows, table_values
from psoas.timeseries import Array
from psoas.words import N_, _, inside, ngettext, number

LEAST_VALUES: Final = 10
"""A distribution of fewer values has no outliers."""
OUTLIER: Final = 3.5
"""A value is an outlier where its distance from the median, in standard deviations estimated by the median absolute
deviation, is larger; the limit of Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers, from memory."""
MAD_TO_DEVIATION: Final = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
MOST_OUTLIERS: Final = 30
INSTANTS: Final = (
    "start_s",
    "hold_start_s",
    "hold_end_s",
    "end_s",
    "foot_strike_s",
    "toe_off_s",
    "peak_hip_extension_s",
)
"""Columns that say when something was, of which a distribution says nothing."""
NUMBERED: Final = {"repetitions": "repetition", "strides": "stride"}
"""Tables of which the page shows distributions, each with the column that numbers its rows."""
PLACES: Final = {"repetition": N_("Repetition {number}"), "stride": N_("Stride {number}")}
"""A row of each of those tables, in English."""
OWN_COLUMNS: Final = {
    "hold_s": (N_("Length of the hold"), N_("length of the hold")),
    "psoas_change_mm": (
        N_("Change of the psoas"),
        N_("how much longer the psoas is in the hold than at the start"),
    ),
}
"""English title of columns that are no quantity and no figure of a stride, and their meaning as in the dictionary."""


@dataclass(frozen=True)
class Distribution:
    """One figure of one movement over all recordings, in formatted words."""

    title: str
    says: str
    unit: str
    count: str
    median: str
    spread: str
    svg: Markup


@dataclass(frozen=True)
class FarValue:
    """A value far from the others, by the number of its row."""

    index: int
    figure: str
    value: str
    typical: str
    distance: float


@dataclass(frozen=True)
class Outlier:
    """The same with the recording and the place in it."""

    clip: str
    place: str
    figure: str
    value: str
    typical: str
    distance: float


@dataclass(frozen=True)
class BatchFigures:
    """The distributions of all figures, the farthest of the outliers, and how many outliers there are."""

    distributions: list[Distribution]
    outliers: list[Outlier]
    outlier_count: int


def figures_of(dataset: Path, columns: Mapping[str, Sequence[Mapping[str, str]]]) -> BatchFigures:
    """The figures of a dataset.

    Args:
        columns: of each table, from the dataset's dictionary.
    """
    drawn: list[Distribution] = []
    outliers: list[Outlier] = []
    outlier_count = 0
    for table, row in NUMBERED.items():
        far: list[FarValue] = []
        for distribution, farthest, count in _figures(dataset, table, columns[table]):
            drawn.append(distribution)
            far += farthest
            outlier_count += count
        outliers += _outliers_by_recording(dataset, table, row, far)
    outliers.sort(key=lambda one: (-one.distance, one.clip, one.place, one.figure))
    return BatchFigures(drawn, outliers[:MOST_OUTLIERS], outlier_count)


def movement_title(name: str) -> str:
    """The movement of a row in the language of now; its name where this program does not know it."""
    return next((one.label for key, one in MOVEMENTS.items() if key == name), name)


def _figures(
    dataset: Path, table: str, columns: Sequence[Mapping[str, str]]
) -> Iterator[tuple[Distribution, list[FarValue], int]]:
    """The distributions of a table by movement, with the farthest of their outliers and the number of all."""
    names = {one["name"] for one in columns}
    movements, codes = movement_codes(dataset, table)
    for one in columns:
        name = one["name"]
        if one["kind"] != "number" or name in INSTANTS or _is_end(name, names):
            continue
        values = table_values(dataset, table, name)
        for code, movement in enumerate(movements):
            at = np.flatnonzero((codes == code) & np.isfinite(values))
            if not len(at):
                continue
            typical = _value(float(f"{np.median(values[at]):.4g}"), one["unit"])
            figure = _figure(movement, name)
            indices, distances = _outliers(values, at)
            most = np.lexsort((indices, -distances))[:MOST_OUTLIERS]
            far = [
                FarValue(
                    int(indices[rank]),
                    figure,
                    _value(values[indices[rank]], one["unit"]),
                    typical,
                    float(distances[rank]),
                )
                for rank in most
            ]
            yield _distribution(one, movement, values[at]), far, len(indices)


def _outliers_by_recording(dataset: Path, table: str, row: str, far: list[FarValue]) -> list[Outlier]:
    """The recording and the place of each far value."""
    if not far:
        return []
    wanted = {one.index for one in far}
    places = {
        index: place
        for index, place in enumerate(table_rows(dataset, table, ("clip", row)))
        if index in wanted
    }
    return [
        Outlier(
            places[one.index][0],
            _(PLACES[row], number=places[one.index][1]),
            one.figure,
            one.value,
            one.typical,
            one.distance,
        )
        for one in far
    ]


def _is_end(name: str, names: set[str]) -> bool:
    """Whether a column is an end of the band of another."""
    return any(end in name and name.replace(end, "") in names for end in ("_low", "_high"))


def _distribution(column: Mapping[str, str], movement: str, values: Array) -> Distribution:
    title = _figure(movement, column["name"])
    low, middle, high = (number_words(float(f"{end:.3g}")) for end in np.percentile(values, (5, 50, 95)))
    spread = _("{start} to {end}", start=low, end=high)
    words = ngettext(
        "{figure}, {count} value, median {median} {unit}, 90 % from {low} to {high}",
        "{figure}, {count} values, median {median} {unit}, 90 % from {low} to {high}",
        len(values),
        figure=title,
        median=middle,
        unit=column["unit"],
        low=low,
        high=high,
    )
    return Distribution(
        title,
        column["says"],
        column["unit"],
        number(len(values), ","),
        middle,
        spread,
        histogram_svg(words, values),
    )


def _figure(movement: str, name: str) -> str:
    """A figure of a movement as a title."""
    return _("{movement}: {figure}", movement=movement_title(movement), figure=inside(_title(name)))


def _value(value: float, unit: str) -> str:
    return f"{number_words(value)} {unit}"


def _title(name: str) -> str:
    """The figure of a column; where it has no name of its own, that of the column without its unit."""
    quantity = next((one for one in QUANTITIES if one.column == name), None)
    if quantity is not None:
        return quantity.name
    if name in OWN_COLUMNS:
        return _(OWN_COLUMNS[name][0])
    if name in STRIDE_LABELS:
        return _(STRIDE_LABELS[name][0])
    return re.sub(r"_(deg|s|m|mm|steps_min)$", "", name).replace("_", " ")


def _outliers(values: Array, at: NDArray[np.intp]) -> tuple[NDArray[np.intp], Array]:
    """Rows and distances of the values that are far from the median, see `OUTLIER`."""
    known = values[at]
    away = np.abs(known - np.median(known))
    deviation = MAD_TO_DEVIATION * float(np.median(away))
    if len(known) < LEAST_VALUES or deviation == 0:
        return at[:0], away[:0]
    far = away / deviation
    return at[far > OUTLIER], np.round(far[far > OUTLIER], 1)

"""The page of a batch, from its Parquet dataset: distributions, outliers, and what could not be read and why."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from psoas import __version__
from psoas.child_processes import place_beside
from psoas.draw import histogram_svg
from psoas.draw import number as number_words
from psoas.findings import MINUS, STRIDE_LABELS, unmeasured_words
from psoas.quantities import MOVEMENTS, QUANTITIES
from psoas.report.batch_tables import movement_codes, table_rows, table_values
from psoas.report.page_parts import Tile
from psoas.report.templates import template_environment
from psoas.timeseries import Array
from psoas.words import N_, _, capital, inside, ngettext, number, pgettext

PAGE: Final = "batch.html"
LEAST_VALUES: Final = 10
"""A distribution of fewer values has no outliers."""
OUTLIER: Final = 3.5
"""A value is an outlier where its distance from the median, in standard deviations estimated by the median absolute
deviation, is larger; the limit of Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers, from memory."""
MAD_TO_DEVIATION: Final = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
MOST_OUTLIERS: Final = 30
MOST_REASONS: Final = 40
MOST_MISSING: Final = 20
_NUMBERS: Final = re.compile(rf"(?<![\w.])[-{MINUS}]?\d[\d.,]*(?<![.,])(?!\w)")
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
"""Title and meaning of columns that are no quantity and no figure of a stride, in English."""
VERSIONS: Final = {"program": N_("Program"), "weights": N_("Pose network"), "thresholds": N_("Limits")}
"""What a dataset was made with, in English."""


@dataclass
class AllFiles:
    """Counts over the recordings of a batch."""

    total: int = 0
    seconds: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    movements: Counter[str] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)


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
class ReasonGroup:
    """Recordings, or figures, that have a reason in common."""

    what: str
    reason: str
    count: int
    example: str


def write_batch_page(dataset: Path, folder: Path) -> Path:
    """Write ``batch.html`` into a folder; returns its path.

    Args:
        dataset: folder with the tables of a batch and their dictionary.
    """
    page = folder / PAGE
    part = place_beside(page)
    part.write_text(batch_html(dataset), encoding="utf-8")
    part.replace(page)
    return page


def batch_html(dataset: Path) -> str:
    """The page as one file that opens without a network."""
    tables = json.loads((dataset / "dictionary.json").read_text(encoding="utf-8"))["tables"]
    files = _files(dataset)
    states = files.states
    shown: list[Distribution] = []
    outliers: list[Outlier] = []
    outlier_count = 0
    for name, row in NUMBERED.items():
        far: list[FarValue] = []
        for drawn, most, count in _figures(dataset, name, tables[name]["columns"]):
            shown.append(drawn)
            far += most
            outlier_count += count
        outliers += _outliers_by_recording(dataset, name, row, far)
    outliers.sort(key=lambda one: (-one.distance, one.clip, one.place, one.figure))
    reasons = _reasons(dataset)
    return (
        template_environment("psoas.report")
        .get_template("batch.html")
        .render(
            total=files.total,
            done=states["done"],
            tiles=_tiles(files),
            movements=_movements(files.movements),
            distributions=shown,
            outliers=outliers[:MOST_OUTLIERS],
            outlier_count=outlier_count,
            outlier=OUTLIER,
            doubtful=pgettext("of a recording", "cannot tell"),
            reasons=reasons[:MOST_REASONS],
            reason_count=len(reasons),
            missing=_missing(dataset)[:MOST_MISSING],
            tables=[(name, table["says"], len(table["columns"])) for name, table in tables.items()],
            versions=_versions(dataset),
            version=__version__,
        )
    )


def _files(dataset: Path) -> AllFiles:
    found = AllFiles()
    for person, state, movement, length in table_rows(
        dataset, "files", ("person", "state", "movement", "duration_s")
    ):
        found.total += 1
        found.states[state] += 1
        found.seconds += length or 0.0
        if movement is not None:
            found.movements[movement] += 1
        if person:
            found.people.add(person)
    return found


def _tiles(files: AllFiles) -> list[Tile]:
    states, total, seconds, people = files.states, files.total, files.seconds, files.people
    read = states["done"] + states["cannot tell"]
    bad = total - read
    tiles = [
        Tile(
            _("Measured"),
            number(states["done"], ","),
            ngettext("of {count:,} recording", "of {count:,} recordings", total),
            "good",
        ),
        Tile(
            _("Cannot tell"), number(states["cannot tell"], ","), _("read, but nothing is shown"), "undecided"
        ),
        Tile(_("Not read"), number(bad, ","), _("unreadable, stopped or killed"), "change" if bad else ""),
        Tile(_("Recorded"), _length(seconds), _("in all that was read")),
    ]
    if people:
        tiles.append(Tile(_("People"), number(len(people), ","), _("by the manifest or the names")))
    return tiles


def _length(seconds: float) -> str:
    if seconds < 120:
        return _("{seconds:.0f} s", seconds=seconds)
    if seconds < 7200:
        return _("{minutes:.0f} min", minutes=seconds / 60)
    return _("{hours:,.1f} h", hours=seconds / 3600)


def _movements(counts: Counter[str]) -> list[tuple[str, int, float]]:
    """Movement, recordings, and their share of the most frequent one."""
    most = max(counts.values(), default=1)
    return [
        (_movement(name), count, count / most)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _movement(name: str) -> str:
    return next((one.label for key, one in MOVEMENTS.items() if key == name), name)


def _figures(
    dataset: Path, table: str, columns: list[dict[str, str]]
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


def _distribution(column: dict[str, str], movement: str, values: Array) -> Distribution:
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
    return _("{movement}: {figure}", movement=_movement(movement), figure=inside(_title(name)))


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


def _reasons(dataset: Path) -> list[ReasonGroup]:
    """Why recordings were not measured; names of files are left out of a reason, so that like ones meet."""
    return _grouped(
        (
            pgettext("of a recording", state),
            reason.replace(clip, "the file").replace(PurePosixPath(clip).name, "the file"),
            clip,
        )
        for clip, state, reason in table_rows(dataset, "files", ("clip", "state", "reason"))
        if state != "done"
    )


def _missing(dataset: Path) -> list[ReasonGroup]:
    """Figures that were not measured in recordings that were read, by reason."""
    return _grouped(
        (capital(unmeasured_words(name)), says, clip)
        for clip, name, verdict, says in table_rows(dataset, "findings", ("clip", "id", "verdict", "says"))
        if verdict == "not measured"
    )


def _grouped(reasons: Iterable[tuple[str, str, str]]) -> list[ReasonGroup]:
    """Put reasons together that differ in numbers only, which become an ellipsis; the most frequent ones first.

    Args:
        reasons: what it is about, the reason, and the recording.
    """
    groups: dict[tuple[str, str], ReasonGroup] = {}
    for what, reason, clip in reasons:
        words = _NUMBERS.sub("…", reason)
        known = groups.get((what, words))
        if known is None:
            groups[what, words] = ReasonGroup(what, reason, 1, clip)
        else:
            said = reason if known.reason == reason else words
            groups[what, words] = ReasonGroup(what, said, known.count + 1, known.example)
    return [group for _words, group in sorted(groups.items(), key=lambda item: (-item[1].count, item[0]))]


def _versions(dataset: Path) -> dict[str, list[str]]:
    """The versions in the dataset; one of each, where it was made in one go."""
    names = tuple(VERSIONS)
    every = set(table_rows(dataset, "files", names))
    return {_(VERSIONS[name]): sorted({one[column] for one in every}) for column, name in enumerate(names)}

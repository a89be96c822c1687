"""The page of a batch, from its Parquet dataset: distributions, outliers, and what could not be read and why."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from psoas import __version__
from psoas.child_processes import place_beside
from psoas.draw import histogram_svg
from psoas.draw import number as number_words
from psoas.findings import MINUS, STRIDE_LABELS, unmeasured_words
from psoas.quantities import MOVEMENTS, QUANTITIES
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
class Outlier:
    """A value far from the others."""

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
    files = _columns(dataset, "files", ("clip", "person", "state", "reason", "movement", "duration_s"))
    states = Counter(files["state"])
    shown: list[Distribution] = []
    outliers: list[Outlier] = []
    for name, row in NUMBERED.items():
        for drawn, far in _figures(dataset, name, row, tables[name]["columns"]):
            shown.append(drawn)
            outliers += far
    outliers.sort(key=lambda one: (-one.distance, one.clip, one.place, one.figure))
    reasons = _reasons(files)
    return (
        template_environment("psoas.report")
        .get_template("batch.html")
        .render(
            total=len(files["clip"]),
            done=states["done"],
            tiles=_tiles(files, states),
            movements=_movements(files),
            distributions=shown,
            outliers=outliers[:MOST_OUTLIERS],
            outlier_count=len(outliers),
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


def _columns(dataset: Path, table: str, names: Sequence[str]) -> dict[str, list[Any]]:
    import pyarrow.parquet as pq

    found: dict[str, list[Any]] = pq.read_table(
        dataset / f"{table}.parquet", columns=list(names), partitioning=None
    ).to_pydict()
    return found


def _tiles(files: dict[str, list[Any]], states: Counter[str]) -> list[Tile]:
    total, read = len(files["clip"]), states["done"] + states["cannot tell"]
    seconds = sum(length for length in files["duration_s"] if length is not None)
    people = {person for person in files["person"] if person}
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


def _movements(files: dict[str, list[Any]]) -> list[tuple[str, int, float]]:
    """Movement, recordings, and their share of the most frequent one."""
    counts = Counter(one for one in files["movement"] if one is not None)
    most = max(counts.values(), default=1)
    return [
        (_movement(name), count, count / most)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _movement(name: str) -> str:
    return next((one.label for key, one in MOVEMENTS.items() if key == name), name)


def _figures(
    dataset: Path, table: str, row: str, columns: list[dict[str, str]]
) -> Iterator[tuple[Distribution, list[Outlier]]]:
    """The distributions of a table by movement, with their outliers."""
    names = {one["name"] for one in columns}
    keys = _columns(dataset, table, ("clip", "movement", row))
    clips, numbers = keys["clip"], keys[row]
    movements = np.array(keys["movement"], dtype=object)
    for one in columns:
        name = one["name"]
        if one["kind"] != "number" or name in INSTANTS or _is_end(name, names):
            continue
        values = np.array(_columns(dataset, table, (name,))[name], dtype=float)
        for movement in sorted(set(movements)):
            at = np.flatnonzero((movements == movement) & np.isfinite(values))
            if not len(at):
                continue
            typical = _value(float(f"{np.median(values[at]):.4g}"), one["unit"])
            figure = _figure(movement, name)
            far = [
                Outlier(
                    clips[index],
                    _(PLACES[row], number=numbers[index]),
                    figure,
                    _value(values[index], one["unit"]),
                    typical,
                    distance,
                )
                for index, distance in _outliers(values, at)
            ]
            yield _distribution(one, movement, values[at]), far


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


def _outliers(values: Array, at: NDArray[np.intp]) -> list[tuple[int, float]]:
    """Row and distance of the values that are far from the median, see `OUTLIER`."""
    known = values[at]
    away = np.abs(known - np.median(known))
    deviation = MAD_TO_DEVIATION * float(np.median(away))
    if len(known) < LEAST_VALUES or deviation == 0:
        return []
    far = away / deviation
    return [(int(at[index]), round(float(far[index]), 1)) for index in np.flatnonzero(far > OUTLIER)]


def _reasons(files: dict[str, list[Any]]) -> list[ReasonGroup]:
    """Why recordings were not measured; names of files are left out of a reason, so that like ones meet."""
    return _grouped(
        (
            pgettext("of a recording", state),
            reason.replace(clip, "the file").replace(PurePosixPath(clip).name, "the file"),
            clip,
        )
        for clip, state, reason in zip(files["clip"], files["state"], files["reason"], strict=True)
        if state != "done"
    )


def _missing(dataset: Path) -> list[ReasonGroup]:
    """Figures that were not measured in recordings that were read, by reason."""
    found = _columns(dataset, "findings", ("clip", "id", "verdict", "says"))
    return _grouped(
        (capital(unmeasured_words(name)), says, clip)
        for clip, name, verdict, says in zip(*found.values(), strict=True)
        if verdict == "not measured"
    )


def _grouped(reasons: Iterable[tuple[str, str, str]]) -> list[ReasonGroup]:
    """Put reasons together that differ in numbers only, which become an ellipsis; the most frequent ones first.

    Args:
        reasons: what it is about, the reason, and the recording.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for what, reason, clip in reasons:
        groups.setdefault((what, _NUMBERS.sub("…", reason)), []).append((reason, clip))
    found = []
    for (what, words), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        same = {reason for reason, _clip in members}
        found.append(ReasonGroup(what, same.pop() if len(same) == 1 else words, len(members), members[0][1]))
    return found


def _versions(dataset: Path) -> dict[str, list[str]]:
    """The versions in the dataset; one of each, where it was made in one go."""
    found = _columns(dataset, "files", ("program", "weights", "thresholds"))
    return {_(VERSIONS[name]): sorted(set(values)) for name, values in found.items()}

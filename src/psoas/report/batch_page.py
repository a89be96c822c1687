"""The page of a batch, from its Parquet dataset: distributions, outliers, and what could not be read and why."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from psoas import __version__
from psoas.child_processes import place_beside
from psoas.findings import unmeasured_words
from psoas.report.batch_figures import OUTLIER, figures_of, movement_title
from psoas.report.batch_tables import table_rows
from psoas.report.page_parts import Tile
from psoas.report.templates import template_environment
from psoas.words import MINUS, N_, _, capital, ngettext, number, pgettext

PAGE: Final = "batch.html"
MOST_REASONS: Final = 40
MOST_MISSING: Final = 20
_NUMBERS: Final = re.compile(rf"(?<![\w.])[-{MINUS}]?\d[\d.,]*(?<![.,])(?!\w)")
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
    figures = figures_of(dataset, {name: table["columns"] for name, table in tables.items()})
    reasons = _reasons(dataset)
    return (
        template_environment("psoas.report")
        .get_template("batch.html")
        .render(
            total=files.total,
            done=states["done"],
            tiles=_tiles(files),
            movements=_movements(files.movements),
            distributions=figures.distributions,
            outliers=figures.outliers,
            outlier_count=figures.outlier_count,
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
        (movement_title(name), count, count / most)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


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

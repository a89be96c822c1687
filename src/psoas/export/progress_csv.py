"""All records of a person as tables for a spreadsheet, with a page that explains each column."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

from psoas.day import SITTING, Day, DayBout
from psoas.exercises import CLINICAL_TESTS
from psoas.export.day_json import plain_cell
from psoas.plan import Bout, Profile, RepetitionRecord, SessionRecord, SetRecord, clock
from psoas.quantities import QUANTITIES, MeasuredQuantity
from psoas.sides import SIDE_WORDS, SideWord
from psoas.words import N_, _

INTRODUCTION: Final = N_("""What psoas keeps of {name}, in {count} tables.

Tables are comma-separated, in UTF-8, with a point in decimal numbers. An empty cell was not measured, not answered or
not decided. Times of sessions are UTC; times of days are those of the clock on the wall. Angles are changes from the
person's own start, in degrees. What is in none of the tables of days is unknown; it is neither sitting nor a break.
""")


STANDARD_ERROR: Final = N_("one standard error of {column}, how far off it usually is [degrees]")


@dataclass(frozen=True)
class CsvColumn:
    """Name of a column, its meaning with the unit, and its value in a row."""

    name: str
    meaning: str
    value: Callable[[Any], object]


@dataclass(frozen=True)
class _Repetition:
    session: SessionRecord
    set: SetRecord
    repetition: RepetitionRecord


@dataclass(frozen=True)
class _Seen:
    day: Day
    bout: DayBout


def progress_zip(
    profile: Profile, sessions: Sequence[SessionRecord], bouts: Sequence[Bout], days: Sequence[Day] = ()
) -> bytes:
    """Write a zip with a table of repetitions, sessions and drawn days each, and a ``README.txt``.

    The rows have the order of the person's sessions and bouts.

    Args:
        days: as devices saw them; with some, ``devices.csv`` and ``steps.csv`` are there, too.
    """
    repetitions = [
        _Repetition(session, one, repetition)
        for session in sessions
        for one in session.sets
        for repetition in one.repetitions
    ]
    tables: list[tuple[str, str, tuple[CsvColumn, ...], Sequence[object]]] = [
        ("repetitions.csv", _("one row a repetition"), _repetition_columns(), repetitions),
        ("sessions.csv", _("one row a session"), _session_columns(), sessions),
        ("days.csv", _("one row a part of a day that you said one activity filled"), _day_columns(), bouts),
    ]
    if days:
        seen = [_Seen(day, bout) for day in days for bout in day.bouts]
        tables += [
            ("devices.csv", _("one row a part of a day that a device saw"), _device_columns(), seen),
            (
                "steps.csv",
                _("one row a day"),
                _step_columns(),
                [day for day in days if day.steps is not None],
            ),
        ]
    words = [_(INTRODUCTION, name=profile.name, count=len(tables))]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, says, columns, rows in tables:
            archive.writestr(name, _table(columns, rows))
            words += [f"{name}: {says}", *(f"  {column.name}: {column.meaning}" for column in columns), ""]
        archive.writestr("README.txt", "\n".join(words))
    return file.getvalue()


def _table(columns: Sequence[CsvColumn], rows: Iterable[object]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    writer.writerows([_cell(column.value(row)) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _measured(quantity: MeasuredQuantity) -> tuple[CsvColumn, CsvColumn]:
    """The columns of an angle and of its error."""
    name = str(quantity.record)
    return (
        CsvColumn(
            f"{name}_deg",
            _("{meaning} [degrees]", meaning=quantity.meaning),
            attrgetter(f"repetition.{name}_deg"),
        ),
        CsvColumn(
            f"{name}_error_deg",
            _(STANDARD_ERROR, column=f"{name}_deg"),
            lambda row: row.set.bands.get(name),
        ),
    )


def _figure(quantity: MeasuredQuantity) -> tuple[CsvColumn, CsvColumn]:
    """The columns of a clinical test's figure and of its error."""
    return (
        CsvColumn(
            f"{quantity.record}_deg",
            _("in a clinical test: {meaning} [degrees]", meaning=quantity.meaning),
            lambda row: row.repetition.figures.get(quantity.key),
        ),
        CsvColumn(
            f"{quantity.record}_error_deg",
            _(STANDARD_ERROR, column=f"{quantity.record}_deg"),
            lambda row: row.set.bands.get(quantity.key),
        ),
    )


def _of_side(side: SideWord) -> tuple[CsvColumn, ...]:
    def repetitions(session: SessionRecord) -> list[RepetitionRecord]:
        return [one for kept in session.sets if kept.side == side for one in kept.repetitions]

    return (
        CsvColumn(
            f"{side}_repetitions",
            _("repetitions with the left leg behind")
            if side == "left"
            else _("repetitions with the right leg behind"),
            lambda row: len(repetitions(row)),
        ),
        CsvColumn(
            f"{side}_good",
            _("how many of them were good; one that could not be judged does not count"),
            lambda row: sum(one.good is True for one in repetitions(row)),
        ),
        CsvColumn(
            f"{side}_hold_s",
            _("how long their end positions were held together [seconds]"),
            lambda row: sum(one.hold_s for one in repetitions(row)),
        ),
    )


def _repetition_columns() -> tuple[CsvColumn, ...]:
    return (
        CsvColumn("session", _("number of the session, as in sessions.csv"), attrgetter("session.id")),
        CsvColumn("set", _("number of the set: one side's row of repetitions"), attrgetter("set.id")),
        CsvColumn("exercise", _("name of the exercise"), attrgetter("set.exercise")),
        CsvColumn("set_started_at", _("when the set began"), attrgetter("set.started_at")),
        CsvColumn(
            "side",
            _("the rear leg, whose psoas is stretched, or the leg that is tested: left or right"),
            attrgetter("set.side"),
        ),
        CsvColumn(
            "method", _("camera, clip, or timer: with a timer nothing is measured"), attrgetter("set.method")
        ),
        CsvColumn(
            "weights",
            _("the size of the network that read the pictures: full or lite"),
            attrgetter("set.weights"),
        ),
        CsvColumn(
            "repetition", _("number of the repetition in its set, from 1"), attrgetter("repetition.number")
        ),
        CsvColumn("start_s", _("its begin, since the set began [seconds]"), attrgetter("repetition.start_s")),
        CsvColumn("end_s", _("its end, since the set began [seconds]"), attrgetter("repetition.end_s")),
        CsvColumn(
            "hold_s", _("how long the end position was held [seconds]"), attrgetter("repetition.hold_s")
        ),
        *(column for quantity in QUANTITIES for column in _measured(quantity)),
        *(column for test in CLINICAL_TESTS for quantity in test.figures for column in _figure(quantity)),
        CsvColumn("good", _("yes or no; empty could not be judged"), attrgetter("repetition.good")),
        CsvColumn(
            "faults",
            _("names of what went wrong, with a blank between them"),
            lambda row: " ".join(row.repetition.faults),
        ),
        CsvColumn(
            "possible_faults",
            _("those of the faults that the error of their value leaves open, with a blank between them"),
            lambda row: " ".join(row.repetition.possible_faults),
        ),
        CsvColumn(
            "said_present",
            _("faults of which the person says that they were there, whatever was measured"),
            lambda row: " ".join(name for name, present in row.repetition.corrections.items() if present),
        ),
        CsvColumn(
            "said_absent",
            _("faults of which the person says that they were not there, whatever was measured"),
            lambda row: " ".join(name for name, present in row.repetition.corrections.items() if not present),
        ),
        CsvColumn(
            "not_measured",
            _("why a figure of the set was not measured"),
            lambda row: "; ".join(dict.fromkeys(row.set.unmeasured.values())),
        ),
    )


def _session_columns() -> tuple[CsvColumn, ...]:
    return (
        CsvColumn("session", _("number of the session"), attrgetter("id")),
        CsvColumn("started_at", _("when it began"), attrgetter("started_at")),
        CsvColumn("ended_at", _("when it ended; empty was cut off"), attrgetter("ended_at")),
        CsvColumn(
            "purpose",
            _("practice, or retest: the same measurement repeated every two weeks"),
            lambda row: row.purpose,
        ),
        CsvColumn("exercise", _("name of the exercise"), attrgetter("exercise")),
        CsvColumn("pain_before", _("pain before it, 0 to 10"), attrgetter("pain_before")),
        CsvColumn("pain_after", _("pain after it, 0 to 10"), attrgetter("pain_after")),
        *(column for side in SIDE_WORDS for column in _of_side(side)),
    )


def _day_columns() -> tuple[CsvColumn, ...]:
    return (
        CsvColumn("day", _("the date"), attrgetter("day")),
        CsvColumn("start", _("begin, hours and minutes"), lambda row: clock(row.start_min)),
        CsvColumn(
            "end",
            _("end, hours and minutes; 24:00 is midnight at the end of the day"),
            lambda row: clock(row.end_min),
        ),
        CsvColumn("minutes", _("how long it was [minutes]"), lambda row: row.end_min - row.start_min),
        CsvColumn(
            "activity",
            _(
                "what filled it; a machine is one in a gym that is used sitting; unknown where the person says so"
            ),
            lambda row: row.activity or "unknown",
        ),
        CsvColumn(
            "sitting", _("yes where the activity is done sitting"), lambda row: row.activity in SITTING
        ),
    )


def _device_columns() -> tuple[CsvColumn, ...]:
    return (
        CsvColumn("day", _("the date by the clock on the wall"), attrgetter("day.date")),
        CsvColumn(
            "start",
            _("begin, with the offset of the clock on the wall"),
            lambda row: row.day.moment(row.bout.start_s).isoformat(),
        ),
        CsvColumn("end", _("end, likewise"), lambda row: row.day.moment(row.bout.end_s).isoformat()),
        CsvColumn("minutes", _("how long it was [minutes]"), lambda row: round(row.bout.length_s / 60, 2)),
        CsvColumn("activity", _("what the device saw"), attrgetter("bout.kind")),
        CsvColumn(
            "sitting", _("yes where the activity is done sitting"), lambda row: row.bout.kind in SITTING
        ),
        CsvColumn("context", _("what else is known"), attrgetter("bout.context")),
        CsvColumn(
            "confidence",
            _("0.9 measured or started by you, 0.7 derived, 0.5 likely; not calibrated"),
            attrgetter("bout.confidence"),
        ),
        CsvColumn(
            "sources",
            _("files that say so, the one that is believed first"),
            lambda row: plain_cell("; ".join(row.bout.sources)),
        ),
    )


def _step_columns() -> tuple[CsvColumn, ...]:
    return (
        CsvColumn("day", _("the date by the clock on the wall"), attrgetter("date")),
        CsvColumn("steps", _("steps that devices counted, each once"), attrgetter("steps")),
    )

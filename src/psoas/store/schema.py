"""Tables of the newest schema; what they refuse is in words in `psoas.store.rules`."""

from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

from psoas.day import STEP_PART_S, WEARS, WORN, Activity
from psoas.errors import UsageError
from psoas.plan import MINUTES, Method, Moment, Purpose, ReminderAnswer
from psoas.sides import SIDE_WORDS
from psoas.store.rules import MOST_OPENING_DEG, MOST_PICTURE, NAME_LENGTH
from psoas.words import _

SCHEMA = "0011"
"""Revision of the newest migration in ``migrations/versions``."""

FURTHEST_S = 16 * 3600
"""Largest offset of a wall clock from UTC [s]."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored and read in UTC, to the microsecond.

    Raises:
        UsageError: a time without a zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise UsageError(_("the time {time} has no zone; give one, such as UTC.", time=value))
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def rule(name: str, condition: str) -> CheckConstraint:
    """A rule of a table, by its name in `psoas.store.rules.RULES` without the table's."""
    return CheckConstraint(condition, name=name)


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The condition that a column has one of some words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _span(name: str) -> str:
    """The rule of two times of the day, which are there together or not at all."""
    ends = [f"{name}_{end}_min" for end in ("from", "to")]
    inside = " AND ".join(f"{end} IS NOT NULL AND {end} BETWEEN 0 AND {MINUTES - 1}" for end in ends)
    return f"(({' AND '.join(f'{end} IS NULL' for end in ends)}) OR ({inside}))"


def parent(table: str) -> ForeignKey:
    """The row of another table that a row belongs to, and goes with."""
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


EXERCISE_CONDITION = f"length(exercise) BETWEEN 1 AND {NAME_LENGTH}"

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

PROFILES = Table(
    "profiles",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("height_m", Double),
    Column("target_repetitions", Integer, nullable=False),
    Column("speech", Boolean, nullable=False),
    Column("remind_after_min", Integer, nullable=False),
    Column("theme", String, nullable=False),
    Column("sleep_from_min", Integer),
    Column("sleep_to_min", Integer),
    Column("evening_from_min", Integer),
    Column("evening_to_min", Integer),
    Column("standing_desk", Boolean, nullable=False),
    Column("time_zone", String),
    Column("sensor_worn", String),
    Column("keep_pictures", Boolean, nullable=False),
    Column("goal_days", Integer),
    Column("goal_opening_deg", Double),
    Column("client", Boolean, nullable=False),
    rule("name", f"length(name) BETWEEN 1 AND {NAME_LENGTH}"),
    rule("height", "height_m BETWEEN 1.0 AND 2.3"),
    rule("target", "target_repetitions BETWEEN 8 AND 10"),
    rule("remind", f"remind_after_min BETWEEN 0 AND {MINUTES}"),
    rule("theme", "theme IN ('auto', 'light', 'dark')"),
    rule("times", f"{_span('sleep')} AND {_span('evening')}"),
    rule("worn", one_of("sensor_worn", WORN)),
    rule("goals", f"goal_days BETWEEN 1 AND 7 AND goal_opening_deg BETWEEN 0 AND {MOST_OPENING_DEG}"),
    sqlite_autoincrement=True,
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, parent("profiles"), nullable=False),
    Column("purpose", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("pain_before", Integer),
    Column("pain_after", Integer),
    Column("exercise", String, nullable=False),
    rule("purpose", one_of("purpose", get_args(Purpose))),
    rule("exercise", EXERCISE_CONDITION),
    rule("pain", "pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10"),
    Index("ix_sessions_profile", "profile_id", "started_at"),
    sqlite_autoincrement=True,
)

SETS = Table(
    "sets",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("session_id", Integer, parent("sessions"), nullable=False),
    Column("side", String, nullable=False),
    Column("method", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("weights", String),
    Column("bands", JSON, nullable=False),
    Column("exercise", String, nullable=False),
    Column("unmeasured", JSON, nullable=False),
    rule("exercise", EXERCISE_CONDITION),
    rule("side", one_of("side", SIDE_WORDS)),
    rule("method", one_of("method", get_args(Method))),
    rule("weights", "weights IN ('full', 'lite')"),
    Index("ix_sets_session", "session_id"),
    sqlite_autoincrement=True,
)

REPETITIONS = Table(
    "repetitions",
    METADATA,
    Column("set_id", Integer, parent("sets"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start_s", Double, nullable=False),
    Column("end_s", Double, nullable=False),
    Column("hold_s", Double, nullable=False),
    Column("thigh_travel_deg", Double),
    Column("hip_opening_deg", Double),
    Column("arch_deg", Double),
    Column("pelvis_deg", Double),
    Column("trunk_lean_deg", Double),
    Column("faults", JSON, nullable=False),
    Column("good", Boolean),
    Column("figures", JSON, nullable=False),
    Column("possible_faults", JSON, nullable=False),
    rule("number", "number BETWEEN 1 AND 1000000"),
    rule("times", "end_s >= start_s AND hold_s >= 0"),
)

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("set_id", Integer, parent("sets"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fault", String, primary_key=True),
    Column("present", Boolean, nullable=False),
    rule("number", "number >= 1"),
    rule("fault", f"length(fault) BETWEEN 1 AND {NAME_LENGTH}"),
)
"""What a person says of a measured fault. Its repetition may be measured anew, so that only the set is its parent."""

KEY_FRAMES = Table(
    "key_frames",
    METADATA,
    Column("set_id", Integer, parent("sets"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("moment", String, primary_key=True),
    Column("picture", LargeBinary, nullable=False),
    Column("remarks", JSON, nullable=False),
    rule("number", "number >= 1"),
    rule("moment", one_of("moment", get_args(Moment))),
    rule("picture", f"length(picture) BETWEEN 1 AND {MOST_PICTURE}"),
)
"""Small pictures of repetitions, of people who chose to keep them, with what was drawn on them."""

BOUTS = Table(
    "bouts",
    METADATA,
    Column("profile_id", Integer, parent("profiles"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("start_min", Integer, primary_key=True),
    Column("end_min", Integer, nullable=False),
    Column("activity", String, nullable=False),
    rule("minutes", f"0 <= start_min AND start_min < end_min AND end_min <= {MINUTES}"),
    rule("activity", one_of("activity", ("", *get_args(Activity)))),
)
"""What the person says; an empty activity is one that they do not know."""

OBSERVATIONS = Table(
    "observations",
    METADATA,
    Column("profile_id", Integer, parent("profiles"), primary_key=True),
    Column("start_s", BigInteger, primary_key=True),
    Column("end_s", BigInteger, primary_key=True),
    Column("wear", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("context", String, primary_key=True),
    Column("confidence", Double, nullable=False),
    Column("started", Boolean, nullable=False),
    Column("source", String, nullable=False),
    rule("times", "0 < start_s AND start_s < end_s"),
    rule("wear", one_of("wear", WEARS)),
    rule("kind", one_of("kind", ("", *get_args(Activity)))),
)
"""What files of devices say; an empty kind or context is none."""

STEPS = Table(
    "steps",
    METADATA,
    Column("profile_id", Integer, parent("profiles"), primary_key=True),
    Column("source", String, primary_key=True),
    Column("start_s", BigInteger, primary_key=True),
    Column("length_s", Integer, primary_key=True),
    Column("wear", String, nullable=False),
    Column("count", Double, nullable=False),
    rule(
        "times",
        f"0 < start_s AND start_s % {STEP_PART_S} = 0 AND 0 < length_s AND length_s % {STEP_PART_S} = 0",
    ),
    rule("wear", one_of("wear", WEARS)),
)
"""Steps that a file counted in a part of a day."""

REMINDERS = Table(
    "reminders",
    METADATA,
    Column("profile_id", Integer, parent("profiles"), primary_key=True),
    Column("rang_at", UtcTime, primary_key=True),
    Column("sat_since", UtcTime, nullable=False),
    Column("answer", String),
    Column("answered_at", UtcTime),
    rule("answer", one_of("answer", get_args(ReminderAnswer))),
)

OFFSETS = Table(
    "offsets",
    METADATA,
    Column("profile_id", Integer, parent("profiles"), primary_key=True),
    Column("source", String, primary_key=True),
    Column("start_s", BigInteger, primary_key=True),
    Column("offset_s", Integer, nullable=False),
    rule("offset", f"offset_s BETWEEN -{FURTHEST_S} AND {FURTHEST_S}"),
)
"""How far the wall clock was from UTC where a device was: an offset, and no name of a place."""

SCREENINGS = Table(
    "screenings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, parent("profiles"), nullable=False),
    Column("answered_at", UtcTime, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("cleared", Boolean, nullable=False),
    Index("ix_screenings_profile", "profile_id", "answered_at"),
    sqlite_autoincrement=True,
)

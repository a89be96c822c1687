"""Tables of the newest schema for a trainer: notes, homework, its pictures, what came back, and copies."""

from typing import get_args

from sqlalchemy import JSON, Column, Date, Double, Index, Integer, LargeBinary, String, Table

from psoas.plan import MOST_NOTE, HomeworkRole
from psoas.sides import SIDE_WORDS
from psoas.store.rules import MOST_CLIENT_NOTE, MOST_PICTURE, NAME_LENGTH
from psoas.store.schema import METADATA, UtcTime, one_of, parent, rule

NOTES = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, parent("profiles"), nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("words", String, nullable=False),
    rule("words", f"length(words) BETWEEN 1 AND {MOST_CLIENT_NOTE}"),
    Index("ix_notes_profile", "profile_id"),
    sqlite_autoincrement=True,
)
"""What a trainer writes down about a client."""

HOMEWORK = Table(
    "homework",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, parent("profiles"), nullable=False),
    Column("role", String, nullable=False),
    Column("key", String, nullable=False),
    Column("client", String, nullable=False),
    Column("trainer", String, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("note", String, nullable=False),
    Column("tasks", JSON, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    Column("opened", Date),
    Column("written_at", UtcTime),
    rule("role", one_of("role", get_args(HomeworkRole))),
    rule(
        "names",
        f"length(key) BETWEEN 1 AND {NAME_LENGTH} AND length(client) BETWEEN 1 AND {NAME_LENGTH} "
        f"AND length(trainer) <= {NAME_LENGTH}",
    ),
    rule("note", f"length(note) <= {MOST_NOTE}"),
    Index("ix_homework_key", "role", "key", unique=True),
    Index("ix_homework_profile", "profile_id"),
    sqlite_autoincrement=True,
)
"""Homework that was given to a person or that they opened; ``opened`` and ``written_at`` are of its newest results."""

HOMEWORK_PICTURES = Table(
    "homework_pictures",
    METADATA,
    Column("homework_id", Integer, parent("homework"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("caption", String, nullable=False),
    Column("picture", LargeBinary, nullable=False),
    Column("remarks", JSON, nullable=False),
    rule("number", "number >= 1"),
    rule("picture", f"length(picture) BETWEEN 1 AND {MOST_PICTURE}"),
)

HOMEWORK_SETS = Table(
    "homework_sets",
    METADATA,
    Column("homework_id", Integer, parent("homework"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("exercise", String, nullable=False),
    Column("side", String, nullable=False),
    Column("repetitions", Integer, nullable=False),
    Column("hold_s", Double, nullable=False),
    Column("good", Integer),
    Column("pain_after", Integer),
    rule("side", one_of("side", SIDE_WORDS)),
    rule("figures", "repetitions >= 0 AND hold_s >= 0 AND good >= 0 AND pain_after BETWEEN 0 AND 10"),
)
"""Sets that came back in the newest results of homework that was given."""

TRAINER_SESSIONS = Table(
    "trainer_sessions",
    METADATA,
    Column("session_id", Integer, parent("sessions"), primary_key=True),
    Column("reports", JSON, nullable=False),
)
"""Sessions that came from clips which a trainer gave: copies of what belongs to a client; names of report folders."""

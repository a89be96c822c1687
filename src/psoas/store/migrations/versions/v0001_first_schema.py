"""The first schema: people, sessions with sets and repetitions, days, screenings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("height_m", sa.Double),
        sa.Column("target_repetitions", sa.Integer, nullable=False),
        sa.Column("speech", sa.Boolean, nullable=False),
        sa.Column("remind_after_min", sa.Integer, nullable=False),
        sa.Column("theme", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 100", name=op.f("ck_profiles_name")),
        sa.CheckConstraint("height_m BETWEEN 1.0 AND 2.3", name=op.f("ck_profiles_height")),
        sa.CheckConstraint("target_repetitions BETWEEN 8 AND 10", name=op.f("ck_profiles_target")),
        sa.CheckConstraint("remind_after_min BETWEEN 0 AND 1440", name=op.f("ck_profiles_remind")),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name=op.f("ck_profiles_theme")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("pain_before", sa.Integer),
        sa.Column("pain_after", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        _parent("sessions", "profile_id", "profiles"),
        sa.CheckConstraint("purpose IN ('practice', 'retest')", name=op.f("ck_sessions_purpose")),
        sa.CheckConstraint(
            "pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10", name=op.f("ck_sessions_pain")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_profile", "sessions", ["profile_id", "started_at"])
    op.create_table(
        "sets",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("weights", sa.String),
        sa.Column("bands", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sets"),
        _parent("sets", "session_id", "sessions"),
        sa.CheckConstraint("side IN ('left', 'right')", name=op.f("ck_sets_side")),
        sa.CheckConstraint("method IN ('camera', 'clip', 'timer')", name=op.f("ck_sets_method")),
        sa.CheckConstraint("weights IN ('full', 'lite')", name=op.f("ck_sets_weights")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sets_session", "sets", ["session_id"])
    op.create_table(
        "repetitions",
        sa.Column("set_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("start_s", sa.Double, nullable=False),
        sa.Column("end_s", sa.Double, nullable=False),
        sa.Column("hold_s", sa.Double, nullable=False),
        sa.Column("thigh_travel_deg", sa.Double),
        sa.Column("hip_opening_deg", sa.Double),
        sa.Column("arch_deg", sa.Double),
        sa.Column("pelvis_deg", sa.Double),
        sa.Column("trunk_lean_deg", sa.Double),
        sa.Column("faults", sa.JSON, nullable=False),
        sa.Column("good", sa.Boolean),
        sa.PrimaryKeyConstraint("set_id", "number", name="pk_repetitions"),
        _parent("repetitions", "set_id", "sets"),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_repetitions_number")),
        sa.CheckConstraint("end_s >= start_s AND hold_s >= 0", name=op.f("ck_repetitions_times")),
    )
    op.create_table(
        "bouts",
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("start_min", sa.Integer, nullable=False),
        sa.Column("end_min", sa.Integer, nullable=False),
        sa.Column("activity", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", "day", "start_min", name="pk_bouts"),
        _parent("bouts", "profile_id", "profiles"),
        sa.CheckConstraint(
            "0 <= start_min AND start_min < end_min AND end_min <= 1440", name=op.f("ck_bouts_minutes")
        ),
        sa.CheckConstraint(
            "activity IN ('desk', 'car', 'couch', 'machine', 'standing', 'walking',"
            " 'swimming', 'skiing', 'skating', 'other')",
            name=op.f("ck_bouts_activity"),
        ),
    )
    op.create_table(
        "screenings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("cleared", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_screenings"),
        _parent("screenings", "profile_id", "profiles"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screenings_profile", "screenings", ["profile_id", "answered_at"])


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )

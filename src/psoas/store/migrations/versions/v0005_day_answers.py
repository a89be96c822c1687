"""What a person says of all their days, and of parts that nobody knows; steps and offsets from UTC of devices."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIMES = ("sleep_from_min", "sleep_to_min", "evening_from_min", "evening_to_min")

TIMES_RULE = (
    "((sleep_from_min IS NULL AND sleep_to_min IS NULL) OR (sleep_from_min IS NOT NULL AND "
    "sleep_from_min BETWEEN 0 AND 1439 AND sleep_to_min IS NOT NULL AND sleep_to_min BETWEEN 0 AND 1439)) AND "
    "((evening_from_min IS NULL AND evening_to_min IS NULL) OR (evening_from_min IS NOT NULL AND "
    "evening_from_min BETWEEN 0 AND 1439 AND evening_to_min IS NOT NULL AND evening_to_min BETWEEN 0 AND 1439))"
)

ACTIVITIES = (
    "'', 'desk', 'car', 'couch', 'machine', 'sitting', 'standing', 'walking', "
    "'swimming', 'skiing', 'skating', 'other'"
)

WEARS = "'thigh', 'hip', 'wrist', 'phone', 'computer', 'hand'"


def upgrade() -> None:
    """Add the answers, which nobody gave before, and two tables; SQLite rebuilds two others for their rules."""
    for name in TIMES:
        op.add_column("profiles", sa.Column(name, sa.Integer))
    op.add_column("profiles", sa.Column("standing_desk", sa.Boolean))
    op.add_column("profiles", sa.Column("time_zone", sa.String))
    rows = sa.table("profiles", sa.column("standing_desk", sa.Boolean))
    op.execute(rows.update().values(standing_desk=False))
    with op.batch_alter_table("profiles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("standing_desk", existing_type=sa.Boolean, nullable=False)
        batch.create_check_constraint(op.f("ck_profiles_times"), sa.text(TIMES_RULE))
    rule = op.f("ck_bouts_activity")
    with op.batch_alter_table("bouts") as batch:
        batch.drop_constraint(rule, type_="check")
        batch.create_check_constraint(rule, sa.text(f"activity IN ({ACTIVITIES})"))
    op.create_table(
        "steps",
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("start_s", sa.BigInteger, nullable=False),
        sa.Column("wear", sa.String, nullable=False),
        sa.Column("count", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", "source", "start_s", name="pk_steps"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_steps_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("0 < start_s AND start_s % 300 = 0", name=op.f("ck_steps_times")),
        sa.CheckConstraint(f"wear IN ({WEARS})", name=op.f("ck_steps_wear")),
    )
    op.create_table(
        "offsets",
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("start_s", sa.BigInteger, nullable=False),
        sa.Column("offset_s", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", "source", "start_s", name="pk_offsets"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_offsets_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("offset_s BETWEEN -57600 AND 57600", name=op.f("ck_offsets_offset")),
    )

"""Where a person wears sensors whose files do not say it, and how long a count of steps lasts: a total stays one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

PLACES = "'thigh', 'hip', 'wrist'"
TIMES = "0 < start_s AND start_s % 300 = 0 AND 0 < length_s AND length_s % 300 = 0"
PART_S = 300
"""Length of each part of steps that was kept before."""


def upgrade() -> None:
    """Add the columns, nobody having said where a sensor was; SQLite rebuilds the tables for their rules."""
    with op.batch_alter_table("profiles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("sensor_worn", sa.String))
        batch.create_check_constraint(op.f("ck_profiles_worn"), sa.text(f"sensor_worn IN ({PLACES})"))
    op.add_column("steps", sa.Column("length_s", sa.Integer))
    rows = sa.table("steps", sa.column("length_s", sa.Integer))
    op.execute(rows.update().values(length_s=PART_S))
    rule = op.f("ck_steps_times")
    with op.batch_alter_table("steps") as batch:
        batch.alter_column("length_s", existing_type=sa.Integer, nullable=False)
        batch.drop_constraint(rule, type_="check")
        batch.create_check_constraint(rule, sa.text(TIMES))
        batch.drop_constraint("pk_steps", type_="primary")
        batch.create_primary_key("pk_steps", ["profile_id", "source", "start_s", "length_s"])

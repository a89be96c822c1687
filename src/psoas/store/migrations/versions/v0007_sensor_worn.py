"""Where a person wears sensors whose files do not say it; nobody said so before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

PLACES = "'thigh', 'hip', 'wrist'"


def upgrade() -> None:
    """Add the column with its rule; SQLite rebuilds the table for that."""
    with op.batch_alter_table("profiles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("sensor_worn", sa.String))
        batch.create_check_constraint(op.f("ck_profiles_worn"), sa.text(f"sensor_worn IN ({PLACES})"))

"""Repetitions keep figures that have no column of their own; those of earlier schemas have none."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, fill it, then forbid rows without it; SQLite rebuilds the table for that."""
    op.add_column("repetitions", sa.Column("figures", sa.JSON))
    rows = sa.table("repetitions", sa.column("figures", sa.JSON))
    op.execute(rows.update().values(figures={}))
    with op.batch_alter_table("repetitions") as batch:
        batch.alter_column("figures", existing_type=sa.JSON, nullable=False)

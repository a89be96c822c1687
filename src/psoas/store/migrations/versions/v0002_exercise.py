"""Sessions and sets name their exercise; those of the first schema are half-kneeling stretches."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("sessions", "sets")
FIRST_EXERCISE = "half_kneeling_stretch"


def upgrade() -> None:
    """Add the column, fill it, then forbid rows without it; SQLite rebuilds the table for that."""
    for table in TABLES:
        op.add_column(table, sa.Column("exercise", sa.String))
        rows = sa.table(table, sa.column("exercise"))
        op.execute(rows.update().values(exercise=FIRST_EXERCISE))
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            batch.alter_column("exercise", existing_type=sa.String, nullable=False)
            batch.create_check_constraint(op.f(f"ck_{table}_exercise"), "length(exercise) BETWEEN 1 AND 100")

"""Sets keep why something was not measured, repetitions which faults are only possible, and people correct verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns, fill them, then forbid rows without them; SQLite rebuilds the tables for that.

    A repetition with a fault and without a verdict was undecided because its faults were only possible.
    """
    op.add_column("sets", sa.Column("unmeasured", sa.JSON))
    op.add_column("repetitions", sa.Column("possible_faults", sa.JSON))
    sets = sa.table("sets", sa.column("unmeasured", sa.JSON))
    op.execute(sets.update().values(unmeasured={}))
    names = (
        sa.column("possible_faults", sa.JSON),
        sa.column("faults", sa.JSON),
        sa.column("good", sa.Boolean),
    )
    rows = sa.table("repetitions", *names)
    op.execute(rows.update().values(possible_faults=[]))
    op.execute(rows.update().where(rows.c.good.is_(None)).values(possible_faults=rows.c.faults))
    with op.batch_alter_table("sets") as batch:
        batch.alter_column("unmeasured", existing_type=sa.JSON, nullable=False)
    with op.batch_alter_table("repetitions") as batch:
        batch.alter_column("possible_faults", existing_type=sa.JSON, nullable=False)
    op.create_table(
        "corrections",
        sa.Column("set_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("fault", sa.String, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("set_id", "number", "fault", name="pk_corrections"),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name="fk_corrections_set_id", ondelete="CASCADE"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_corrections_number")),
        sa.CheckConstraint("length(fault) BETWEEN 1 AND 100", name=op.f("ck_corrections_fault")),
    )

"""People may keep two pictures of each repetition, and set goals of their own; nobody has chosen either before."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

GOALS = "goal_days BETWEEN 1 AND 7 AND goal_opening_deg BETWEEN 0 AND 60"


def upgrade() -> None:
    """Add the columns, fill the choice, then forbid rows without it; SQLite rebuilds the table for that."""
    op.add_column("profiles", sa.Column("keep_pictures", sa.Boolean))
    rows = sa.table("profiles", sa.column("keep_pictures", sa.Boolean))
    op.execute(rows.update().values(keep_pictures=False))
    with op.batch_alter_table("profiles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("keep_pictures", existing_type=sa.Boolean, nullable=False)
        batch.add_column(sa.Column("goal_days", sa.Integer))
        batch.add_column(sa.Column("goal_opening_deg", sa.Double))
        batch.create_check_constraint(op.f("ck_profiles_goals"), sa.text(GOALS))
    op.create_table(
        "key_frames",
        sa.Column("set_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("picture", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("set_id", "number", "moment", name="pk_key_frames"),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name="fk_key_frames_set_id", ondelete="CASCADE"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_key_frames_number")),
        sa.CheckConstraint("moment IN ('start', 'deepest')", name=op.f("ck_key_frames_moment")),
        sa.CheckConstraint("length(picture) BETWEEN 1 AND 40000", name=op.f("ck_key_frames_picture")),
    )

"""Of a repetition the worst moment may be kept, too; what a trainer brought of a client is known as a copy."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Allow the third moment of a picture, and add the table of a trainer's copies."""
    with op.batch_alter_table("key_frames") as batch:
        batch.drop_constraint(op.f("ck_key_frames_moment"), type_="check")
        batch.create_check_constraint(op.f("ck_key_frames_moment"), "moment IN ('start', 'deepest', 'worst')")
    op.create_table(
        "trainer_sessions",
        sa.Column("session_id", sa.Integer, nullable=False),
        sa.Column("reports", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_trainer_sessions"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_trainer_sessions_session_id", ondelete="CASCADE"
        ),
    )

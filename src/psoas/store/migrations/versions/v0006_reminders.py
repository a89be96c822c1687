"""Reminders that came, and what followed them; those before this schema are not known."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ANSWERS = "'stood_up', 'stretched', 'postponed', 'paused', 'left'"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "reminders",
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sat_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("profile_id", "rang_at", name="pk_reminders"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_reminders_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint(f"answer IN ({ANSWERS})", name=op.f("ck_reminders_answer")),
    )

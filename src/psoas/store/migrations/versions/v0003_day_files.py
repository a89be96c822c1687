"""What files of devices say is kept, and days may hold sitting of which the seat is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ACTIVITIES = (
    "'desk', 'car', 'couch', 'machine', 'sitting', 'standing', 'walking', "
    "'swimming', 'skiing', 'skating', 'other'"
)

WEARS = "'thigh', 'hip', 'wrist', 'phone', 'computer', 'hand'"


def upgrade() -> None:
    """Replace the rule of the activities; SQLite rebuilds the table for that."""
    rule = op.f("ck_bouts_activity")
    with op.batch_alter_table("bouts") as batch:
        batch.drop_constraint(rule, type_="check")
        batch.create_check_constraint(rule, sa.text(f"activity IN ({ACTIVITIES})"))
    op.create_table(
        "observations",
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("start_s", sa.BigInteger, nullable=False),
        sa.Column("end_s", sa.BigInteger, nullable=False),
        sa.Column("wear", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("context", sa.String, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("started", sa.Boolean, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.PrimaryKeyConstraint(
            "profile_id", "start_s", "end_s", "wear", "kind", "context", name="pk_observations"
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_observations_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("0 < start_s AND start_s < end_s", name=op.f("ck_observations_times")),
        sa.CheckConstraint(f"wear IN ({WEARS})", name=op.f("ck_observations_wear")),
        sa.CheckConstraint(f"kind IN ('', {ACTIVITIES})", name=op.f("ck_observations_kind")),
    )

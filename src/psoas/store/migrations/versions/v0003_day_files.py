"""Days may hold sitting of which the seat is not known, as files of devices give it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ACTIVITIES = (
    "'desk', 'car', 'couch', 'machine', 'sitting', 'standing', 'walking', "
    "'swimming', 'skiing', 'skating', 'other'"
)


def upgrade() -> None:
    """Replace the rule of the activities; SQLite rebuilds the table for that."""
    rule = op.f("ck_bouts_activity")
    with op.batch_alter_table("bouts") as batch:
        batch.drop_constraint(rule, type_="check")
        batch.create_check_constraint(rule, sa.text(f"activity IN ({ACTIVITIES})"))

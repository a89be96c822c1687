"""A trainer has clients, notes and homework, and may draw on kept pictures; nobody is a client before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns, fill them, then forbid rows without them; then the tables."""
    op.add_column("profiles", sa.Column("client", sa.Boolean))
    op.execute(sa.table("profiles", sa.column("client", sa.Boolean)).update().values(client=False))
    with op.batch_alter_table("profiles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("client", existing_type=sa.Boolean, nullable=False)
    op.add_column("key_frames", sa.Column("remarks", sa.JSON))
    op.execute(sa.table("key_frames", sa.column("remarks", sa.JSON)).update().values(remarks=[]))
    with op.batch_alter_table("key_frames") as batch:
        batch.alter_column("remarks", existing_type=sa.JSON, nullable=False)
    _add_notes()
    _add_homework()


def _add_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_notes_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 4000", name=op.f("ck_notes_words")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_profile", "notes", ["profile_id"])


def _add_homework() -> None:
    op.create_table(
        "homework",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("profile_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("client", sa.String, nullable=False),
        sa.Column("trainer", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("tasks", sa.JSON, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened", sa.Date),
        sa.Column("written_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_homework"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="fk_homework_profile_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("role IN ('given', 'received')", name=op.f("ck_homework_role")),
        sa.CheckConstraint(
            "length(key) BETWEEN 1 AND 100 AND length(client) BETWEEN 1 AND 100 AND length(trainer) <= 100",
            name=op.f("ck_homework_names"),
        ),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_homework_note")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_homework_key", "homework", ["role", "key"], unique=True)
    op.create_index("ix_homework_profile", "homework", ["profile_id"])
    op.create_table(
        "homework_pictures",
        sa.Column("homework_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("caption", sa.String, nullable=False),
        sa.Column("picture", sa.LargeBinary, nullable=False),
        sa.Column("remarks", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("homework_id", "number", name="pk_homework_pictures"),
        sa.ForeignKeyConstraint(
            ["homework_id"], ["homework.id"], name="fk_homework_pictures_homework_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_homework_pictures_number")),
        sa.CheckConstraint("length(picture) BETWEEN 1 AND 40000", name=op.f("ck_homework_pictures_picture")),
    )
    op.create_table(
        "homework_sets",
        sa.Column("homework_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("exercise", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("repetitions", sa.Integer, nullable=False),
        sa.Column("hold_s", sa.Double, nullable=False),
        sa.Column("good", sa.Integer),
        sa.Column("pain_after", sa.Integer),
        sa.PrimaryKeyConstraint("homework_id", "number", name="pk_homework_sets"),
        sa.ForeignKeyConstraint(
            ["homework_id"], ["homework.id"], name="fk_homework_sets_homework_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("side IN ('left', 'right')", name=op.f("ck_homework_sets_side")),
        sa.CheckConstraint(
            "repetitions >= 0 AND hold_s >= 0 AND good >= 0 AND pain_after BETWEEN 0 AND 10",
            name=op.f("ck_homework_sets_figures"),
        ),
    )

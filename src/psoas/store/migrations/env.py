"""Runs migrations on the connection of `psoas.store.database`, inside its transaction."""

from alembic import context

from psoas.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=context.config.attributes["version_table"],
)
context.run_migrations()

"""Alembic's environment: runs the migrations on the connection that the hub hands over."""

from alembic import context

from bot.conversations.tables import metadata


def run() -> None:
    """Migrates inside the caller's transaction."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


run()

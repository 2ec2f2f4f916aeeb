"""The migrations make exactly the tables that the code knows."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.conversations.migrate import config, migrate
from bot.conversations.store import Store
from bot.conversations.tables import metadata


def test_the_migrated_database_has_the_tables_of_the_code(any_store: Store) -> None:
    with any_store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_migrating_twice_is_harmless_and_down_to_nothing_works(any_store: Store) -> None:
    migrate(any_store)
    with any_store.engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
    migrate(any_store)

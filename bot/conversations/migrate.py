"""Brings the database to the tables this version knows, by the migrations of Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.conversations.store import Store

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_LOCK = 0x666172  # one hub migrates at a time; the others wait ("far")


def config() -> Config:
    """Alembic's configuration, without an ini file."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def migrate(store: Store) -> None:
    """Runs the migrations that the database has not had; harmless when there are none."""
    with store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")

"""Where rasa keeps its dialogue state: SQLite in `var`, or the hub's PostgreSQL.

Rasa 3.6.21 has no setting for SQLite's pragmas, waits for ever for a database that is not there,
and shares the table name `events` with the hub: hence this class, and a schema of its own.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

from bot.errors import SettingsError
from bot.settings import TRACKER_SCHEMA, Settings

_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")


class FarledTrackerStore(SQLTrackerStore):  # type: ignore[misc]
    """Rasa's SQL tracker store where the settings of Farled say."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Opens the database.

        Raises: SettingsError when it cannot be opened.
        """
        url = database_url(Settings.here())
        super().__init__(domain=domain, host=url, event_broker=event_broker, **kwargs)
        # An error's words would quote what a visitor wrote.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _set_pragmas)
            self.engine.dispose()


def database_url(settings: Settings) -> str:
    """The SQLAlchemy URL of the tracker database; it has been opened once.

    Raises: SettingsError when it cannot be opened.
    """
    url = settings.tracker_database
    try:
        if url.startswith("sqlite"):
            settings.var.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url)
        prepare = (
            "PRAGMA journal_mode=WAL"
            if url.startswith("sqlite")
            else f"CREATE SCHEMA IF NOT EXISTS {TRACKER_SCHEMA}"
        )
        with engine.begin() as connection:
            connection.execute(sa.text(prepare))
        engine.dispose()
    except (OSError, sa.exc.SQLAlchemyError) as error:
        name = "FARLED_DATABASE_URL" if settings.database_url else "FARLED_VAR"
        raise SettingsError(
            {name: f"the tracker database cannot be opened ({type(error).__name__})"}
        ) from error
    return url


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

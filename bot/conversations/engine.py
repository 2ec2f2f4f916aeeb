"""Connections to the database, SQLite or PostgreSQL."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine

_READS = "farled_reads"
"""The execution option of a transaction that only reads."""


def make_engine(url: str) -> Engine:
    """An engine for `url`; a SQLite file is set to write-ahead logging and immediate locks."""
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            future=True,
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
            hide_parameters=True,  # an error that is logged must not quote what a person wrote
        )
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, future=True, connect_args={"timeout": 30}, hide_parameters=True)

    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _set_pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy, not sqlite3, says when a transaction begins
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=30000")


def _begin_immediately(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that can only read; on SQLite it takes no lock on writing."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_READS: True, "postgresql_readonly": True})
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        connection.connection.execute("PRAGMA query_only=ON")
        try:
            with connection.begin():
                yield connection
        finally:
            connection.connection.execute("PRAGMA query_only=OFF")

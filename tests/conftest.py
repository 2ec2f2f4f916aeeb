"""What most tests stand on: the content, a clock that is moved by hand, and a store."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.content import Content, load
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.reception import Reception
from bot.settings import Settings
from tests.support import servers

ROOT = Path(__file__).resolve().parents[1]


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 10, 0, tzinfo=timezone.utc)  # a Wednesday, 11:00 in Luleå

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(autouse=True, scope="session")
def nothing_beyond_loopback() -> Iterator[None]:
    """A test that reaches for the internet fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        assert host in ("localhost", "::1") or str(host).startswith("127."), host
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def content() -> Content:
    return load(ROOT / "content")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(Settings(), root=ROOT, var=tmp_path / "var")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with servers.postgres() as url:
        yield url


@pytest.fixture
def store(settings: Settings, clock: HandClock) -> Iterator[Store]:
    made = Store(settings.database, Notifier(), clock)
    migrate(made)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(
    request: pytest.FixtureRequest, settings: Settings, clock: HandClock
) -> Iterator[Store]:
    """The store on SQLite, then on PostgreSQL."""
    url = settings.database
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    made = Store(url, Notifier(), clock)
    if request.param == "postgresql":
        with made.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def reception(settings: Settings, store: Store, content: Content) -> Reception:
    return Reception(settings, store, content)

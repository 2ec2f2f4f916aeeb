"""Wakes those who wait for something to happen: in this process, and across hubs by PostgreSQL.

A wake-up carries no content: whoever is woken reads the database. So a lost wake-up costs
only the time until the next look, never a message.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import threading
from collections.abc import Iterable, Iterator

import psycopg2
import structlog
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

log = structlog.get_logger()

PG_CHANNEL = "farled"
TURNS, OUTBOX, DESK, UPDATES = "turns", "outbox", "desk", "updates"


class Notifier:
    """Names (a conversation id, or one of the constants above) to those who wait for them."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Binds to the running event loop; before that, publishing does nothing."""
        self._loop = asyncio.get_running_loop()

    @contextlib.contextmanager
    def subscribe(self, name: str) -> Iterator[Signal]:
        """A signal that is raised whenever `name` is published."""
        signal = asyncio.Event()
        self._waiting.setdefault(name, set()).add(signal)
        try:
            yield Signal(signal)
        finally:
            self._waiting[name].discard(signal)
            if not self._waiting[name]:
                del self._waiting[name]

    def publish(self, names: Iterable[str]) -> None:
        """Wakes all who wait for one of `names`; may be called from any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, tuple(names))

    def _wake(self, names: tuple[str, ...]) -> None:
        for name in names:
            for signal in self._waiting.get(name, ()):
                signal.set()


class Signal:
    """One waiter's end of a subscription."""

    def __init__(self, event: asyncio.Event) -> None:
        self._event = event

    async def wait(self, timeout_s: float) -> bool:
        """True when something was published since the last call, False after `timeout_s`.

        Neither asyncio.wait_for (bpo-42130) nor an anyio deadline (anyio#1214): on Python 3.10
        both can swallow a cancellation that comes together with the wake-up or the timeout, and
        the worker would never end. A timer that only sets the event cancels nothing.
        """
        published = True

        def time_is_up() -> None:
            nonlocal published
            published = self._event.is_set()
            self._event.set()

        timer = asyncio.get_running_loop().call_later(timeout_s, time_is_up)
        try:
            await self._event.wait()
        finally:
            timer.cancel()
        self._event.clear()
        return published


class PostgresListener:
    """A thread that turns PostgreSQL's NOTIFY into wake-ups; reconnects when the server restarts.

    `dsn` is the database's SQLAlchemy URL, or any libpq connection string.
    """

    def __init__(self, dsn: str, notifier: Notifier) -> None:
        self._dsn = dsn.replace("postgresql+psycopg2://", "postgresql://")
        self._notifier = notifier
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postgres-listener", daemon=True)

    def start(self) -> None:
        """Begins to listen in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns when it is gone."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg2.Error as error:
                log.warning("notifier.reconnecting", error=type(error).__name__)
                self._stop.wait(1.0)

    def _listen(self) -> None:
        connection = psycopg2.connect(self._dsn)
        try:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {PG_CHANNEL}")
            while not self._stop.is_set():
                ready, _, _ = select.select([connection], [], [], 0.5)
                if ready:
                    connection.poll()
                    names = [notice.payload for notice in connection.notifies]
                    connection.notifies.clear()
                    self._notifier.publish(names)
        finally:
            connection.close()

"""Which dialogue a rasa process is at: in memory, or in Redis when several replicas share them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockStore, RedisLockStore
from rasa.utils.endpoints import EndpointConfig

from bot.settings import Settings

POLL_S = 0.02
"""Rasa 3.6.21 looks once a second whether a lock is free (core/lock_store.py, rasa#8756)."""


class FarledLockStore(LockStore):  # type: ignore[misc]
    """The lock store that the settings of Farled say."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        """Connects to Redis when FARLED_REDIS_URL is set."""
        redis_url = Settings.here().redis_url
        self._store: LockStore = _redis(redis_url) if redis_url else InMemoryLockStore()

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """The lock of a dialogue, if it has one."""
        return self._store.get_lock(conversation_id)

    def delete_lock(self, conversation_id: str) -> None:
        """Removes the lock of a dialogue."""
        self._store.delete_lock(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        """Keeps a lock."""
        self._store.save_lock(lock)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = POLL_S,
    ) -> AsyncIterator[TicketLock]:
        """The lock of a dialogue, as soon as it is free."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as lock:
            yield lock


def _redis(url: str) -> RedisLockStore:
    address = urlsplit(url)
    return RedisLockStore(
        host=address.hostname or "localhost",
        port=address.port or 6379,
        db=int(address.path.strip("/") or 0),
        username=unquote(address.username) if address.username else None,
        password=unquote(address.password) if address.password else None,
        use_ssl=address.scheme == "rediss",
    )

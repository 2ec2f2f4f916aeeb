"""Two rasa replicas never work on one dialogue at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

pytest.importorskip("rasa", reason="rasa's packages are not installed")

from bot.nlu.lock_store import FarledLockStore
from tests.support import servers

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


def holders_at_once(stores: list[FarledLockStore]) -> int:
    """How many held the lock of one dialogue at the same time, at most."""
    holders = most = 0

    async def hold(store: FarledLockStore) -> None:
        nonlocal holders, most
        async with store.lock("c1-1"):
            holders += 1
            most = max(most, holders)
            await asyncio.sleep(0.01)
            holders -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*(hold(store) for store in stores))

    asyncio.run(all_of_them())
    return most


def test_replicas_with_redis_share_their_locks(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARLED_REDIS_URL", redis_url)
    replicas = [FarledLockStore() for _ in range(4)]
    assert holders_at_once(replicas) == 1


def test_without_redis_one_process_keeps_its_own_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FARLED_REDIS_URL", raising=False)
    store = FarledLockStore()
    assert holders_at_once([store] * 4) == 1

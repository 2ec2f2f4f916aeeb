"""Who waits is woken, and ends when it is told to."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.conversations.notifier import OUTBOX, TURNS, Notifier


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_waiter_is_woken_once_for_what_it_waits_for(anyio_backend: str) -> None:
    notifier = Notifier()
    notifier.start()
    with notifier.subscribe(TURNS) as signal:
        notifier.publish([OUTBOX])
        assert not await signal.wait(0.05)
        notifier.publish([TURNS])
        assert await signal.wait(1)
        assert not await signal.wait(0.05)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_worker_that_is_woken_and_cancelled_at_once_ends(anyio_backend: str) -> None:
    notifier = Notifier()
    notifier.start()

    async def work() -> None:
        with notifier.subscribe(TURNS) as signal:
            while True:
                await signal.wait(0.2)

    worker = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    notifier.publish([TURNS])
    await asyncio.sleep(0)
    worker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(worker, 2)
    assert worker.cancelled()

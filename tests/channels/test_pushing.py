"""What cannot be sent for a reason nobody foresaw is tried again, and not for ever."""

from __future__ import annotations

import anyio
import pytest
from sqlalchemy import select

from bot.channels.pushing import Pushing
from bot.conversations import outbox, tables
from bot.conversations.events import Author, Message
from bot.conversations.notifier import Notifier
from bot.conversations.outbox import ATTEMPTS, FAILED, LONGEST_WAIT_S, SENT, Parcel
from bot.conversations.store import Store
from tests.conftest import HandClock

pytestmark = pytest.mark.anyio


class Broken(Pushing):
    """A channel that cannot write what has "broken" in it."""

    look_again_s = 0.01

    def __init__(self, store: Store) -> None:
        super().__init__("telegram", store, Notifier(), 1)
        self.tried = 0

    async def send(self, parcel: Parcel) -> bool:
        if "broken" in parcel.message.text:
            self.tried += 1
            raise ValueError(parcel.message.text)
        return True


async def test_a_parcel_that_cannot_be_written_fails_in_the_end_and_lets_the_next_one_go(
    store: Store, clock: HandClock
) -> None:
    broken, whole = (Message(Author.ASSISTANT, text, "sv") for text in ("broken", "whole"))
    with store.transaction() as tx:
        conversation = tx.open("telegram", "1", broken, whole)[0]
    worker = Broken(store)
    async with anyio.create_task_group() as group:
        group.start_soon(worker.run)
        with anyio.fail_after(20):
            while _states(store, conversation) != [FAILED, SENT]:
                clock.pass_s(LONGEST_WAIT_S + 1)
                await anyio.sleep(0.02)
        group.cancel_scope.cancel()
    assert worker.tried == ATTEMPTS
    with store.transaction() as tx:
        kept = tx.connection.execute(select(tables.outbox.c.address)).scalars().all()
    assert kept == ["", ""]


def _states(store: Store, conversation: str) -> list[str]:
    with store.transaction() as tx:
        return list(outbox.deliveries(tx, conversation).values())

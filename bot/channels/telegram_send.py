"""Sends to Telegram what waits for it in the outbox, part by part (bot.channels.pushing)."""

from __future__ import annotations

import anyio

from bot.channels.pushing import Pushing
from bot.channels.telegram_api import (
    CONNECT_TIMEOUT_S,
    POOL_TIMEOUT_S,
    REPLY_TIMEOUT_S,
    WRITE_TIMEOUT_S,
    Api,
)
from bot.channels.telegram_text import rendered
from bot.channels.telegram_updates import CHANNEL
from bot.content import Content
from bot.conversations import outbox
from bot.conversations.notifier import Notifier
from bot.conversations.outbox import Parcel
from bot.conversations.store import Store

AT_ONCE = 16
"""Chats that are sent to at the same time."""
PER_SECOND = 30
"""Messages a second that Telegram takes from one bot, all chats together."""
SEND_FOR_S = outbox.LEASE.total_seconds() - 2 * (
    POOL_TIMEOUT_S + CONNECT_TIMEOUT_S + WRITE_TIMEOUT_S + REPLY_TIMEOUT_S
)
"""How long parts of one parcel are begun, so that the last of them ends within the lease."""


class Sender(Pushing):
    """The outbox worker of Telegram."""

    def __init__(self, api: Api, store: Store, notifier: Notifier, content: Content) -> None:
        super().__init__(CHANNEL, store, notifier, AT_ONCE)
        self._api = api
        self._content = content
        self._next_send_at = 0.0

    async def send(self, parcel: Parcel) -> bool:
        """True when all parts have been sent, False when time was up. Raises: DeliveryFailed."""
        parts = rendered(self._content, parcel.conversation, parcel.seq, parcel.message)
        until = anyio.current_time() + SEND_FOR_S
        for number in range(parcel.parts_sent, len(parts)):
            await self._pace()
            if anyio.current_time() > until:
                return False
            await self._api.send(parcel.address, parts[number])
            await self._note_part(parcel, number + 1)
        return True

    async def _note_part(self, parcel: Parcel, sent: int) -> None:
        await self.store.run(lambda tx: outbox.part_sent(tx, parcel, sent))

    async def _pace(self) -> None:
        """Returns when one more message may be sent without going over PER_SECOND."""
        now = anyio.current_time()
        at = max(now, self._next_send_at)
        self._next_send_at = at + 1 / PER_SECOND
        await anyio.sleep(at - now)

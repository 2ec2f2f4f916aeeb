"""The Bot API as Farled uses it, and what its errors mean for a message on its way.

Built on `telegram.Bot` alone. PTB's `Application` would give an in-memory queue, handlers and a
catch-all for their errors; ours are a table, one function of an update, and attempts that are
counted, so it gives nothing here and would need a second life cycle inside the hub's.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram_text import Choice, Part
from bot.errors import DeliveryFailed
from bot.log import error_name
from bot.settings import Settings

REPLY_TIMEOUT_S = 10.0
"""How long an answer of the Bot API may take; getUpdates has its own waiting time on top."""
CONNECT_TIMEOUT_S, WRITE_TIMEOUT_S, POOL_TIMEOUT_S = 5.0, 5.0, 1.0
CONNECTIONS = 64
WRONG_TOKEN_RETRY_S = 60.0
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that we ask for; business messages and channel posts are not among them."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Causes of an error after which Telegram has certainly not seen the request."""


class Api(Bot):
    """A bot whose updates come as plain data, so that one that PTB cannot read stops nothing."""

    __slots__ = ()

    def __init__(self, settings: Settings, reply_timeout_s: float = REPLY_TIMEOUT_S) -> None:
        super().__init__(
            settings.telegram_token,
            base_url=settings.telegram_api_url.rstrip("/") + "/bot",
            request=_request(CONNECTIONS, reply_timeout_s),
            get_updates_request=_request(1, reply_timeout_s),
        )

    async def raw_updates(self, offset: int, wait_s: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, oldest first, as Telegram sent them; waits for one.

        Those before `offset` are confirmed by this. Raises: TelegramError.
        """
        data = {"offset": offset, "timeout": wait_s, "allowed_updates": list(ALLOWED_UPDATES)}
        timeout_s = wait_s + (self._request[0].read_timeout or REPLY_TIMEOUT_S)
        found = await self._post("getUpdates", data, read_timeout=timeout_s)
        return list(found)

    async def send(self, address: str, part: Part) -> None:
        """Sends one part to a chat. Raises: DeliveryFailed."""
        try:
            await self.send_message(
                int(address),
                part.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=_keyboard(part),
            )
        except TelegramError as error:
            # never `from error`: its text may hold the token or what was written
            raise _failure(error) from None

    async def close_connections(self) -> None:
        """Ends the connections."""
        for request in self._request:
            await request.shutdown()


def wait_of(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _request(connections: int, reply_timeout_s: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=reply_timeout_s,
        write_timeout=WRITE_TIMEOUT_S,
        connect_timeout=CONNECT_TIMEOUT_S,
        pool_timeout=POOL_TIMEOUT_S,
    )


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    """A row for each choice; the quiet ones share rows of two below them."""
    loud = [[_button(one)] for one in part.choices if not one.quiet]
    quiet = [_button(one) for one in part.choices if one.quiet]
    rows = loud + [quiet[first : first + 2] for first in range(0, len(quiet), 2)]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(choice.title, callback_data=choice.data)


def _failure(error: TelegramError) -> DeliveryFailed:
    """What the error of a send means: try again, give up, or not to be known."""
    name = error_name(error)
    if isinstance(error, RetryAfter):
        return DeliveryFailed(name, retry_after_s=wait_of(error))
    if isinstance(error, InvalidToken):
        return DeliveryFailed(name, retry_after_s=WRONG_TOKEN_RETRY_S)
    if isinstance(error, (Forbidden, BadRequest, ChatMigrated)):
        return DeliveryFailed(name)
    if isinstance(error, NetworkError) and _refused(error):
        return DeliveryFailed(name, retry_after_s=0.0)
    return DeliveryFailed(name, delivered="unknown")


def _refused(error: NetworkError) -> bool:
    """True when no connection was made, or Telegram itself answered that it failed (5xx)."""
    cause = error.__cause__
    return isinstance(cause, _NOT_SENT) or not isinstance(cause, httpx.HTTPError)

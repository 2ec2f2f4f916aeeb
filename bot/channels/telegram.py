"""The Telegram channel: puts receiving, conversations and sending together for `hub.py`.

By webhook where the hub has a public address, else by polling. The parts stand beside this file:
telegram_updates (what came, in the database), telegram_receive (poller and worker),
telegram_visits (what an update means), telegram_text and telegram_send (what goes out),
telegram_api (PTB), telegram_words (commands and descriptions).
"""

from __future__ import annotations

import hmac
import json
import re

import anyio
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels import telegram_updates as updates
from bot.channels.telegram_api import REPLY_TIMEOUT_S, Api
from bot.channels.telegram_receive import Handler, Poller
from bot.channels.telegram_send import Sender
from bot.channels.telegram_visits import Visits
from bot.channels.telegram_words import WEBHOOK_PATH, introduce
from bot.content import Content
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.errors import SettingsError
from bot.reception import Reception
from bot.settings import Settings

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # its name, not the secret
MAX_BODY_BYTES = 1024 * 1024


class Telegram:
    """The channel: `start`, then `run` until cancelled, then `stop`; `routes` for the webhook.

    `reply_timeout_s` is how long an answer of the Bot API may take.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        notifier: Notifier,
        reception: Reception,
        content: Content,
        *,
        reply_timeout_s: float = REPLY_TIMEOUT_S,
    ) -> None:
        self._settings = settings
        self._store = store
        self._content = content
        self._api = Api(settings, reply_timeout_s)
        self._poller = Poller(self._api, store)
        self._handler = Handler(settings, self._api, store, notifier, Visits(reception), content)
        self._sender = Sender(self._api, store, notifier, content)

    async def start(self) -> None:
        """Checks the settings; talks to nobody yet. Raises: SettingsError."""
        secret = self._settings.telegram_secret
        if self._settings.public_url and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise SettingsError(
                {"FARLED_TELEGRAM_SECRET": "needs 1 to 256 of A-Z a-z 0-9 _ - for the webhook"}
            )

    async def run(self) -> None:
        """Receives and sends until it is cancelled."""
        async with anyio.create_task_group() as group:
            group.start_soon(introduce, self._api, self._settings, self._content)
            group.start_soon(self._handler.run)
            group.start_soon(self._sender.run)
            if not self._settings.public_url:
                group.start_soon(self._poller.run)

    async def stop(self) -> None:
        """Ends the connections to Telegram."""
        await self._api.close_connections()

    def routes(self) -> list[Route]:
        """The webhook's route; none while we poll."""
        if not self._settings.public_url:
            return []
        return [Route(WEBHOOK_PATH, self._webhook, methods=["POST"])]

    async def _webhook(self, request: Request) -> Response:
        """200 once the update is stored; also to what can never be read, or it comes for ever."""
        given = request.headers.get(SECRET_HEADER, "")
        secret = self._settings.telegram_secret
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            log.warning("telegram.wrong_secret")
            return Response(status_code=403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return Response(status_code=413)
        try:
            raw = json.loads(body)
        except ValueError:
            raw = None
        if updates.id_of(raw) is None:
            log.warning("telegram.unreadable_update")
            return Response()
        await self._store.run(lambda tx: updates.keep(tx, [raw]))
        return Response()

"""The real Telegram channel with real store and reception, against the fake Bot API."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from typing import Any

import httpx
import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette

from bot.answering import Answering
from bot.assistant import Assistant
from bot.channels.telegram import Telegram
from bot.content import Content
from bot.conversations import outbox, tables
from bot.conversations.events import Body, Event, LanguageChanged, Message
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.reception import Reception
from bot.settings import Settings
from tests.support.fake_telegram import TOKEN, FakeTelegram

ANNA = 7
"""The chat of somebody whose Telegram speaks English."""


def rasa(request: httpx.Request) -> httpx.Response:
    """Answers everything with what was asked."""
    asked = json.loads(request.content)["message"]
    return httpx.Response(200, json=[{"custom": {"text": f"About: {asked}", "topic": "test"}}])


class TelegramRig:
    """`async with` runs it; `crash` and `restart` are what the night brings."""

    def __init__(
        self, settings: Settings, content: Content, *, webhook: bool = False, **more: Any
    ) -> None:
        self.fake = FakeTelegram()
        self.notifier = Notifier()
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.public_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}" if webhook else ""
        self.settings = dataclasses.replace(
            settings,
            telegram_token=TOKEN,
            telegram_api_url=self.fake.url,
            public_url=self.public_url,
            telegram_secret="a-Secret_1",
            **{"default_language": "en", **more},
        )
        self.content = content
        self.store = Store(self.settings.database, self.notifier)
        migrate(self.store)
        self.reception = Reception(self.settings, self.store, content)
        self._tasks: list[asyncio.Task[Any]] = []

    async def __aenter__(self) -> TelegramRig:
        self.notifier.start()
        await self.fake.start()
        await self.restart()
        if self.public_url:
            app = Starlette(routes=self.telegram.routes())
            config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="off")
            self._server = uvicorn.Server(config)
            self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.crash()
        if self.public_url:
            self._server.should_exit = True
            await self._serving
        await self.fake.stop()
        self._socket.close()
        self.store.close()

    async def restart(self) -> None:
        """Starts the channel anew on the same database, as a hub that comes up does."""
        assistant = Assistant("http://rasa", 5, httpx.MockTransport(rasa))
        answering = Answering(self.store, self.notifier, assistant, self.reception, self.content)
        self.telegram = Telegram(
            self.settings,
            self.store,
            self.notifier,
            self.reception,
            self.content,
            reply_timeout_s=0.7,
        )
        await self.telegram.start()
        self._tasks = [
            asyncio.create_task(self.telegram.run()),
            asyncio.create_task(answering.run()),
        ]

    async def crash(self) -> None:
        """Ends the channel in the middle of whatever it does."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.telegram.stop()

    def phrase(self, key: str, language: str = "en", **values: str) -> str:
        return self.content.phrase(key, language, **values)

    def conversation(self, chat: int = ANNA) -> str:
        """The id of the chat's conversation."""
        with self.store.transaction() as tx:
            found = tx.at_address("telegram", str(chat))
        assert found is not None
        return found

    def open(self, chat: int = ANNA) -> str:
        """A conversation of this chat without any event that was sent."""
        self.fake._chat(chat)
        with self.store.transaction() as tx:
            return tx.open("telegram", str(chat), LanguageChanged("en"))[0]

    def append(self, conversation: str, *bodies: Body) -> None:
        """Writes events into the log, as the assistant or a lots does."""
        with self.store.transaction() as tx:
            tx.append(tx.lock(conversation), *bodies)

    def log(self, chat: int = ANNA) -> list[Event]:
        """All events of the chat's conversation."""
        conversation = self.conversation(chat)
        with self.store.transaction() as tx:
            return tx.events(conversation)

    def written(self, chat: int = ANNA) -> list[str]:
        """What the visitor of the chat has written, as the log has it."""
        said = [event.body for event in self.log(chat)]
        return [
            body.text for body in said if isinstance(body, Message) and body.author == "visitor"
        ]

    def deliveries(self, conversation: str) -> list[str]:
        """The state of each pushed message of a conversation, in order."""
        with self.store.transaction() as tx:
            states = outbox.deliveries(tx, conversation)
        return [states[seq] for seq in sorted(states)]

    def unhandled(self) -> int:
        """How many updates are kept and not yet handled."""
        query = select(tables.update.c.update_id).where(tables.update.c.body.is_not(None))
        with self.store.transaction() as tx:
            return len(tx.connection.execute(query).all())

"""A strict Bot API over real HTTP, with people who write to the bot.

Everything the real one refuses is refused here: texts over 4096 units, empty texts, broken HTML,
callback data over 64 bytes, blocked chats, two pollers. It can also be slow, full, or away.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from tests.support.telegram_bot_api import BOT, TOKEN, BotApi, Sent

__all__ = ["TOKEN", "FakeTelegram", "Sent"]


class FakeTelegram(BotApi):
    """The server, and the people."""

    def __init__(self) -> None:
        super().__init__()
        self._tasks: list[asyncio.Task[Any]] = []
        self._socket = _listening_on(0)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Opens the port that `url` names, also again after `stop`."""
        self._closed.clear()
        if self._socket.fileno() < 0:
            self._socket = _listening_on(self.port)
        app = Starlette(routes=[Route("/bot{token}/{method}", self.answer, methods=["POST"])])
        config = uvicorn.Config(
            app, log_level="critical", ws="none", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._tasks = [
            asyncio.create_task(self._server.serve(sockets=[self._socket])),
            asyncio.create_task(self._post_updates()),
        ]
        await self.until(lambda: self._server.started)

    async def stop(self) -> None:
        """Closes the port: connections are refused from now on."""
        self._closed.set()
        self._wake()
        self._server.should_exit = True
        self._tasks[1].cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._socket.close()

    async def _post_updates(self) -> None:
        """Delivers to the webhook, one after the other, again until the answer is 200."""
        async with httpx.AsyncClient(trust_env=False) as client:
            while True:
                changed = self._changed
                queue = self._again or self.pending
                if self.webhook is None or not queue:
                    await changed.wait()
                    continue
                header = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret"]}
                try:
                    answer = await client.post(
                        self.webhook["url"], json=queue[0], headers=header, timeout=5
                    )
                except httpx.HTTPError:
                    answer = httpx.Response(599)
                if answer.status_code == 200:
                    queue.pop(0)
                else:
                    await asyncio.sleep(0.1)

    def say(self, chat: int, text: str, language: str | None = "en") -> int:
        """Somebody writes; the id of the update."""
        return self.push_message(chat, language, text=text)

    def push_message(self, chat: int, language: str | None = "en", **content: Any) -> int:
        """Somebody sends a message with this content ("sticker", "photo", "caption" …)."""
        known = self._chat(chat)
        known.person.pop("language_code", None)
        if language:
            known.person["language_code"] = language
        return self.push({"message": self._message(known, self._next_id(), **content)})

    def edit(self, chat: int, text: str) -> int:
        """Somebody changes a message."""
        edited = self._message(self._chat(chat), 1, text=text, edit_date=int(time.time()))
        return self.push({"edited_message": edited})

    def press(self, chat: int, title: str, message: Sent | None = None) -> int:
        """Somebody presses the newest button with this title, or the one under `message`."""
        for sent in [message] if message else reversed(self.chats[chat].sent):
            for shown, data in sent.buttons:
                if shown == title:
                    return self.press_data(chat, sent.message_id, data)
        raise AssertionError(f"no button {title}")

    def press_data(self, chat: int, message_id: int, data: str) -> int:
        """A press of a button with this callback data, shown now or not."""
        known = self._chat(chat)
        query = str(self._next_id())
        self.unanswered_presses.add(query)
        about = self._message(known, message_id, text="…", sender=BOT)
        return self.push(
            {
                "callback_query": {
                    "id": query,
                    "from": known.person,
                    "message": about,
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )

    def membership(self, chat: int, status: str) -> int:
        """The bot is now "member", "kicked" or "left" in a chat."""
        known = self._chat(chat)
        known.blocked = status == "kicked"
        old, new = {"user": BOT, "status": "left"}, {"user": BOT, "status": status}
        if status == "kicked":
            new["until_date"] = 0
        changed = {
            "chat": known.about,
            "from": known.person,
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        return self.push({"my_chat_member": changed})

    def push(self, update: dict[str, Any], update_id: int | None = None) -> int:
        """Any update, with a new id or the given one."""
        number = self._next_id() if update_id is None else update_id
        self.pending.append({"update_id": number, **update})
        self._wake()
        return number

    def repeat(self, update_id: int, update: dict[str, Any]) -> None:
        """Delivers an update although it was confirmed."""
        self._again.append({"update_id": update_id, **update})
        self._wake()

    async def shown(self, chat: int, count: int = 1) -> list[Sent]:
        """What the bot has sent to a chat, once it is at least `count` messages."""
        await self.until(
            lambda: chat in self.chats and len(self.chats[chat].sent) >= count,
            lambda: [one.text for one in self.chats[chat].sent],
        )
        return list(self.chats[chat].sent)

    async def until(
        self,
        condition: Callable[[], object],
        found: Callable[[], object] = lambda: "",
        timeout_s: float = 10.0,
    ) -> None:
        """Returns when the condition is true; fails with `found` after `timeout_s`."""
        end = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < end, f"never happened; there is {found()}"
            await asyncio.sleep(0.01)


def _listening_on(port: int) -> socket.socket:
    """A loopback socket that can be bound again at once after it was closed."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made

"""The fake Bot API in a thread of its own, for tests that drive browsers and processes."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.support.fake_telegram import FakeTelegram, Sent

T = TypeVar("T")


class TelegramThread:
    """`say`, `press` and `wait_for` from any thread."""

    def __init__(self) -> None:
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self.fake = FakeTelegram()
        await self.fake.start()
        self._started.set()
        await self._ended.wait()
        await self.fake.stop()

    def start(self) -> None:
        """Returns when the port is open."""
        self._thread.start()
        assert self._started.wait(20)

    def stop(self) -> None:
        """Closes the port."""
        self.loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(20)

    def say(self, chat: int, text: str, language: str) -> None:
        """Somebody writes to the bot."""
        self._do(lambda: self.fake.say(chat, text, language))

    def press(self, chat: int, title: str) -> None:
        """Somebody presses the newest button with this title."""
        self._do(lambda: self.fake.press(chat, title))

    def sent(self, chat: int) -> list[Sent]:
        """What the bot has sent to a chat so far."""
        return self._do(lambda: list(self.fake.chats[chat].sent) if chat in self.fake.chats else [])

    def wait_for(self, chat: int, found: Callable[[Sent], bool], timeout_s: float = 60) -> Sent:
        """The first message to a chat of which `found` is true."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            for message in self.sent(chat):
                if found(message):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"not sent; sent was: {[one.text for one in self.sent(chat)]}")

    def _do(self, work: Callable[[], T]) -> T:
        async def done() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(10)


@contextlib.contextmanager
def telegram_in_a_thread() -> Iterator[TelegramThread]:
    """The fake Bot API while the block runs."""
    telegram = TelegramThread()
    telegram.start()
    try:
        yield telegram
    finally:
        telegram.stop()

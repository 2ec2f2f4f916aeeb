"""The methods of Telegram's Bot API that Farled uses, as strict as the real ones or stricter."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from tests.support.telegram_html import BadHtml, parsed, units

TOKEN = "123456:not-a-real-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "Farled", "username": "farled_bot"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setWebhook": {
        "url",
        "secret_token",
        "allowed_updates",
        "max_connections",
        "drop_pending_updates",
    },
    "deleteWebhook": {"drop_pending_updates"},
    "sendMessage": {"chat_id", "text", "parse_mode", "reply_markup", "link_preview_options"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "leaveChat": {"chat_id"},
    "setMyCommands": {"commands", "language_code"},
    "setMyDescription": {"description", "language_code"},
    "setMyShortDescription": {"short_description", "language_code"},
}

WORDS = {"text", "description", "short_description", "secret_token", "callback_query_id"}


class Refused(Exception):
    """An answer of the Bot API that is not ok."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Sent:
    """A message of the bot as its reader sees it; `buttons` are titles and callback data."""

    message_id: int
    text: str
    html: str
    keyboard: list[list[tuple[str, str]]]
    at: float

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Title and callback data of every button, row by row."""
        return [button for row in self.keyboard for button in row]

    @property
    def rows(self) -> list[list[str]]:
        """The titles in each row of buttons."""
        return [[title for title, _ in row] for row in self.keyboard]


@dataclass
class Chat:
    """One chat: who is in it, what the bot sent, and what goes wrong there."""

    about: dict[str, Any]
    person: dict[str, Any]
    sent: list[Sent] = field(default_factory=list)
    blocked: bool = False
    slow_down: list[int] = field(default_factory=list)
    fail_with: list[int] = field(default_factory=list)
    swallow: int = 0


class BotApi:
    """What the bot can ask for. `calls` counts it, by method."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.calls: Counter[str] = Counter()
        self.words: dict[tuple[str, str], Any] = {}
        self.webhook: dict[str, Any] | None = None
        self.unanswered_presses: set[str] = set()
        self.answered_presses: list[str] = []
        self.left: list[int] = []
        self.refuse_words = 0
        self.pending: list[dict[str, Any]] = []
        self._again: list[dict[str, Any]] = []
        self._ids = 1000
        self._poller: object = None
        self._changed = asyncio.Event()
        self._closed = asyncio.Event()

    async def answer(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        self.calls[method] += 1
        try:
            if request.path_params["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            if method not in PARAMETERS:
                raise Refused(404, "Not Found")
            given = {
                key: _decoded(key, str(value)) for key, value in (await request.form()).items()
            }
            if unknown := set(given) - PARAMETERS[method]:
                raise Refused(400, f"Bad Request: unknown parameters {sorted(unknown)}")
            result = await getattr(self, f"_{method}")(**given)
        except Refused as error:
            body: dict[str, Any] = {
                "ok": False,
                "error_code": error.status,
                "description": error.description,
            }
            if error.parameters:
                body["parameters"] = error.parameters
            return JSONResponse(body, error.status)
        return JSONResponse({"ok": True, "result": result})

    async def _getMe(self) -> Any:
        return BOT

    async def _getUpdates(
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: Any = ()
    ) -> Any:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        mine = self._poller = object()
        self._wake()
        until = time.monotonic() + timeout
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        while True:
            if self._poller is not mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
            found, self._again = self._again + self.pending[:limit], []
            left_s = until - time.monotonic()
            if found or left_s <= 0 or self._closed.is_set():
                return found
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left_s)

    async def _setWebhook(self, url: str, secret_token: str = "", **options: Any) -> Any:
        if not re.fullmatch(r"https://.+|http://127\.0\.0\.1(:\d+)?/.*", url):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret_token):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {"url": url, "secret": secret_token, **options}
        self._wake()
        return True

    async def _deleteWebhook(self, drop_pending_updates: bool = False) -> Any:
        assert not drop_pending_updates, "what people wrote while we were away would be lost"
        self.webhook = None
        return True

    async def _sendMessage(
        self,
        chat_id: int,
        text: str = "",
        parse_mode: str = "",
        reply_markup: Any = None,
        link_preview_options: Any = None,
    ) -> Any:
        chat = self._reachable(chat_id)
        source = str(text)
        try:
            shown = (parsed(source) if parse_mode == "HTML" else source).strip()
        except BadHtml as error:
            raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
        if not shown:
            raise Refused(400, "Bad Request: message text is empty")
        if units(shown) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        message = Sent(self._next_id(), shown, source, _keyboard(reply_markup), time.monotonic())
        chat.sent.append(message)
        if chat.swallow:
            chat.swallow -= 1
            await self._closed.wait()
        return self._message(chat, message.message_id, text=shown, sender=BOT)

    async def _answerCallbackQuery(
        self, callback_query_id: str, text: str = "", show_alert: bool = False
    ) -> Any:
        query = str(callback_query_id)
        if query not in self.unanswered_presses:
            raise Refused(400, "Bad Request: query is too old or query ID is invalid")
        if len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.unanswered_presses.remove(query)
        self.answered_presses.append(query)
        return True

    async def _editMessageReplyMarkup(
        self, chat_id: int, message_id: int, reply_markup: Any = None
    ) -> Any:
        chat = self._reachable(chat_id)
        found = [one for one in chat.sent if one.message_id == message_id]
        if not found:
            raise Refused(400, "Bad Request: message to edit not found")
        keyboard = _keyboard(reply_markup)
        if keyboard == found[0].keyboard:
            raise Refused(400, "Bad Request: message is not modified")
        found[0].keyboard = keyboard
        return self._message(chat, message_id, text=found[0].text, sender=BOT)

    async def _leaveChat(self, chat_id: int) -> Any:
        self._reachable(chat_id).blocked = True
        self.left.append(chat_id)
        return True

    async def _setMyCommands(self, commands: Any, language_code: str = "") -> Any:
        for one in commands:
            if not re.fullmatch("[a-z0-9_]{1,32}", one["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        return self._keep_words("commands", language_code, [one["command"] for one in commands])

    async def _setMyDescription(self, description: str = "", language_code: str = "") -> Any:
        if len(description) > 512:
            raise Refused(400, "Bad Request: description is too long")
        return self._keep_words("description", language_code, description)

    async def _setMyShortDescription(
        self, short_description: str = "", language_code: str = ""
    ) -> Any:
        if len(short_description) > 120:
            raise Refused(400, "Bad Request: short description is too long")
        return self._keep_words("short", language_code, short_description)

    def _chat(self, chat: int) -> Chat:
        if chat not in self.chats:
            kind = {"type": "private"} if chat > 0 else {"type": "group", "title": "A group"}
            person = {"id": abs(chat), "is_bot": False, "first_name": "Anna"}
            self.chats[chat] = Chat({"id": chat, **kind}, person)
        return self.chats[chat]

    def _reachable(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.slow_down:
            seconds = chat.slow_down.pop(0)
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if chat.fail_with:
            raise Refused(chat.fail_with.pop(0), "Internal Server Error")
        return chat

    def _message(
        self, chat: Chat, message_id: int, sender: dict[str, Any] | None = None, **content: Any
    ) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": chat.about,
            "from": dict(sender or chat.person),
            **content,
        }

    def _keep_words(self, kind: str, language: str, words: Any) -> bool:
        if self.refuse_words:
            self.refuse_words -= 1
            raise Refused(500, "Internal Server Error")
        self.words[kind, language] = words
        return True

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _decoded(key: str, value: str) -> Any:
    """A form field as the Bot API takes it: words as they are, numbers and objects from JSON."""
    if key not in WORDS and re.match(r"-?\d+$|[\[{]|true$|false$", value):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    return value


def _keyboard(markup: Any) -> list[list[tuple[str, str]]]:
    rows = markup["inline_keyboard"] if markup else []
    return [[_button(button) for button in row] for row in rows]


def _button(button: dict[str, str]) -> tuple[str, str]:
    if not button.get("text"):
        raise Refused(400, "Bad Request: text buttons are not allowed to be empty")
    if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return button["text"], button["callback_data"]

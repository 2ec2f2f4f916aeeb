"""Gets updates into the database and out of it again: the poller, and the worker that handles.

Kept first, confirmed then, handled later: after a crash at any moment the worker goes on with
what is still there.
"""

from __future__ import annotations

import random

import anyio
import structlog
from anyio.abc import TaskGroup
from telegram import Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.channels import telegram_updates as updates
from bot.channels.telegram_api import ALLOWED_UPDATES, WRONG_TOKEN_RETRY_S, Api, wait_of
from bot.channels.telegram_visits import Visits
from bot.content import Content
from bot.conversations.notifier import UPDATES, Notifier
from bot.conversations.store import Store, Transaction
from bot.locales import known
from bot.log import error_name, hashed
from bot.settings import Settings

log = structlog.get_logger()

POLL_S = 25
"""How long one getUpdates waits for something to happen."""
CONFLICT_WAIT_S = 5.0
"""About how long a poller waits when another one has cut it off."""
LONGEST_WAIT_S = 30.0
ATTEMPTS = 3
"""Tries before an update is given up; with the waits between them about three seconds."""
LOOK_AGAIN_S = 1.0
FORGET_EVERY_S = 3600.0


class Poller:
    """Asks for updates, one request at a time, where Telegram cannot reach us."""

    def __init__(self, api: Api, store: Store) -> None:
        self._api = api
        self._store = store
        self._offset = 0
        self._failures = 0

    async def run(self) -> None:
        """Polls until it is cancelled."""
        while True:
            try:
                await self._poll()
                self._failures = 0
            except Exception as error:
                self._failures += 1
                log.warning("telegram.poll_failed", error=error_name(error))
                await anyio.sleep(self._wait_after(error))

    async def _poll(self) -> None:
        """Stores what is new; the next request confirms it."""
        raws = await self._api.raw_updates(self._offset, POLL_S)
        if raws:
            await self._store.run(lambda tx: updates.keep(tx, raws))
            self._offset = max(updates.id_of(raw) or 0 for raw in raws) + 1

    def _wait_after(self, error: Exception) -> float:
        if isinstance(error, RetryAfter):
            return wait_of(error)
        if isinstance(error, Conflict):
            # another hub polls with the same token: each keeps what it gets, so take turns
            return CONFLICT_WAIT_S * random.uniform(1, 2)  # noqa: S311
        if isinstance(error, InvalidToken):
            return WRONG_TOKEN_RETRY_S
        return min(LONGEST_WAIT_S, 0.5 * 2.0 ** min(self._failures, 10))


class Handler:
    """Handles kept updates one after the other, the oldest first."""

    def __init__(
        self,
        settings: Settings,
        api: Api,
        store: Store,
        notifier: Notifier,
        visits: Visits,
        content: Content,
    ) -> None:
        self._settings = settings
        self._api = api
        self._store = store
        self._notifier = notifier
        self._visits = visits
        self._content = content
        self._declining = anyio.Lock()
        self._forget_at = 0.0

    async def run(self) -> None:
        """Handles until it is cancelled."""
        with self._notifier.subscribe(UPDATES) as signal:
            async with anyio.create_task_group() as group:
                while True:
                    if not await self._step(group):
                        await signal.wait(LOOK_AGAIN_S)

    async def _step(self, group: TaskGroup) -> bool:
        """False when there was nothing to handle, or the database is away."""
        try:
            if anyio.current_time() >= self._forget_at:
                await self._store.run(updates.forget_old)
                self._forget_at = anyio.current_time() + FORGET_EVERY_S
            update_id = await self._store.run(updates.oldest)
            if update_id is None:
                return False
            update = await self._handle(update_id)
        except Exception as error:
            log.error("telegram.updates_unreadable", error=error_name(error))
            return False
        if update is not None:
            group.start_soon(self._after, update)
        return True

    async def _handle(self, update_id: int) -> Update | None:
        """The update, now carried out; None when it failed, is not for us, or was done already."""
        try:
            return await self._store.run(lambda tx: self._carry_out(tx, update_id))
        except Exception as error:
            attempts = await self._store.run(lambda tx: updates.failed(tx, update_id))
            log.error(
                "telegram.update_failed",
                update=update_id,
                error=error_name(error),
                attempt=attempts,
            )
            if attempts >= ATTEMPTS:
                await self._give_up(update_id)
            else:
                await anyio.sleep(attempts)
            return None

    def _carry_out(self, transaction: Transaction, update_id: int) -> Update | None:
        raw = updates.take(transaction, update_id)
        if raw is None:
            return None
        updates.done(transaction, update_id)
        if not raw.keys() & set(ALLOWED_UPDATES):
            log.info("telegram.ignored", update=update_id)
            return None
        update = Update.de_json(raw)
        self._visits.handle(transaction, update)
        return update

    async def _give_up(self, update_id: int) -> None:
        """Empties an update that cannot be handled, and says so to its visitor if possible."""

        def empty(transaction: Transaction) -> object:
            raw = updates.take(transaction, update_id)
            updates.done(transaction, update_id)
            return raw

        raw = await self._store.run(empty)
        chat = _private_chat(raw)
        log.error("telegram.update_given_up", update=update_id, told=chat is not None)
        if chat is not None:
            try:
                await self._store.run(lambda tx: self._visits.apologize(tx, chat))
            except Exception as error:
                log.error("telegram.not_told", update=update_id, error=error_name(error))

    async def _after(self, update: Update) -> None:
        """What Telegram itself wants after an update; losing it in a crash does no harm."""
        try:
            if update.callback_query is not None:
                await self._answer_press(update)
            group = _group_to_decline(update)
            if group is not None:
                async with self._declining:
                    await self._decline(update, group)
        except Exception as error:
            log.info("telegram.courtesy_failed", update=update.update_id, error=error_name(error))

    async def _answer_press(self, update: Update) -> None:
        query = update.callback_query
        if query is None:
            return
        try:
            await self._api.answer_callback_query(query.id)
        finally:
            if query.message is not None:
                await self._api.edit_message_reply_markup(
                    query.message.chat.id, query.message.message_id
                )

    async def _decline(self, update: Update, group: Chat) -> None:
        """Says once that we do not work in groups, and leaves; afterwards sending is refused."""
        hint = update.effective_user.language_code if update.effective_user else None
        language = known(hint) or self._settings.default_language
        await self._api.send_message(group.id, self._content.phrase("telegram.group", language))
        await self._api.leave_chat(group.id)
        log.info("telegram.group_left", chat=hashed(str(group.id)))


def _private_chat(raw: object) -> int | None:
    """The chat of an update that may be unlike anything we know."""
    if not isinstance(raw, dict):
        return None
    message = raw.get("message") or (raw.get("callback_query") or {}).get("message") or {}
    chat = message.get("chat") if isinstance(message, dict) else None
    found = chat.get("id") if isinstance(chat, dict) and chat.get("type") == "private" else None
    return found if isinstance(found, int) else None


def _group_to_decline(update: Update) -> Chat | None:
    """The group that we were added to or written to in, if this update is about one."""
    change = update.my_chat_member
    joined = change is not None and change.new_chat_member.status in (
        ChatMemberStatus.MEMBER,
        ChatMemberStatus.ADMINISTRATOR,
    )
    written = isinstance(update.message, Message) and update.message.left_chat_member is None
    chat = update.effective_chat
    in_group = chat is not None and chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    return chat if in_group and (joined or written) else None

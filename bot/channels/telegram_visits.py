"""What one Telegram update means for a conversation, all of it in one transaction.

So an update is carried out once or not at all. What is said to the visitor goes into the log and
from there through the outbox; this file sends nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import structlog
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot import locales
from bot.channels.telegram_updates import CHANNEL
from bot.content.choices import FORGET, HAND_OVER, LANGUAGE
from bot.conversations import helped, outbox
from bot.conversations.events import Body, Button, Event, LanguageChanged, Owner, PlaceChanged
from bot.conversations.events import Message as Said
from bot.conversations.heads import Head
from bot.conversations.inbox import Written
from bot.conversations.store import Transaction
from bot.errors import RefusedMessage
from bot.log import hashed
from bot.reception import Reception

log = structlog.get_logger()

COMMANDS = ("start", "language", "lots", "forget")
LINK_LIMIT = 64
"""Characters of a deep link's payload (core.telegram.org/bots/features#deep-linking)."""
BUTTONS_LIVE = timedelta(days=30)
"""How long a button can be pressed."""
KEEP = "/conversation.deny"
"""The payload of the button that keeps everything, as bot/content/reply.py has it."""

_LINK = re.compile(r"m-([A-Za-z0-9_-]+)")
_REFUSALS = {
    "too_long": "error.too_long",
    "empty": "error.empty",
    "too_many": "error.too_many",
    "unknown_button": "telegram.button_expired",
}


@dataclass(frozen=True)
class Link:
    """What a deep link says: a municipality we have, a language we speak, or "" for none."""

    municipality: str = ""
    language: str = ""


def command_in(text: str) -> tuple[str, str]:
    """One of our commands and what stands after it, or two empty texts."""
    first, *rest = text.split(maxsplit=1) or [""]
    name = first[1:].partition("@")[0].lower() if first.startswith("/") else ""
    return (name, rest[0].strip() if rest else "") if name in COMMANDS else ("", "")


class Visits:
    """Carries updates of private chats into their conversations."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._content = reception.content

    def handle(self, transaction: Transaction, update: Update) -> None:
        """Does what an update asks for; groups and other bots are passed over."""
        if update.callback_query is not None:
            self._pressed(transaction, update.update_id, update.callback_query)
        elif update.message is not None and _is_visitor(update.message):
            self._wrote(transaction, update.update_id, update.message)
        elif update.edited_message is not None and _is_visitor(update.edited_message):
            self._edited(transaction, update.edited_message)
        elif update.my_chat_member is not None:
            self._joined_or_left(transaction, update.my_chat_member)

    def link(self, payload: str) -> Link:
        """What the payload of `/start m-<slug>[-<language>]` says, as far as it is ours."""
        found = _LINK.fullmatch(payload)
        if found is None or len(payload) > LINK_LIMIT:
            return Link()
        named = found.group(1)
        if named in self._content.municipalities:
            return Link(named)
        slug, _, language = named.rpartition("-")
        known = slug if slug in self._content.municipalities else ""
        return Link(known, language if language in locales.LOCALES else "")

    def apologize(self, transaction: Transaction, chat: int) -> None:
        """Says that something went wrong, where there is a conversation to say it in."""
        found = transaction.at_address(CHANNEL, str(chat))
        if found is not None:
            self._say_once(transaction, transaction.lock(found), "error.failed")

    def _wrote(self, transaction: Transaction, update_id: int, message: Message) -> None:
        command, rest = command_in(message.text or "")
        if command == "start":
            self._start(transaction, message, self.link(rest))
            return
        written = message.text or message.caption or ""
        if not written and message.effective_attachment is None:
            return  # a service message: something pinned, a timer set
        head = self._head(transaction, message.chat.id, message.from_user)
        if command == "language":
            self._ask_language(transaction, head, rest)
            return
        if command == "forget":
            self._ask_forget(transaction, head)
            return
        if message.effective_attachment is not None:
            head = self._not_readable(transaction, head)
        text = rest if command else written
        if text:
            self._receive(transaction, head, Written(f"telegram-{update_id}", text))
        if command == "lots":
            self._hand_over(transaction, transaction.lock(head.id))

    def _start(self, transaction: Transaction, message: Message, link: Link) -> None:
        found = transaction.at_address(CHANNEL, str(message.chat.id))
        if found is None:
            self._head(transaction, message.chat.id, message.from_user, link)
            return
        head = transaction.lock(found)
        bodies: list[Body] = []
        if link.municipality and link.municipality != head.state.municipality:
            bodies.append(PlaceChanged(link.municipality))
        if link.language and not head.state.language_chosen:
            bodies.append(LanguageChanged(link.language))
        self._say_start(transaction, transaction.append(head, *bodies))

    def _head(
        self, transaction: Transaction, chat: int, user: User | None, link: Link | None = None
    ) -> Head:
        """The conversation of a private chat, locked; a new one begins with the AI notice."""
        link = link or Link()
        found = transaction.at_address(CHANNEL, str(chat))
        if found is not None:
            return transaction.lock(found)
        conversation, _ = self._reception.opening(
            transaction,
            CHANNEL,
            municipality=link.municipality,
            language=link.language or (user and user.language_code) or "",
            address=str(chat),
        )
        log.info("telegram.opened", conversation=hashed(conversation), link=link != Link())
        return self._say_start(transaction, transaction.lock(conversation))

    def _say_start(self, transaction: Transaction, head: Head) -> Head:
        notice = self._reception.notice("telegram.start", head.state, buttons=_language_buttons())
        return transaction.append(head, notice)

    def _ask_language(self, transaction: Transaction, head: Head, named: str) -> None:
        language = locales.known(named)
        if language is not None:
            try:
                self._reception.choosing_language(transaction, head, language)
            except RefusedMessage as error:
                self._say_once(transaction, head, _REFUSALS.get(error.code, "error.failed"))
            return
        notice = self._reception.notice(
            "assistant.language_ask", head.state, buttons=_language_buttons()
        )
        transaction.append(head, notice)

    def _ask_forget(self, transaction: Transaction, head: Head) -> None:
        language = head.state.language
        buttons = (
            Button(self._content.phrase("buttons.forget_yes", language), FORGET),
            Button(self._content.phrase("buttons.forget_no", language), KEEP),
        )
        notice = self._reception.notice("assistant.forget", head.state, buttons=buttons)
        transaction.append(head, notice)

    def _hand_over(self, transaction: Transaction, head: Head) -> None:
        if head.state.owner is Owner.WAITING:
            told = self._reception.waiting_room.still_waiting(transaction, head.state)
            self._say_notice(transaction, head, told)
        elif head.state.owner is Owner.LOTS:
            self._say_once(transaction, head, "notice.claimed", lots=head.state.lots)
        else:
            self._reception.handing_over(transaction, head)

    def _not_readable(self, transaction: Transaction, head: Head) -> Head:
        with_person = head.state.owner in (Owner.WAITING, Owner.LOTS)
        talk = Button(self._content.phrase("buttons.talk_to_lots", head.state.language), HAND_OVER)
        buttons = () if with_person else (talk,)
        return self._say_once(transaction, head, "telegram.not_readable", buttons)

    def _edited(self, transaction: Transaction, message: Message) -> None:
        """Says that an edit is not answered; a live location, edited by itself, is passed over."""
        found = transaction.at_address(CHANNEL, str(message.chat.id))
        if found is not None and (message.text or message.caption):
            self._say_once(transaction, transaction.lock(found), "telegram.edited")

    def _pressed(self, transaction: Transaction, update_id: int, query: CallbackQuery) -> None:
        if query.message is None or query.message.chat.type != ChatType.PRIVATE:
            return
        head = self._head(transaction, query.message.chat.id, query.from_user)
        conversation, _, token = (query.data or "").partition(":")
        asked = _asked(transaction, head, token)
        if conversation != head.id or (asked and asked.at < transaction.at - BUTTONS_LIVE):
            token = "unknown"  # noqa: S105  # the inbox refuses it like any other it never gave
        # the client id is the button's own: pressed twice in a hurry, it counts once; but of the
        # two that say whether a lots helped the last press counts, even a second one of the first
        changeable = asked is not None and helped.is_question(asked.body)
        client_id = f"telegram-{update_id if changeable else token[:20]}"
        self._receive(transaction, head, Written(client_id, button=token))

    def _receive(self, transaction: Transaction, head: Head, written: Written) -> None:
        try:
            self._reception.receiving(transaction, head.id, written)
        except RefusedMessage as error:
            key = _REFUSALS.get(error.code, "error.failed")
            limit = str(self._reception.settings.max_text)
            self._say_once(transaction, head, key, limit=limit)

    def _joined_or_left(self, transaction: Transaction, change: ChatMemberUpdated) -> None:
        blocked = change.new_chat_member.status == ChatMemberStatus.BANNED
        if change.chat.type == ChatType.PRIVATE and blocked:
            outbox.give_up(transaction, CHANNEL, str(change.chat.id))
            log.info("telegram.blocked", chat=hashed(str(change.chat.id)))

    def _say_once(
        self,
        transaction: Transaction,
        head: Head,
        key: str,
        buttons: tuple[Button, ...] = (),
        **values: str,
    ) -> Head:
        """Says a phrase, unless it is the newest thing in the log already (albums, floods)."""
        notice = self._reception.notice(key, head.state, buttons=buttons, **values)
        return self._say_notice(transaction, head, notice)

    def _say_notice(self, transaction: Transaction, head: Head, notice: Said) -> Head:
        return head if transaction.is_newest(head, notice) else transaction.append(head, notice)


def _is_visitor(message: Message) -> bool:
    bot = message.from_user is not None and message.from_user.is_bot
    return message.chat.type == ChatType.PRIVATE and not bot


def _asked(transaction: Transaction, head: Head, token: str) -> Event | None:
    """The message in which a button stands, if there is one."""
    seq = token.partition(".")[0]
    return transaction.event(head.id, int(seq)) if re.fullmatch("[0-9]{1,9}", seq) else None


def _language_buttons() -> tuple[Button, ...]:
    return tuple(Button(locale.name, LANGUAGE + tag) for tag, locale in locales.LOCALES.items())

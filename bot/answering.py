"""The work between stored and answered: takes turns, asks rasa, writes what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Sequence
from typing import Any

import structlog

from bot import locales
from bot.assistant import Assistant, Question, plain_text
from bot.content import Content
from bot.content.choices import FORGET, HAND_OVER, LANGUAGE
from bot.conversations import again, answers, helped, plan_links, turns
from bot.conversations.events import (
    Author,
    Body,
    Button,
    CardChanged,
    Guess,
    LanguageChanged,
    Listing,
    Message,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Source,
)
from bot.conversations.notifier import TURNS, Notifier
from bot.conversations.owner import State, after, is_command
from bot.conversations.store import Store, Transaction
from bot.conversations.turns import Turn
from bot.errors import RasaUnavailable
from bot.log import hashed
from bot.plan.card import from_json, merged, to_json
from bot.reception import Reception
from bot.waiting_room import CANCEL

log = structlog.get_logger()

AT_ONCE = 4
"""Conversations answered at the same time; rasa works on one message at a time anyway."""
LOOK_AGAIN_S = 0.5
"""How soon a turn whose time has come is found when nothing wakes the worker."""
TELL_AFTER_ATTEMPTS = 2
"""Failed attempts after which the visitor is told that the assistant is away."""


class Answering:
    """The worker of a hub that answers stored messages, one at a time in each conversation."""

    def __init__(
        self,
        store: Store,
        notifier: Notifier,
        assistant: Assistant,
        reception: Reception,
        content: Content,
    ) -> None:
        self._store = store
        self._notifier = notifier
        self._assistant = assistant
        self._reception = reception
        self._content = content

    async def run(self) -> None:
        """Answers until it is cancelled."""
        async with contextlib.AsyncExitStack() as stack:
            signal = stack.enter_context(self._notifier.subscribe(TURNS))
            tasks: set[asyncio.Task[None]] = set()
            while True:
                turn = await self._store.run(turns.take) if len(tasks) < AT_ONCE else None
                if turn is None:
                    await signal.wait(LOOK_AGAIN_S)
                    tasks = {task for task in tasks if not task.done()}
                    continue
                tasks.add(asyncio.create_task(self.answer(turn)))

    async def answer(self, turn: Turn) -> None:
        """Answers one turn, or puts it off when rasa is away."""
        try:
            if is_command(turn.message):
                await self._store.run(lambda tx: self._carry_out(tx, turn))
            else:
                await self._ask(turn)
        except Exception:
            # the turn keeps its lease and is tried again when that ends
            log.exception("turn.failed", conversation=hashed(turn.head.id), attempt=turn.attempts)

    async def _ask(self, turn: Turn) -> None:
        state = turn.head.state
        question = Question(
            conversation=turn.head.id,
            dialogue=state.dialogue,
            message=turn.message.payload or plain_text(turn.message.text),
            language=state.language,
            language_chosen=state.language_chosen,
            municipality=state.municipality,
            channel=turn.head.channel,
            card=to_json(state.card),
            kept=state.kept,
        )
        before = await self._store.read(lambda tx: again.kept_before(tx, turn))
        if before is not None:
            question = dataclasses.replace(question, kept=before, answer_in=state.language)
        try:
            said = await self._assistant.ask(question)
        except RasaUnavailable as error:
            log.warning("turn.postponed", conversation=hashed(turn.head.id), why=str(error))
            await self._store.run(lambda tx: self._postpone(tx, turn))
            return
        last = said[-1]
        written = await self._store.run(lambda tx: self._write(tx, turn, said))
        log.info(
            "turn.answered",
            conversation=hashed(turn.head.id),
            topics=[one.get("topic") for one in said],
            band=last.get("band"),
            language=last.get("language"),
            written=written,
        )

    def _write(self, transaction: Transaction, turn: Turn, said: Sequence[dict[str, Any]]) -> bool:
        """True when the answer was written; in a language chosen meanwhile it comes once more."""
        written = answers.write(
            transaction, turn, lambda now: self._bodies(transaction, now, turn, said)
        )
        head = transaction.lock(turn.head.id)
        if written and _chosen_meanwhile(head.state, turn):
            again.ask_again(transaction, head, head.state.language)
        return written

    def _postpone(self, transaction: Transaction, turn: Turn) -> None:
        notice = None
        if turn.attempts >= TELL_AFTER_ATTEMPTS and not turn.told:
            language = turn.head.state.language
            button = Button(self._content.phrase("buttons.talk_to_lots", language), HAND_OVER)
            notice = self._reception.notice(
                "notice.assistant_away", turn.head.state, buttons=(button,)
            )
        turns.postpone(transaction, turn, notice)

    def _carry_out(self, transaction: Transaction, turn: Turn) -> None:
        """Does what one of the hub's own buttons says."""
        head = transaction.lock(turn.head.id)
        if not turns.drop(transaction, head.id, turn.event.seq):
            return
        payload = turn.message.payload
        if payload == HAND_OVER:
            self._reception.handing_over(transaction, head)
        elif payload == CANCEL:
            self._reception.cancelling(transaction, head)
        elif payload == FORGET:
            self._reception.forgetting(transaction, head)
        elif payload.startswith(helped.HELPED):
            helped.keep(transaction, self._content, head, payload)
        elif payload.startswith(LANGUAGE):
            language = locales.or_default(payload.removeprefix(LANGUAGE))
            transaction.append(head, *self._reception.language_bodies(head.state, language))
            again.ask_again(transaction, head, language)
        transaction.touched.add(TURNS)

    def _bodies(
        self, transaction: Transaction, state: State, turn: Turn, said: Sequence[dict[str, Any]]
    ) -> Sequence[Body]:
        """The events of rasa's answers, from the state at the moment of writing."""
        bodies: list[Body] = []
        last = said[-1]
        language = locales.known(last.get("language")) or state.language
        if language != state.language and not _chosen_meanwhile(state, turn):
            chosen = bool(last.get("language_chosen"))
            bodies.append(LanguageChanged(language, chosen))
        municipality = last.get("municipality") or ""
        if municipality in self._content.municipalities and municipality != state.municipality:
            bodies.append(PlaceChanged(municipality))
        cards = [from_json(one["card"]) for one in said if one.get("card") is not None]
        if cards:
            card = merged(state.card, turn.head.state.card, cards[-1])
            bodies.append(CardChanged(to_json(card)))
        for one in said:
            if one.get("text"):
                message = _message(one, language, turn)
                bodies.append(
                    self._with_plan(transaction, turn, message) if one.get("plan") else message
                )
        for body in bodies:
            state = after(state, state.seq + 1, transaction.at, body)
        if last.get("handover"):
            reason = Reason.CRISIS if last["handover"] == "crisis" else Reason.ASKED
            handing_over = self._reception.waiting_room.handover_bodies(transaction, state, reason)
            bodies += [_answering(body, turn) for body in handing_over]
        return bodies

    def _with_plan(self, transaction: Transaction, turn: Turn, message: Message) -> Message:
        """The message of a plan with the link to its page."""
        url = self._reception.settings.base_url + plan_links.path(transaction, turn.head.id)
        title = self._content.phrase("plan.link", message.language)
        return dataclasses.replace(message, sources=(Source(title, url, ""), *message.sources))


def _chosen_meanwhile(state: State, turn: Turn) -> bool:
    """True when a person chose another language while rasa worked on the turn."""
    return state.language_chosen and state.language != turn.head.state.language


def _answering(body: Body, turn: Turn) -> Body:
    """A change of owner with the message that asked for it; other events as they are."""
    if isinstance(body, OwnerChanged):
        return dataclasses.replace(body, answers=turn.event.seq)
    return body


def _message(said: dict[str, Any], language: str, turn: Turn) -> Message:
    """Rasa's `custom` object as a message."""
    return Message(
        Author.ASSISTANT,
        str(said["text"]),
        language,
        answers=turn.event.seq,
        topic=said.get("topic") or "",
        kept=said.get("kept"),
        band=said.get("band") or "",
        confidence=round(float(said.get("confidence") or 0.0), 3),
        understood=tuple(
            Guess(guess["topic"], round(float(guess["confidence"]), 3))
            for guess in said.get("understood", ())
        ),
        sources=tuple(
            Source(source["title"], source["url"], str(source.get("checked", "")))
            for source in said.get("sources", ())
        ),
        listings=tuple(Listing(**listing) for listing in said.get("listings", ())),
        buttons=tuple(
            Button(button["title"], button["payload"], bool(button.get("quiet")))
            for button in said.get("buttons", ())
        ),
    )

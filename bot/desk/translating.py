"""Machine translation at the desk: a visitor's messages for a lots, and a lots's draft back.

Texts leave only when a lots asks, never unnoted, and never while a transaction is open: a service
that is slow or away holds up nobody else, and a reply can always be sent as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.content.canned import TITLED
from bot.conversations import erasure
from bot.conversations.events import Event, Message, Translated
from bot.conversations.heads import Head
from bot.conversations.ownership import NOT_TRANSLATED, MachineTranslated
from bot.conversations.spoken import spoken
from bot.conversations.store import Store, Transaction
from bot.desk import audit
from bot.desk.accounts import Session
from bot.desk.given import limited, not_erased, words
from bot.desk.guard import Guard, body_of
from bot.desk.rights import Act
from bot.errors import RefusedMessage, TranslationFailed, failure
from bot.log import hashed
from bot.translation.careful import translated
from bot.translation.interface import Translator
from bot.translation.protected import terms_of

log = structlog.get_logger()

MOST_MESSAGES = 50
"""Messages that are translated by one call."""
MAX_DRAFT = 4000


class Translating:
    """The translations, as routes of the desk; without a service there is nothing to ask."""

    def __init__(
        self, store: Store, guard: Guard, content: Content, translator: Translator | None
    ) -> None:
        self._store = store
        self._guard = guard
        self._content = content
        self._translator = translator

    @property
    def service(self) -> str:
        """The name of the service, "" when there is none."""
        return self._translator.name if self._translator else ""

    def routes(self) -> list[Route]:
        """The routes; they stand before the desk's own `/{release}`."""
        one, signed = "/desk/api/conversations/{conversation}", self._guard.signed
        post = ["POST"]
        return [
            Route(f"{one}/translate", signed(self.messages, Act.TRANSLATE), methods=post),
            Route(f"{one}/translate-draft", signed(self.draft, Act.TRANSLATE), methods=post),
        ]

    async def messages(self, request: Request, session: Session) -> Response:
        """200 with the seqs that are now translated into `language`: those of `seqs` that can be.

        Each is translated at most once for each language; 503 when the service does not.
        """
        body = await body_of(request)
        language, seqs = _desk_language(body), _seqs(body.get("seqs"))
        conversation, lots_id = request.path_params["conversation"], session.account.id

        def wanted(transaction: Transaction) -> dict[str, list[Event]]:
            _to_be_kept(transaction, conversation)
            found = _wanted(transaction.events(conversation), seqs, language)
            if found and self._translator:
                audit.write(transaction, lots_id, "translated", conversation)
            return found

        try:
            made: list[Translated] = []
            for source, events in (await self._store.run(wanted)).items():
                made += await self._made(events, source, language)
        except TranslationFailed as error:
            return self._failed(conversation, error)

        def keep(transaction: Transaction) -> list[int]:
            head = transaction.lock(conversation)
            if head.state.erased or erasure.asked(transaction, conversation):
                return []
            there = _translated(transaction.events(conversation), language)
            new = [one for one in made if one.about not in there]
            if new:
                transaction.append(head, *new)
            return [one.about for one in new]

        kept = await self._store.run(keep) if made else []
        log.info("translation.made", conversation=hashed(conversation), messages=len(kept))
        return JSONResponse({"translated": kept})

    async def draft(self, request: Request, session: Session) -> Response:
        """200: the `text` of a lots in the visitor's language, for her to read and change."""
        body = await body_of(request)
        text, language = limited(body.get("text"), MAX_DRAFT), _desk_language(body)
        if not text:
            raise RefusedMessage("invalid", "text: what is to be translated")
        conversation, lots_id = request.path_params["conversation"], session.account.id

        def into(transaction: Transaction) -> str:
            target = _to_be_kept(transaction, conversation).state.language
            if target == language:
                raise RefusedMessage("invalid", "language: it is the visitor's already")
            if self._translator:
                audit.write(transaction, lots_id, "translated", conversation)
            return target

        target = await self._store.run(into)
        try:
            [made] = await self._translated([text], language, target)
        except TranslationFailed as error:
            return self._failed(conversation, error)
        log.info("translation.drafted", conversation=hashed(conversation))
        return JSONResponse({"text": made, "language": target, "by": self.service})

    def behind(self, body: Mapping[str, object], most: int) -> MachineTranslated:
        """What a reply says of its own translation; nothing when it is what the lots wrote.

        Raises: RefusedMessage unless it names this hub's service and both languages.
        """
        original = limited(body.get("original"), most)
        if not original:
            return NOT_TRANSLATED
        language, into = (words(body.get(one)) for one in ("original_language", "translated_into"))
        by = words(body.get("translated_by"))
        if language not in TITLED or not into or not by or by != self.service:
            needed = "original_language, translated_into and translated_by"
            raise RefusedMessage("invalid", f"original needs {needed}")
        return MachineTranslated(original, language, by, into)

    async def _made(self, events: Sequence[Event], source: str, target: str) -> list[Translated]:
        texts = [one.body.text for one in events if isinstance(one.body, Message)]
        made = await self._translated(texts, source, target)
        return [
            Translated(event.seq, target, text, self.service)
            for event, text in zip(events, made, strict=True)
        ]

    async def _translated(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if self._translator is None:
            raise RefusedMessage("no_translation", "FARLED_TRANSLATION is none")
        terms = terms_of(self._content, source)
        return await translated(self._translator, texts, source, target, terms)

    def _failed(self, conversation: str, error: TranslationFailed) -> Response:
        log.warning("translation.failed", conversation=hashed(conversation), reason=error.reason)
        return failure("translation_failed", error.reason, 503)


def _to_be_kept(transaction: Transaction, conversation: str) -> Head:
    """A conversation, locked, that the visitor wants kept. Raises: RefusedMessage."""
    head = not_erased(transaction, conversation)
    if erasure.asked(transaction, conversation):
        raise RefusedMessage("erasure_asked", "the visitor has asked for it to be erased")
    return head


def _wanted(events: Sequence[Event], seqs: frozenset[int], language: str) -> dict[str, list[Event]]:
    """The messages of `seqs` that are not in `language` yet, by their own language."""
    there, read_as = _translated(events, language), spoken(events)
    found: dict[str, list[Event]] = {}
    for event in events:
        body = event.body
        if event.seq not in seqs or event.seq in there or not isinstance(body, Message):
            continue
        own = read_as.get(event.seq, body.language)
        if body.text and own and own != language:
            found.setdefault(own, []).append(event)
    return found


def _translated(events: Sequence[Event], language: str) -> set[int]:
    bodies = [one.body for one in events]
    return {one.about for one in bodies if isinstance(one, Translated) and one.language == language}


def _desk_language(body: Mapping[str, object]) -> str:
    language = words(body.get("language"))
    if language not in TITLED:
        raise RefusedMessage("invalid", f"language: one of {', '.join(TITLED)}")
    return language


def _seqs(given: object) -> frozenset[int]:
    if not isinstance(given, list) or not 0 < len(given) <= MOST_MESSAGES:
        raise RefusedMessage("invalid", f"seqs: a list of 1 to {MOST_MESSAGES} numbers")
    if not all(type(one) is int for one in given):
        raise RefusedMessage("invalid", "seqs: numbers of messages")
    return frozenset(given)

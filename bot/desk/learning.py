"""What a lots teaches from a case: what a message was about, and replies to be made answers."""

from __future__ import annotations

from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations.events import AnswerProposed, Author, Body, Message, TopicSaid
from bot.conversations.heads import Head
from bot.conversations.store import Store, Transaction
from bot.desk.accounts import Session
from bot.desk.given import not_erased, words
from bot.desk.guard import Guard, body_of
from bot.desk.rights import Act
from bot.errors import RefusedMessage
from bot.log import hashed
from bot.reports.lessons import NEW_TOPIC

log = structlog.get_logger()


class Learning:
    """The two calls of an open case, as routes of the desk."""

    def __init__(self, store: Store, guard: Guard, content: Content) -> None:
        self._store = store
        self._guard = guard
        self._content = content

    def routes(self) -> list[Route]:
        """The routes; they stand before the desk's own `/{release}`."""
        one, signed, post = "/desk/api/conversations/{conversation}", self._guard.signed, ["POST"]
        return [
            Route(f"{one}/about", signed(self.about, Act.NOTE), methods=post),
            Route(f"{one}/proposal", signed(self.proposal, Act.NOTE), methods=post),
        ]

    async def about(self, request: Request, session: Session) -> Response:
        """201: the visitor's message `about` was about `topic`; "" takes it back, "none" is new."""
        body = await body_of(request)
        topic = known_topic(self._content, body.get("topic"), "", NEW_TOPIC)
        seq = _seq(body, "about")

        def work(transaction: Transaction) -> int:
            head = not_erased(transaction, request.path_params["conversation"])
            _message(transaction, head, seq, Author.VISITOR, "about")
            said = TopicSaid(seq, topic, session.account.name)
            return transaction.append(head, said).state.seq

        return await self._stored(request, session, work)

    async def proposal(self, request: Request, session: Session) -> Response:
        """201: the lots's message `about` shall answer the question `asked` (0: none) from now on.

        `topic` is "" when it needs a new one. It is a draft: people review it in git. With `back`
        alone beside `about` it is taken back.
        """
        body = await body_of(request)
        back = body.get("back") is True
        topic = "" if back else known_topic(self._content, body.get("topic"), "")
        seq, asked = _seq(body, "about"), 0 if back else _seq(body, "asked", least=0)

        def work(transaction: Transaction) -> int:
            head = not_erased(transaction, request.path_params["conversation"])
            _message(transaction, head, seq, Author.LOTS, "about")
            if asked:
                _message(transaction, head, asked, Author.VISITOR, "asked")
            proposed: Body = AnswerProposed(seq, asked, topic, session.account.name, back)
            return transaction.append(head, proposed).state.seq

        return await self._stored(request, session, work)

    async def _stored(self, request: Request, session: Session, work: Any) -> Response:
        seq = await self._store.run(work)
        conversation = hashed(request.path_params["conversation"])
        log.info("desk.taught", conversation=conversation, lots=session.account.id)
        return JSONResponse({"seq": seq}, status_code=201)


def known_topic(content: Content, given: object, *also: str) -> str:
    """The id of a topic, or one of `also`. Raises: RefusedMessage (unknown_topic)."""
    topic = words(given) if isinstance(given, str) else None
    if topic is None or (topic not in content.topics and topic not in also):
        raise RefusedMessage("unknown_topic", "topic: an id of content/topics.yml")
    return topic


def _seq(body: dict[str, Any], name: str, least: int = 1) -> int:
    given = body.get(name)
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given < 2**31:
        raise RefusedMessage("invalid", f"{name}: the seq of a message")
    return given


def _message(transaction: Transaction, head: Head, seq: int, author: Author, name: str) -> Message:
    """The message with that seq. Raises: RefusedMessage unless `author` wrote it."""
    event = next(iter(transaction.events(head.id, seq - 1, 1)), None)
    body = event.body if event is not None and event.seq == seq else None
    if not isinstance(body, Message) or body.author is not author or body.unsent:
        raise RefusedMessage("invalid", f"{name}: no message of the {author.value} here")
    return body

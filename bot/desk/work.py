"""What lotsar do with a case among themselves: hand it over, note, tag, search, mark as read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.conversations import ownership
from bot.conversations.events import (
    Body,
    Button,
    NoteWritten,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
    Tagged,
)
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.desk import cases, marks, receivers, search, tags
from bot.desk.accounts import Account, Session
from bot.desk.given import limited, not_erased, words
from bot.desk.guard import Guard, body_of
from bot.desk.rights import Act
from bot.desk.scope import scope_of
from bot.errors import RefusedMessage
from bot.log import hashed
from bot.reception import Reception
from bot.waiting_room import CANCEL

log = structlog.get_logger()

MAX_NOTE = 2000
MAX_NOTE_ID = 50
MAX_QUERY = 100


class Work:
    """The lotsar's work among themselves, as routes of the desk."""

    def __init__(self, store: Store, guard: Guard, reception: Reception, content: Content) -> None:
        self._store = store
        self._guard = guard
        self._reception = reception
        self._content = content

    def routes(self) -> list[Route]:
        """The routes; they stand before the desk's own `/{release}`."""
        one, signed = "/desk/api/conversations/{conversation}", self._guard.signed
        post = ["POST"]
        return [
            Route("/desk/api/search", signed(self.search, Act.SEARCH), methods=post),
            Route("/desk/api/tags", signed(self.tags, Act.LISTS)),
            Route(f"{one}/receivers", signed(self.receivers, Act.LISTS)),
            Route(f"{one}/transfer", signed(self.transfer, Act.TRANSFER), methods=post),
            Route(f"{one}/note", signed(self.note, Act.NOTE), methods=post),
            Route(f"{one}/tags", signed(self.tag, Act.NOTE), methods=post),
            Route(f"{one}/read", signed(self.read, Act.LISTS), methods=post),
        ]

    async def search(self, request: Request, session: Session) -> Response:
        """The newest cases that this lots may see with all words of `words`.

        Posted, though it changes nothing: addresses are written into the logs of proxies.
        """
        query = words((await body_of(request)).get("words"))[:MAX_QUERY]

        def work(transaction: Transaction) -> list[dict[str, Any]]:
            scope = scope_of(transaction, session.account.id)
            found = search.find(transaction, scope, query)
            lines = cases.lines(transaction, session.account.id, [head for head, _ in found])
            return [
                line | {"preview": excerpt or line["preview"]}
                for line, (_, excerpt) in zip(lines, found, strict=True)
            ]

        return JSONResponse({"found": await self._store.read(work)})

    async def tags(self, request: Request, session: Session) -> Response:
        """Tags to suggest."""

        def work(transaction: Transaction) -> list[str]:
            return tags.used_lately(transaction, scope_of(transaction, session.account.id))

        return JSONResponse({"tags": await self._store.read(work)})

    async def receivers(self, request: Request, session: Session) -> Response:
        """To whom the case can be handed over: people, best suited first, and municipalities."""
        conversation = request.path_params["conversation"]

        def work(transaction: Transaction) -> dict[str, Any]:
            state = transaction.head(conversation).state
            slugs = dict.fromkeys([state.municipality, *sorted(self._content.municipalities)])
            people = receivers.people(transaction, session.account, state)
            return {"people": people, "municipalities": list(slugs)}

        return JSONResponse(await self._store.run(work))

    async def transfer(self, request: Request, session: Session) -> Response:
        """200: the case is another's now, `to` an account's id or a municipality's slug.

        409 when it is not this lots's own any more.
        """
        body = await body_of(request)
        to, note = body.get("to"), limited(body.get("note"), MAX_NOTE)
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            head = ownership.owned_by(transaction, conversation, account.id)
            if isinstance(to, str):
                ownership.changes(
                    transaction, head, self._queued(transaction, head.state, to, note)
                )
            else:
                next_one = _receiver(transaction, account, to)
                changed = _transferred(Owner.LOTS, note, next_one.id, next_one.name)
                told = self._reception.notice
                notice = told("notice.transferred", head.state, lots=next_one.name)
                ownership.change(transaction, head, changed, notice)

        await self._guard.run(request, session, work)
        log.info("handover.transferred", conversation=hashed(conversation), lots=account.id)
        return JSONResponse({})

    async def note(self, request: Request, session: Session) -> Response:
        """201 with the seq of a note that lotsar alone see; the same `id` again, the same seq."""
        body = await body_of(request)
        text, client_id = limited(body.get("text"), MAX_NOTE), limited(body.get("id"), MAX_NOTE_ID)
        if not text:
            raise RefusedMessage("invalid", "text")
        conversation, account = request.path_params["conversation"], session.account
        own_id = f"note-{account.id}-{client_id}" if client_id else ""

        def work(transaction: Transaction) -> int:
            head = not_erased(transaction, conversation)
            stored = transaction.seq_of(conversation, own_id) if own_id else None
            if stored is not None:
                return stored
            written = NoteWritten(text, account.id, account.name, own_id)
            return transaction.append(head, written).state.seq

        return JSONResponse({"seq": await self._store.run(work)}, status_code=201)

    async def tag(self, request: Request, session: Session) -> Response:
        """200: the case has these `tags` alone, or is rid of `remove` and has `add` as well."""
        changed = tags.change_of(await body_of(request))
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> tuple[str, ...]:
            head = not_erased(transaction, conversation)
            now = changed(head.state.tags)
            if head.state.tags != now:
                transaction.append(head, Tagged(now, account.name))
            return now

        return JSONResponse({"tags": await self._store.run(work)})

    async def read(self, request: Request, session: Session) -> Response:
        """200: this lots has read the conversation as far as `seq`."""
        seq = (await body_of(request)).get("seq")
        if not isinstance(seq, int) or isinstance(seq, bool) or seq < 0:
            raise RefusedMessage("invalid", "seq: a number")
        conversation = request.path_params["conversation"]
        await self._store.run(
            partial(marks.read, lots_id=session.account.id, conversation=conversation, seq=seq)
        )
        return JSONResponse({})

    def _queued(
        self, transaction: Transaction, state: State, municipality: str, note: str
    ) -> list[Body]:
        """A case's way into this municipality's queue, with the truth about it for the visitor.

        Raises: RefusedMessage.
        """
        if municipality not in {*self._content.municipalities, state.municipality}:
            raise RefusedMessage("unknown_receiver", "to: a municipality's slug")
        back = Button(self._content.phrase("buttons.cancel_wait", state.language), CANCEL)
        moved = municipality != state.municipality
        place: list[Body] = [PlaceChanged(municipality)] if moved else []
        waiting = self._reception.waiting_room.wait_bodies(
            transaction,
            replace(state, municipality=municipality),
            _transferred(Owner.WAITING, note),
            "notice.transferred_queue",
            buttons=(back,),
        )
        return [*place, *waiting]


def _transferred(owner: Owner, note: str, lots_id: int = 0, lots: str = "") -> OwnerChanged:
    return OwnerChanged(owner, Reason.TRANSFERRED, lots_id=lots_id, lots=lots, note=note)


def _receiver(transaction: Transaction, giver: Account, to: object) -> Account:
    """The receiver with the id `to`. Raises: RefusedMessage when there is none."""
    for one in receivers.receivers(transaction, giver):
        if one.id == to and not isinstance(to, bool):
            return one
    raise RefusedMessage("unknown_receiver", "to: an active account that takes cases")

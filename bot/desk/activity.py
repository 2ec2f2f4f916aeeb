"""Who else has a case open at the desk, and who writes in it now."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conversations import activity
from bot.conversations.store import Store, Transaction
from bot.desk.accounts import Session
from bot.desk.guard import Guard, body_of
from bot.desk.rights import Act
from bot.errors import RefusedMessage


class Activity:
    """The sign of life of an open case, as a route of the desk."""

    def __init__(self, store: Store, guard: Guard) -> None:
        self._store = store
        self._guard = guard

    def routes(self) -> list[Route]:
        """The route; it stands before the desk's own `/{release}`."""
        path = "/desk/api/conversations/{conversation}/activity"
        return [Route(path, self._guard.signed(self.note, Act.LISTS), methods=["POST"])]

    async def note(self, request: Request, session: Session) -> Response:
        """200 with who else is there: this lots has the case open, and writes or does not.

        `reading` false says that she has left it.
        """
        body = await body_of(request)
        writes, reads = body.get("writing"), body.get("reading", True)
        if not isinstance(writes, bool) or not isinstance(reads, bool):
            raise RefusedMessage("invalid", "writing, reading: true or false")
        conversation, lots_id = request.path_params["conversation"], session.account.id

        def work(transaction: Transaction) -> dict[str, Any]:
            erased = transaction.lock(conversation).state.erased
            if not reads:
                activity.left(transaction, conversation, lots_id)
            elif not erased:
                activity.reading(transaction, conversation, lots_id)
                activity.writing(transaction, conversation, lots_id, writes)
            return told(transaction, conversation)

        return JSONResponse({"activity": await self._store.run(work)})


def told(transaction: Transaction, conversation: str) -> dict[str, Any]:
    """Who is in a conversation now, as the desk's page is told."""
    there = activity.lotsar(transaction, conversation)
    return {
        "lotsar": [{"id": one.lots_id, "name": one.name, "writes": one.writes} for one in there],
        "visitor_writes": activity.visitor_writes(transaction, conversation),
    }

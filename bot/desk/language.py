"""A lots says in which language the visitor writes, when the assistant has read no word of it."""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conversations.events import LanguageChanged, Owner
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.desk.accounts import Account, Session
from bot.desk.given import not_erased, words
from bot.desk.guard import Guard, body_of
from bot.desk.rights import Act
from bot.errors import NotOwner, RefusedMessage
from bot.locales import LOCALES
from bot.log import hashed

log = structlog.get_logger()


class VisitorsLanguage:
    """The visitor's language as a lots says it, as a route of the desk."""

    def __init__(self, store: Store, guard: Guard) -> None:
        self._store = store
        self._guard = guard

    def routes(self) -> list[Route]:
        """The route; it stands before the desk's own `/{release}`."""
        path = "/desk/api/conversations/{conversation}/language"
        return [Route(path, self._guard.signed(self.say, Act.REPLY), methods=["POST"])]

    async def say(self, request: Request, session: Session) -> Response:
        """200: the visitor writes in `language`; 409 while another speaks with the visitor.

        Without a notice: it would ring a telephone in the middle of a talk, and promise that the
        lots goes on in that language. The widget's words change, and can be changed back there.
        """
        language = words((await body_of(request)).get("language"))
        if language not in LOCALES:
            raise RefusedMessage("unknown_language", f"language: one of {', '.join(LOCALES)}")
        conversation, account = request.path_params["conversation"], session.account

        def work(transaction: Transaction) -> None:
            head = not_erased(transaction, conversation)
            if not _may_say(head.state, account):
                raise NotOwner(conversation, head.state.owner.value)
            if head.state.language != language:
                said = LanguageChanged(language, chosen=True, lots=account.name)
                transaction.append(head, said)

        await self._store.run(work)
        log.info("language.said", conversation=hashed(conversation), language=language)
        return JSONResponse({})


def _may_say(state: State, account: Account) -> bool:
    """True for one's own case and for those that nobody has; the assistant reads for itself."""
    if state.owner is Owner.LOTS:
        return state.lots_id == account.id
    return state.owner is not Owner.ASSISTANT

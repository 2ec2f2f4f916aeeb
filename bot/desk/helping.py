"""What helps a lots to reply: canned replies, suggested answers, earlier cases of the visitor."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.content import Content
from bot.content.canned import TITLED, fill
from bot.content.likely import Likely
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.desk.accounts import Session
from bot.desk.episodes import Episode, episodes
from bot.desk.guard import Guard
from bot.desk.rights import Act
from bot.desk.suggested import Suggestion, suggested
from bot.handover.availability import promised_moment
from bot.handover.calendar import day_text
from bot.reception import Reception


class Helping:
    """The help with replies, as a route of the desk."""

    def __init__(self, store: Store, guard: Guard, reception: Reception, content: Content) -> None:
        self._store = store
        self._guard = guard
        self._reception = reception
        self._content = content
        self._likely = Likely(content)

    def routes(self) -> list[Route]:
        """The route; it is asked again whenever the conversation has news."""
        path = "/desk/api/conversations/{conversation}/help"
        return [Route(path, self._guard.signed(self.help, Act.REPLY))]

    async def help(self, request: Request, session: Session) -> Response:
        """Canned replies, suggested answers and earlier cases, in the desk's ?language= as well."""
        asked = request.query_params.get("language")
        language = asked if asked in TITLED else TITLED[0]
        conversation, name = request.path_params["conversation"], session.account.name

        def work(transaction: Transaction) -> dict[str, Any]:
            state = transaction.head(conversation).state
            if state.erased:
                return {"canned": [], "suggested": [], "earlier": []}
            events, today = transaction.events(conversation, 0), transaction.at.date()
            words = self._content.phrase("widget.sources", state.language)
            found = suggested(self._content, self._likely, events, state, language, today)
            return {
                "canned": self._canned(transaction, state, name, language),
                "suggested": [_suggestion(one, state.language, words) for one in found],
                "earlier": [_episode(one) for one in episodes(events)],
            }

        return JSONResponse(await self._store.run(work))

    def _canned(
        self, transaction: Transaction, state: State, name: str, language: str
    ) -> list[dict[str, Any]]:
        """Every canned reply in both languages; `missing` names what keeps it from being sent."""
        theirs = self._values(transaction, state, name, state.language)
        own = self._values(transaction, state, name, language)
        replies = []
        for reply in self._content.canned:
            made = fill(reply, state.language, theirs)
            shown = {
                "id": reply.id,
                "title": reply.title.get(language, reply.id),
                "own": fill(reply, language, own).text,
                "text": "" if made.missing else made.text,
                "language": state.language,
                "missing": list(made.missing),
            }
            replies.append(shown)
        return replies

    def _values(
        self, transaction: Transaction, state: State, name: str, language: str
    ) -> dict[str, str]:
        """What the fields of a canned reply stand for in this case."""
        place = self._content.municipality(state.municipality)
        facts = self._content.facts(state.municipality, transaction.at.date())
        hours = self._reception.waiting_room.hours(state.municipality)
        day = promised_moment(hours, transaction.at).date()
        return {
            **facts,
            **(place.called(language) if place else {}),
            "name": name,
            "day": day_text(self._content, day, language),
        }


def _suggestion(one: Suggestion, language: str, word: str) -> dict[str, Any]:
    return {
        "topic": one.topic,
        "label": one.label,
        "text": one.lines(word),
        "language": language,
        "own": one.own,
    }


def _episode(one: Episode) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "began": one.began.isoformat(),
        "lots": one.lots,
        "reason": one.reason,
        "outcome": one.outcome,
    }

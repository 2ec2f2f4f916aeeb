"""What helps a lots to reply: canned replies, suggested answers, earlier cases of the visitor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.assistant import Assistant
from bot.content import Content
from bot.content.canned import TITLED, fill
from bot.content.likely import Likely
from bot.conversations.events import Author, Event, Message, Owner, OwnerChanged, Reminded
from bot.conversations.owner import State
from bot.conversations.store import Store, Transaction
from bot.desk.accounts import Session
from bot.desk.episodes import Episode, episodes
from bot.desk.guard import Guard
from bot.desk.reader import Reader
from bot.desk.rights import Act
from bot.desk.suggested import Suggestion, suggested
from bot.handover.availability import promised_moment
from bot.handover.calendar import day_text, promise_of
from bot.reception import Reception


class Helping:
    """The help with replies, as a route of the desk."""

    def __init__(
        self,
        store: Store,
        guard: Guard,
        reception: Reception,
        content: Content,
        assistant: Assistant,
    ) -> None:
        self._store = store
        self._guard = guard
        self._reception = reception
        self._content = content
        self._likely = Likely(content)
        self._reader = Reader(assistant)

    def routes(self) -> list[Route]:
        """The route; it is asked again whenever the conversation has news."""
        path = "/desk/api/conversations/{conversation}/help"
        return [Route(path, self._guard.signed(self.help, Act.REPLY))]

    async def help(self, request: Request, session: Session) -> Response:
        """Canned replies, suggested answers and earlier cases, in the desk's ?language= as well.

        `reads_like` is the language of the newest words, if rasa has read them.
        """
        asked = request.query_params.get("language")
        language = asked if asked in TITLED else TITLED[0]
        conversation, name = request.path_params["conversation"], session.account.name

        def work(transaction: Transaction) -> tuple[State, list[Event], datetime]:
            state = transaction.head(conversation).state
            events = [] if state.erased else transaction.events(conversation, 0)
            return state, events, transaction.at

        state, events, at = await self._store.run(work)
        if state.erased:
            return JSONResponse({"canned": [], "suggested": [], "earlier": [], "reads_like": ""})
        reading = await self._reader.newest(events, state)

        def made() -> dict[str, Any]:
            words = self._content.phrase("widget.sources", state.language)
            found = suggested(
                self._content, self._likely, events, state, language, at.date(), reading
            )
            return {
                "canned": self._canned(at, events, state, name, language),
                "suggested": [_suggestion(one, state.language, words) for one in found],
                "earlier": [_episode(one) for one in episodes(events)],
                "reads_like": reading.language if reading else "",
            }

        return JSONResponse(await to_thread.run_sync(made))

    def _canned(
        self, at: datetime, events: Sequence[Event], state: State, name: str, language: str
    ) -> list[dict[str, Any]]:
        """Every canned reply in both languages; `missing` names what keeps it from being sent."""
        promised = standing_promise(events, at)
        theirs = self._values(at, promised, state, name, state.language)
        own = self._values(at, promised, state, name, language)
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
        self, at: datetime, promised: date | None, state: State, name: str, language: str
    ) -> dict[str, str]:
        """What the fields of a canned reply stand for in this case."""
        place = self._content.municipality(state.municipality)
        facts = self._content.facts(state.municipality, at.date())
        hours = self._reception.waiting_room.hours(state.municipality)
        day = promised or promised_moment(hours, at).date()
        return {
            **facts,
            **(place.called(language) if place else {}),
            "name": name,
            "day": day_text(self._content, day, language),
        }


def standing_promise(events: Sequence[Event], at: datetime) -> date | None:
    """The day by which this case was promised an answer, while it can be kept and none came."""
    for event in reversed(events):
        body = event.body
        if isinstance(body, Message) and body.author is Author.LOTS:
            return None
        if isinstance(body, OwnerChanged) and body.owner is Owner.ASSISTANT:
            return None
        if isinstance(body, (OwnerChanged, Reminded)) and body.promised:
            promised = promise_of(body.promised)
            return promised.date() if promised > at else None
    return None


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

"""Who else is there: at the desk, in a case, and on the visitor's side, over real HTTP."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.channels.pace import Pace
from bot.channels.web import SIGNS_A_MINUTE
from bot.conversations import ownership, tables
from bot.conversations.events import LanguageChanged, Owner, OwnerChanged, Reason
from bot.desk.app import STATIC
from tests.conftest import HandClock
from tests.desk.conftest import Lots, waiting
from tests.support.hub import RunningHub, until

MakeLots = Callable[[str], Lots]


class Visitor:
    """A visitor with a token, over HTTP."""

    def __init__(self, hub: RunningHub) -> None:
        with hub.parts.store.transaction() as tx:
            self.id, token = tx.open("web", None, LanguageChanged("sv"))
        self.url = f"{hub.url}/api/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {token}"}

    def waits(self, hub: RunningHub) -> None:
        with hub.parts.store.transaction() as tx:
            ownership.change(tx, tx.lock(self.id), OwnerChanged(Owner.WAITING, Reason.ASKED))

    def writes(self, writing: object = True) -> httpx.Response:
        return httpx.post(f"{self.url}/activity", json={"writing": writing}, headers=self.headers)


def seen(lots: Lots, conversation: str) -> dict[str, Any]:
    return dict(lots.get(f"conversations/{conversation}").json()["activity"])


def colleagues(lots: Lots, conversation: str) -> list[tuple[str, bool]]:
    return [(one["name"], one["writes"]) for one in seen(lots, conversation)["lotsar"]]


def present(lots: Lots) -> list[dict[str, Any]]:
    answer = lots.client.get("/desk/api/stream", headers={"Accept": "application/json"})
    return list(answer.json()[0]["present"])


def audited(hub: RunningHub, conversation: str) -> list[str]:
    table = tables.audit
    query = select(table.c.action).where(table.c.conversation == conversation)
    with hub.parts.store.transaction() as tx:
        return list(tx.connection.execute(query).scalars())


def test_two_who_have_the_same_case_open_see_each_other_before_either_has_it(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    bo, conversation = make_lots("Bo"), waiting(hub.parts.store)
    assert anna.do(conversation, "activity", {"writing": False}).status_code == 200
    answer = bo.do(conversation, "activity", {"writing": True})
    names = [one["name"] for one in answer.json()["activity"]["lotsar"]]
    assert names == ["Anna", "Bo"]
    assert colleagues(anna, conversation) == [("Anna", False), ("Bo", True)]
    assert anna.do(conversation, "claim").status_code == 200
    assert bo.do(conversation, "claim").status_code == 409
    bo.do(conversation, "activity", {"writing": False, "reading": False})
    assert colleagues(anna, conversation) == [("Anna", False)]


def test_of_many_signs_at_once_none_fails(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store)
    with ThreadPoolExecutor(max_workers=6) as pool:
        signs = [
            pool.submit(anna.do, conversation, "activity", {"writing": True}) for _ in "123456"
        ]
        assert {sign.result().status_code for sign in signs} == {200}
    assert colleagues(anna, conversation) == [("Anna", True)]


def test_a_sign_of_life_is_not_audited_and_needs_the_pages_token(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = waiting(hub.parts.store)
    anna.do(conversation, "activity", {"writing": True})
    assert audited(hub, conversation) == []
    anna.get(f"conversations/{conversation}")
    assert audited(hub, conversation) == ["opened"]
    forged = anna.do(conversation, "activity", {"writing": True}, **{"X-CSRF-Token": "wrong"})
    assert forged.status_code == 403


@pytest.mark.parametrize("body", [{}, {"writing": "yes"}, {"writing": True, "reading": 1}])
def test_a_sign_that_says_nothing_is_refused(
    hub: RunningHub, anna: Lots, body: dict[str, object]
) -> None:
    assert anna.do(waiting(hub.parts.store), "activity", body).status_code == 422


def test_nobody_is_noted_in_an_erased_conversation(hub: RunningHub, anna: Lots) -> None:
    visitor = Visitor(hub)
    visitor.waits(hub)
    assert httpx.delete(visitor.url, headers=visitor.headers).status_code == 200
    assert anna.do(visitor.id, "activity", {"writing": True}).status_code == 200
    assert visitor.writes().status_code == 202
    with hub.parts.store.transaction() as tx:
        assert tx.connection.execute(select(tables.activity)).all() == []


def test_the_desk_sees_that_the_visitor_writes_only_while_a_person_is_asked_for(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    visitor = Visitor(hub)
    assert visitor.writes().status_code == 202
    assert not seen(anna, visitor.id)["visitor_writes"], "the assistant needs no sign"
    visitor.waits(hub)
    assert visitor.writes().status_code == 202
    assert seen(anna, visitor.id) == {"lotsar": [], "visitor_writes": True}
    assert visitor.writes(False).status_code == 202
    assert not seen(anna, visitor.id)["visitor_writes"]
    visitor.writes()
    clock.pass_s(9)
    assert not seen(anna, visitor.id)["visitor_writes"]
    assert visitor.writes("Jag heter …").status_code == 422
    assert httpx.post(f"{visitor.url}/activity", json={"writing": True}).status_code == 404


def test_a_visitor_who_signals_without_end_is_asked_to_wait(hub: RunningHub) -> None:
    visitor, other = Visitor(hub), Visitor(hub)
    codes = [visitor.writes().status_code for _ in range(SIGNS_A_MINUTE + 1)]
    assert codes == [202] * SIGNS_A_MINUTE + [429]
    assert other.writes().status_code == 202


def test_a_minute_later_signs_are_counted_anew() -> None:
    now = [100.0]
    pace = Pace(2, lambda: now[0])
    assert [pace.allows("a"), pace.allows("a"), pace.allows("a")] == [True, True, False]
    now[0] += 61
    assert pace.allows("a")


def test_the_visitors_stream_says_that_her_lots_writes_without_moving_its_cursor(
    hub: RunningHub, anna: Lots, make_lots: MakeLots
) -> None:
    visitor, bo = Visitor(hub), make_lots("Bo")
    visitor.waits(hub)
    assert anna.do(visitor.id, "claim").status_code == 200
    headers = visitor.headers | {"Accept": "text/event-stream"}
    events: list[tuple[str, str, dict[str, Any]]] = []

    def block() -> None:
        id_, kind = "", ""
        with httpx.stream("GET", f"{visitor.url}/events", headers=headers, timeout=20) as answer:
            for line in answer.iter_lines():
                field, _, value = line.partition(": ")
                id_, kind = (value if field == "id" else id_), (value if field == "event" else kind)
                if field == "data":
                    events.append((id_, kind, json.loads(value)))
                    id_ = ""
                if events and events[-1][2].get("text") == "Hej!":
                    return

    with ThreadPoolExecutor(max_workers=1) as pool:
        listening = pool.submit(block)
        until(lambda: any(kind == "message" for _, kind, _ in events))
        bo.do(visitor.id, "activity", {"writing": True})
        anna.do(visitor.id, "activity", {"writing": True})
        until(lambda: any(kind == "activity" for _, kind, _ in events), 4)
        anna.do(visitor.id, "activity", {"writing": False})
        until(lambda: [kind for _, kind, _ in events].count("activity") == 2, 4)
        anna.reply(visitor.id, "Hej!")
        listening.result(10)
    signs = [(id_, data) for id_, kind, data in events if kind == "activity"]
    assert signs == [
        ("", {"type": "activity", "writing": True, "lots": "Anna"}),
        ("", {"type": "activity", "writing": False}),
    ]
    assert all(id_ for id_, kind, _ in events if kind != "activity")
    listed = httpx.get(f"{visitor.url}/events", headers=visitor.headers).json()
    assert "activity" not in [event["type"] for event in listed]


def test_a_sign_of_life_is_no_event_of_the_log(hub: RunningHub, anna: Lots) -> None:
    visitor = Visitor(hub)
    visitor.waits(hub)
    with hub.parts.store.transaction() as tx:
        before = tx.head(visitor.id).state.seq
    visitor.writes()
    anna.do(visitor.id, "activity", {"writing": True})
    with hub.parts.store.transaction() as tx:
        assert tx.head(visitor.id).state.seq == before


def test_who_is_at_the_desk_is_told_with_municipalities_and_cases(
    hub: RunningHub, anna: Lots, make_lots: MakeLots, clock: HandClock
) -> None:
    bo, eva = make_lots("Bo"), make_lots("Eva")
    lots = tables.lots
    with hub.parts.store.transaction() as tx:
        for one, values in ((bo, {"municipalities": ["boden"]}), (eva, {"role": "editor"})):
            tx.connection.execute(lots.update().where(lots.c.email == one.email).values(values))
    assert bo.do(waiting(hub.parts.store, place="boden"), "claim").status_code == 200
    seen_ = [(one["name"], one["municipalities"], one["cases"]) for one in present(anna)]
    assert ("Anna", [], 0) in seen_
    assert ("Bo", ["boden"], 1) in seen_
    assert "Eva" not in [name for name, _, _ in seen_]
    clock.pass_s(61)
    assert [one["name"] for one in present(anna)] == ["Anna"]


def test_the_tone_is_short_and_small_and_served(hub: RunningHub) -> None:
    path = STATIC / "tone.wav"
    with wave.open(str(path)) as tone:
        assert 0.3 <= tone.getnframes() / tone.getframerate() <= 0.5
        frames = tone.readframes(tone.getnframes())
    assert any(frames), "a silent file is no tone"
    assert path.stat().st_size < 20_000
    answer = httpx.get(f"{hub.url}/desk/static/tone.wav")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("audio/")

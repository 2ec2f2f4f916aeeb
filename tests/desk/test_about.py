"""“This was about …” and “make this reply an answer”: what is taken, and who sees it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.channels.shown import shown
from bot.conversations import erasure
from bot.conversations.events import AnswerProposed, Author, Message, NoteWritten, TopicSaid
from bot.conversations.store import Store
from bot.reports.proposals import proposals_of
from tests.desk.conftest import Lots, begun
from tests.reports.talks import sure
from tests.support.hub import RunningHub


@pytest.fixture
def case(hub: RunningHub) -> str:
    """3: the visitor's; 4: the assistant's; 5: a lots's; 6: a note."""
    store = hub.parts.store
    conversation = begun(store, "Hur köar jag?")
    with store.transaction() as tx:
        reply = Message(Author.LOTS, "Så här.", "sv", lots_id=1, lots="Anna")
        note = NoteWritten("hm", 1, "Anna")
        tx.append(tx.lock(conversation), sure(answers=3), reply, note)
    return conversation


def taught(store: Store, conversation: str) -> list[Any]:
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [body for body in bodies if isinstance(body, (TopicSaid, AnswerProposed))]


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_topic_is_said_changed_and_taken_back(hub: RunningHub, anna: Lots, case: str) -> None:
    for topic in ("housing.queue", "none", ""):
        answer = anna.do(case, "about", {"about": 3, "topic": topic})
        assert answer.status_code == 201
    assert answer.json() == {"seq": 9}
    said = [TopicSaid(3, topic, "Anna") for topic in ("housing.queue", "none", "")]
    assert taught(hub.parts.store, case) == said
    shown_at_desk = anna.get(f"conversations/{case}").json()["events"]
    first = next(event for event in shown_at_desk if event["type"] == "topic_said")
    assert (first["about"], first["topic"], first["lots"]) == (3, "housing.queue", "Anna")


@pytest.mark.parametrize(
    ("act", "body", "why"),
    [
        ("about", {"about": 4, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": 5, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": 99, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": 0, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": True, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": 10**30, "topic": "housing.queue"}, "invalid"),
        ("about", {"about": 3, "topic": "housing.nothing"}, "unknown_topic"),
        ("about", {"about": 3, "topic": None}, "unknown_topic"),
        ("about", {"about": 3}, "unknown_topic"),
        ("proposal", {"about": 3, "asked": 0, "topic": ""}, "invalid"),
        ("proposal", {"about": 6, "asked": 0, "topic": ""}, "invalid"),
        ("proposal", {"about": 5, "asked": 4, "topic": ""}, "invalid"),
        ("proposal", {"about": 5, "asked": "3", "topic": ""}, "invalid"),
        ("proposal", {"about": 5, "asked": 3, "topic": "none"}, "unknown_topic"),
    ],
)
def test_what_is_no_such_message_or_topic_is_refused(
    hub: RunningHub, anna: Lots, case: str, act: str, body: dict[str, object], why: str
) -> None:
    answer = anna.do(case, act, body)
    assert (answer.status_code, code(answer)) == (422, why)
    assert taught(hub.parts.store, case) == []


def test_a_reply_is_proposed_as_an_answer(hub: RunningHub, anna: Lots, case: str) -> None:
    body = {"about": 5, "asked": 3, "topic": "housing.queue"}
    assert anna.do(case, "proposal", body).status_code == 201
    assert anna.do(case, "proposal", {"about": 5, "asked": 0, "topic": ""}).status_code == 201
    proposed = [AnswerProposed(5, 3, "housing.queue", "Anna"), AnswerProposed(5, 0, "", "Anna")]
    assert taught(hub.parts.store, case) == proposed


def test_a_proposal_is_taken_back_and_made_again(hub: RunningHub, anna: Lots, case: str) -> None:
    store, body = hub.parts.store, {"about": 5, "asked": 3, "topic": "housing.queue"}

    def proposed() -> list[str]:
        with store.transaction() as tx:
            return [one.topic for one in proposals_of(tx.events(case))]

    assert anna.do(case, "proposal", body).status_code == 201
    assert proposed() == ["housing.queue"]
    assert anna.do(case, "proposal", {"about": 5, "back": True}).status_code == 201
    assert taught(store, case)[-1] == AnswerProposed(5, 0, "", "Anna", back=True)
    assert proposed() == []
    assert anna.do(case, "proposal", body).status_code == 201
    assert proposed() == ["housing.queue"]
    assert anna.do(case, "proposal", {"about": 3, "back": True}).status_code == 422


def test_nothing_of_it_is_for_the_visitor_and_it_goes_with_the_erased(
    hub: RunningHub, anna: Lots, case: str
) -> None:
    anna.do(case, "about", {"about": 3, "topic": "housing.queue"})
    anna.do(case, "proposal", {"about": 5, "asked": 3, "topic": ""})
    store = hub.parts.store
    with store.transaction() as tx:
        events = tx.events(case)
        assert len(events) == 8
        assert [shown(event) for event in events[-2:]] == [None, None]
        erasure.erase(tx, tx.lock(case))
    assert taught(store, case) == []
    refused = anna.do(case, "about", {"about": 3, "topic": "housing.queue"})
    assert (refused.status_code, code(refused)) == (422, "erased")

"""The one question after a lots: when it is asked, what an answer does, and what it must not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.shown import shown
from bot.conversations import inbox, turns
from bot.conversations.events import Event, FeedbackGiven, Message, Owner
from bot.conversations.helped import is_question
from bot.conversations.inbox import Written, button_token
from bot.reports.lessons import NOT_HELPED, lessons_of
from tests.desk.conftest import Lots, waiting, write
from tests.support.hub import RunningHub, until

YES, NO = 0, 1


def log(hub: RunningHub, conversation: str) -> list[Event]:
    with hub.parts.store.transaction() as tx:
        return tx.events(conversation)


def questions(hub: RunningHub, conversation: str) -> list[Event]:
    return [event for event in log(hub, conversation) if is_question(event.body)]


def verdicts(hub: RunningHub, conversation: str) -> list[FeedbackGiven]:
    return [e.body for e in log(hub, conversation) if isinstance(e.body, FeedbackGiven)]


def press(hub: RunningHub, conversation: str, seq: int, index: int) -> Message:
    """Presses a button of the question `seq`; what the visitor is told when it is kept."""
    before = len(verdicts(hub, conversation))
    written = Written(f"p{before}", button=button_token(seq, index))
    with hub.parts.store.transaction() as tx:
        inbox.receive(tx, conversation, written, 2000)
    until(lambda: len(verdicts(hub, conversation)) > before)
    told = log(hub, conversation)[-1].body
    assert isinstance(told, Message)
    return told


def helped_case(hub: RunningHub, lots: Lots, act: str = "close", **about: str) -> str:
    conversation = waiting(hub.parts.store, "Sveiki", **about)
    lots.do(conversation, "claim")
    assert lots.reply(conversation, "Hej!", f"r-{conversation}").status_code == 202
    assert lots.do(conversation, act).status_code == 200
    return conversation


@pytest.mark.parametrize("act", ["close", "hand_back"])
def test_who_closes_or_hands_back_is_asked_about_by_name_in_the_visitors_language(
    hub: RunningHub, anna: Lots, act: str
) -> None:
    conversation = helped_case(hub, anna, act, language="lv")
    (question,) = questions(hub, conversation)
    assert question.seq == log(hub, conversation)[-1].seq
    told: dict[str, Any] = shown(question) or {}
    assert (told["from"], told["text"]) == ("notice", "Vai Anna jums palīdzēja?")
    assert [button["title"] for button in told["buttons"]] == ["Jā", "Nē"]


def test_who_wrote_nothing_is_not_asked_about(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    conversation = waiting(hub.parts.store, "Hej")
    anna.do(conversation, "claim")
    anna.do(conversation, "close")
    assert questions(hub, conversation) == []
    conversation = helped_case(hub, anna)
    bo = make_lots("Bo")
    bo.do(conversation, "claim")
    bo.do(conversation, "close")
    assert len(questions(hub, conversation)) == 1, "what Anna wrote was in the case before"


def test_a_yes_is_kept_about_the_question_and_thanked_and_the_assistant_stays_silent(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = helped_case(hub, anna, language="en")
    (question,) = questions(hub, conversation)
    told = press(hub, conversation, question.seq, YES)
    assert verdicts(hub, conversation) == [FeedbackGiven(question.seq, True)]
    assert (told.text, told.language, told.buttons) == ("Thank you for your answer.", "en", ())
    with hub.parts.store.transaction() as tx:
        assert turns.take(tx) is None


def test_a_no_offers_a_lots_again_and_the_last_press_counts(hub: RunningHub, anna: Lots) -> None:
    conversation = helped_case(hub, anna, language="en")
    (question,) = questions(hub, conversation)
    told = press(hub, conversation, question.seq, NO)
    assert [button.title for button in told.buttons] == ["Talk to a local guide"]
    assert "what is missing" in told.text
    press(hub, conversation, question.seq, YES)
    assert [one.helpful for one in verdicts(hub, conversation)] == [False, True]
    assert len(questions(hub, conversation)) == 1


def test_an_old_question_answered_while_a_new_lots_has_the_case_is_only_kept(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    conversation = helped_case(hub, anna, language="en")
    (question,) = questions(hub, conversation)
    write(hub.parts.store, conversation, "En sak till")
    bo = make_lots("Bo")
    bo.do(conversation, "claim")
    told = press(hub, conversation, question.seq, NO)
    assert told.buttons == ()
    with hub.parts.store.transaction() as tx:
        state = tx.head(conversation).state
        assert (state.owner, state.lots) == (Owner.LOTS, "Bo")
        assert turns.take(tx) is None
    bo.reply(conversation, "Hej", "b1")
    bo.do(conversation, "close")
    press(hub, conversation, question.seq, YES)
    assert {one.about for one in verdicts(hub, conversation)} == {question.seq}


def test_the_desk_tells_it_apart_from_an_answer_of_the_assistant(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = helped_case(hub, anna)
    (question,) = questions(hub, conversation)
    press(hub, conversation, question.seq, NO)
    events = anna.get(f"conversations/{conversation}").json()["events"]
    (given,) = [event for event in events if event["type"] == "feedback"]
    assert (given["about"], given["helpful"], given["of_lots"]) == (question.seq, False, True)


def test_a_no_to_a_lots_is_no_lesson_about_the_assistant(hub: RunningHub, anna: Lots) -> None:
    conversation = helped_case(hub, anna)
    (question,) = questions(hub, conversation)
    press(hub, conversation, question.seq, NO)
    whys = [lesson.why for lesson in lessons_of(log(hub, conversation))]
    assert not any(NOT_HELPED in why for why in whys)


def test_after_an_erasure_nothing_is_asked_or_kept(hub: RunningHub, anna: Lots) -> None:
    conversation = helped_case(hub, anna)
    (question,) = questions(hub, conversation)
    with hub.parts.store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    with pytest.raises(Exception, match="erased"):
        press(hub, conversation, question.seq, YES)
    assert questions(hub, conversation) == []

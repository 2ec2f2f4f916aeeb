"""Whatever happens in whatever order, the owner is a legal one and the log has no gaps."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.events import (
    Author,
    Body,
    Erased,
    Event,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.conversations.owner import CHANGES, DIALOGUE_MESSAGES, State, after, fold, may_change
from bot.conversations.stored import from_json, kind_of, to_json
from bot.errors import NotOwner

START = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)

bodies = st.one_of(
    st.builds(
        Message, st.sampled_from(Author), st.text(max_size=20), st.sampled_from(["sv", "lt"])
    ),
    st.builds(OwnerChanged, st.sampled_from(Owner), st.sampled_from(Reason), urgent=st.booleans()),
    st.builds(LanguageChanged, st.sampled_from(["sv", "et"]), st.booleans()),
    st.builds(PlaceChanged, st.sampled_from(["lulea", "sorsele"])),
)


@given(st.lists(st.tuples(bodies, st.integers(0, 100_000)), max_size=60))
def test_any_order_of_events_leaves_a_legal_state(steps: list[tuple[Body, int]]) -> None:
    state, at, log = State(), START, []
    for body, seconds in steps:
        at += timedelta(seconds=seconds)
        before = state
        try:
            state = after(state, state.seq + 1, at, body)
        except NotOwner:
            assert isinstance(body, OwnerChanged)
            assert not may_change(before, body)
            continue
        log.append(Event("c", state.seq, at, body))
        if isinstance(body, OwnerChanged):
            assert body.reason in CHANGES[before.owner][state.owner]
        else:
            assert state.owner is before.owner
        assert state.assistant_speaks == (state.owner in (Owner.ASSISTANT, Owner.MESSAGE_LEFT))
    assert fold(log) == state
    assert [event.seq for event in log] == list(range(1, len(log) + 1))


@given(bodies)
def test_what_is_stored_of_an_event_gives_the_same_event(body: Body) -> None:
    assert from_json(kind_of(body), to_json(body)) == body


def test_every_owner_is_left_again_by_some_reason() -> None:
    assert set(CHANGES) == set(Owner)
    assert all(CHANGES[owner] for owner in Owner)


def test_waiting_can_always_end_in_a_claim_a_cancel_or_a_dated_promise() -> None:
    assert set(CHANGES[Owner.WAITING]) == {Owner.LOTS, Owner.ASSISTANT, Owner.MESSAGE_LEFT}


def test_only_the_assistant_and_a_left_message_let_the_assistant_speak() -> None:
    waiting = after(State(), 1, START, OwnerChanged(Owner.WAITING, Reason.ASKED))
    assert State().assistant_speaks
    assert not waiting.assistant_speaks


def test_a_change_that_cannot_happen_is_refused() -> None:
    with pytest.raises(NotOwner):
        after(State(), 1, START, OwnerChanged(Owner.ASSISTANT, Reason.HANDED_BACK))


def test_rasa_gets_a_new_dialogue_after_thirty_messages_and_after_a_long_pause() -> None:
    state = State()
    said = Message(Author.VISITOR, "hej", "sv")
    for number in range(DIALOGUE_MESSAGES):
        state = after(state, number + 1, START, said)
    assert state.dialogue == 1
    assert after(state, 99, START, said).dialogue == 2
    fresh = after(State(), 1, START, said)
    assert after(fresh, 2, START + timedelta(hours=5), said).dialogue == 1
    assert after(fresh, 2, START + timedelta(hours=7), said).dialogue == 2


def test_an_open_question_outlives_rasas_dialogue_and_ends_when_a_person_spoke() -> None:
    kept = {"asked": "plan.date", "search": None, "topic": "service.move_plan"}
    asked = after(State(), 1, START, Message(Author.ASSISTANT, "När?", "sv", kept=kept))
    assert asked.kept == kept
    said = Message(Author.VISITOR, "hej", "sv")
    late = Message(Author.ASSISTANT, "Var?", "sv", kept={"asked": "plan.place"}, unsent="late")
    state = after(asked, 2, START, late)
    for number in range(DIALOGUE_MESSAGES + 1):
        state = after(state, number + 3, START, said)
    assert (state.dialogue, state.kept) == (2, kept)
    paused = after(state, 99, START + timedelta(hours=7), said)
    assert paused.kept == {**kept, "interrupted": True}
    waiting = after(asked, 2, START, OwnerChanged(Owner.WAITING, Reason.ASKED))
    assert after(waiting, 3, START, OwnerChanged(Owner.LOTS, Reason.CLAIMED)).kept == {}
    assert after(asked, 2, START, Erased("ABC", "erased")).kept == {}


def test_an_erased_conversation_is_spoken_in_by_nobody() -> None:
    waiting = after(State(), 1, START, OwnerChanged(Owner.WAITING, Reason.ASKED, urgent=True))
    state = after(waiting, 2, START, Erased("ABC", "erased"))
    assert not state.assistant_speaks
    assert (state.owner, state.urgent) == (Owner.ASSISTANT, False)


def test_an_urgent_conversation_stays_urgent_until_the_assistant_has_it_back() -> None:
    state = after(State(), 1, START, OwnerChanged(Owner.WAITING, Reason.CRISIS, urgent=True))
    assert state.urgent
    state = after(state, 2, START, OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1))
    assert state.urgent
    state = after(state, 3, START, OwnerChanged(Owner.ASSISTANT, Reason.HANDED_BACK))
    assert not state.urgent

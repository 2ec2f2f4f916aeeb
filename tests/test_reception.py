"""What a visitor who asks for a lots is told: the truth about her wait, in her own time."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable

import pytest

from bot.content import Content
from bot.conversations.events import Author, Erased, Message, Owner, Reason
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.store import Store
from bot.errors import RefusedMessage
from bot.reception import Reception
from bot.settings import Settings
from tests.conftest import HandClock
from tests.conversations.test_waiting import at_the_desk, begin, claim


def asked(reception: Reception, zone: str = "") -> tuple[State, str]:
    """The state, and the last notice, of a visitor who has asked for a lots."""

    async def ask() -> str:
        opened = await reception.open("web", municipality="lulea", language="en", time_zone=zone)
        await reception.hand_over(opened[0])
        return opened[0]

    with_state = asyncio.run(ask())
    with reception.store.transaction() as tx:
        bodies = [event.body for event in tx.events(with_state)]
        state = tx.head(with_state).state
    said = [b.text for b in bodies if isinstance(b, Message) and b.author is Author.NOTICE]
    return state, said[-1]


def test_with_somebody_there_the_place_and_the_usual_wait_are_told(
    store: Store, reception: Reception, clock: HandClock, content: Content
) -> None:
    at_the_desk(store, 1, [])
    for _ in range(5):
        claim(store, begin(store), lots=9)
    begin(store, "lulea")
    begin(store, "sorsele")
    state, told = asked(reception)
    assert content.phrase("notice.queue_place", "en", place="2") in told
    assert content.phrase("notice.queue_minutes", "en", minutes="5") in told
    assert not state.promised


def test_when_all_are_busy_it_is_said_with_a_promise_in_her_own_time(
    store: Store, reception: Reception, content: Content
) -> None:
    at_the_desk(store, 1, [])
    for _ in range(4):
        claim(store, begin(store), lots=1)
    state, told = asked(reception, "Europe/Tallinn")
    assert state.owner is Owner.WAITING
    assert content.phrase("notice.queue_all_busy", "en") in told
    assert "Thursday 26 November, 17:00 (your time)" in told


def test_nobody_there_closed_and_holiday_are_said_differently(
    reception: Reception, clock: HandClock, content: Content
) -> None:
    told = [asked(reception)[1]]
    for hours in (12, 29 * 24 - 12):
        clock.pass_s(hours * 3600)
        told.append(asked(reception)[1])
    assert content.phrase("notice.queue_nobody", "en") in told[0]
    assert "(Swedish time)" in told[0]
    closed, holiday = (content.phrase(f"notice.left_{key}", "en") for key in ("closed", "holiday"))
    assert told[1].startswith(closed.split("{")[0])
    assert told[2].startswith(holiday.split("{")[0])


def test_danger_makes_a_left_message_urgent_and_keeps_its_promise(
    store: Store, reception: Reception, clock: HandClock
) -> None:
    clock.pass_s(12 * 3600)
    state, _ = asked(reception)
    with store.transaction() as tx:
        bodies = reception.waiting_room.handover_bodies(tx, state, Reason.CRISIS)
    assert bodies[0].urgent  # type: ignore[union-attr]
    assert bodies[0].promised == state.promised  # type: ignore[union-attr]


def test_who_asks_twice_to_be_forgotten_while_it_is_queued_gets_her_first_receipt(
    store: Store, settings: Settings, content: Content
) -> None:
    reception = Reception(dataclasses.replace(settings, erasure="queued"), store, content)

    async def twice() -> tuple[str, list[tuple[str, str]]]:
        conversation, _ = await reception.open("web")
        return conversation, [await reception.forget(conversation) for _ in range(2)]

    conversation, (first, second) = asyncio.run(twice())
    assert first == second
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    assert [body for body in bodies if isinstance(body, Erased)] == [Erased(first[0], "queued")]
    assert sum(isinstance(body, Message) for body in bodies) == 1


async def refusal(asked: Awaitable[None]) -> str:
    """Why this was refused; "" when it was not."""
    try:
        await asked
    except RefusedMessage as error:
        return error.code
    return ""


@pytest.mark.parametrize("what", ["feedback", "language"])
def test_verdicts_and_languages_are_limited_in_a_minute_and_count_as_no_messages(
    reception: Reception, clock: HandClock, what: str
) -> None:
    limit = reception.settings.max_messages_per_minute
    calls: dict[str, Callable[[str], Awaitable[None]]] = {
        "feedback": lambda one: reception.feedback(one, 2, True),
        "language": lambda one: reception.choose_language(one, "lv"),
    }
    call = calls[what]

    async def visit() -> None:
        conversation, _ = await reception.open("web", language="sv")
        clock.pass_s(61)
        await reception.receive(conversation, Written("m1", "hej"))
        other, _ = await reception.open("web", language="sv")
        await reception.receive(other, Written("m1", "hej"))
        assert {await refusal(call(conversation)) for _ in range(limit)} == {""}
        stored = len(await reception.events(conversation))
        assert await refusal(call(conversation)) == "too_many"
        assert len(await reception.events(conversation)) == stored
        assert await refusal(call(other)) == "", "nobody else is held up"
        await reception.receive(conversation, Written("m2", "hej igen"))
        clock.pass_s(61)
        assert await refusal(call(conversation)) == ""

    asyncio.run(visit())


def test_a_verdict_on_a_message_that_cannot_be_is_refused(reception: Reception) -> None:
    async def visit() -> None:
        conversation, _ = await reception.open("web")
        for about in (-1, 0, 99, 10**30):
            assert await refusal(reception.feedback(conversation, about, True)) == "unknown_message"

    asyncio.run(visit())

"""Nobody is left waiting: a reminder, then a dated promise; a silent lots loses the case."""

from __future__ import annotations

import asyncio

from bot.content import Content
from bot.conversations import ownership, turns
from bot.conversations.events import Author, Button, Message, Owner, OwnerChanged, Reason
from bot.conversations.inbox import Written
from bot.conversations.owner import State
from bot.conversations.store import Store
from bot.reception import Reception
from bot.settings import Settings
from bot.watch import Watch
from tests.conftest import HandClock

NOTICE = Message(Author.NOTICE, "Anna", "sv")


def opened(reception: Reception) -> str:
    return asyncio.run(reception.open("web", language="sv"))[0]


def look(settings: Settings, store: Store, reception: Reception) -> None:
    with store.transaction() as tx:
        Watch(settings, store, reception).look(tx)


def state_of(store: Store, conversation: str) -> State:
    with store.transaction() as tx:
        return tx.head(conversation).state


def notices(store: Store, conversation: str) -> list[str]:
    with store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [b.text for b in bodies if isinstance(b, Message) and b.author is Author.NOTICE]


def test_a_wait_is_reminded_of_once_and_ends_in_a_dated_promise(
    settings: Settings, store: Store, reception: Reception, content: Content, clock: HandClock
) -> None:
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    for _ in range(3):
        clock.pass_s(settings.patience_s / 2 + 1 if _ == 0 else 1)
        look(settings, store, reception)
    told = notices(store, conversation)[1:]
    assert len(told) == 1
    assert told[0].startswith(content.phrase("notice.still_waiting", "sv"))
    clock.pass_s(settings.patience_s)
    look(settings, store, reception)
    state = state_of(store, conversation)
    assert state.owner is Owner.MESSAGE_LEFT
    assert state.promised == "2026-11-26T16:00:00+01:00"
    assert "26 november klockan 16.00 (svensk tid)" in notices(store, conversation)[-1]


def test_outside_hours_a_handover_is_a_left_message_at_once(
    store: Store, reception: Reception, clock: HandClock
) -> None:
    clock.pass_s(12 * 3600)
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    state = state_of(store, conversation)
    assert state.owner is Owner.MESSAGE_LEFT
    assert state.promised == "2026-11-26T16:00:00+01:00"
    assert state.assistant_speaks


def test_asking_again_keeps_the_day_that_was_promised(
    store: Store, reception: Reception, clock: HandClock
) -> None:
    clock.pass_s(12 * 3600)
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    before = state_of(store, conversation).promised
    clock.pass_s(3 * 3600)
    asyncio.run(reception.hand_over(conversation))
    assert state_of(store, conversation).promised == before
    assert len(notices(store, conversation)) == 2


def test_a_broken_promise_is_owned_up_to_and_the_place_in_the_list_is_kept(
    store: Store, reception: Reception, clock: HandClock, content: Content
) -> None:
    clock.pass_s(12 * 3600)
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    since = state_of(store, conversation).owner_since
    clock.pass_s(3 * 24 * 3600)
    asyncio.run(reception.hand_over(conversation))
    state = state_of(store, conversation)
    assert state.promised == "2026-11-30T16:00:00+01:00"
    assert state.owner_since == since
    late = content.phrase("notice.promise_late", "sv").split("{")[0]
    assert notices(store, conversation)[-1].startswith(late)


def test_a_promise_that_passes_is_owned_up_to_without_being_asked(
    settings: Settings, store: Store, reception: Reception, content: Content, clock: HandClock
) -> None:
    clock.pass_s(12 * 3600)
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    before, told = state_of(store, conversation), notices(store, conversation)
    clock.pass_s(12 * 3600)
    look(settings, store, reception)
    assert notices(store, conversation) == told
    clock.pass_s(10 * 3600)
    look(settings, store, reception)
    look(settings, store, reception)
    after = state_of(store, conversation)
    assert after.owner is Owner.MESSAGE_LEFT
    assert after.promised > before.promised
    assert after.owner_since == before.owner_since
    late = content.phrase("notice.promise_late", "sv", day="\n").split("\n")[0]
    assert [one.startswith(late) for one in notices(store, conversation)[len(told) :]] == [True]


def test_a_case_given_to_a_lots_who_is_away_comes_back_to_the_queue(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
        ownership.reply(tx, conversation, 1, "Bo knows this", "r1")
        given = OwnerChanged(Owner.LOTS, Reason.TRANSFERRED, lots_id=2, lots="Bo")
        ownership.change(tx, tx.lock(conversation), given, NOTICE)
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.WAITING


def test_a_lots_who_is_silent_too_long_gives_the_case_back_to_the_queue(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    clock.pass_s(settings.silence_s * 3)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.LOTS
    asyncio.run(reception.receive(conversation, Written("a", "hallå?")))
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.WAITING


def test_a_lots_who_has_answered_keeps_the_case(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    asyncio.run(reception.receive(conversation, Written("a", "hallå?")))
    clock.pass_s(5)
    with store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Hej", "r")
    clock.pass_s(settings.silence_s * 2)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.LOTS


def test_a_press_on_a_button_of_the_hub_is_no_word_that_waits_for_the_lots(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    asyncio.run(reception.receive(conversation, Written("a", "hallå?")))
    clock.pass_s(5)
    with store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Hej", "r")
        button = Message(Author.NOTICE, "?", "sv", buttons=(Button("Latviešu", "hub:language:lv"),))
        seq = tx.append(tx.lock(conversation), button).state.seq
    clock.pass_s(60)
    asyncio.run(reception.receive(conversation, Written("b", button=f"{seq}.0")))
    assert not state_of(store, conversation).unanswered
    clock.pass_s(settings.silence_s * 2)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.LOTS


def test_an_answer_in_the_same_instant_is_an_answer_and_a_later_word_waits_again(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    asyncio.run(reception.receive(conversation, Written("a", "hallå?")))
    with store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Hej", "r")
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.LOTS
    with store.transaction() as tx:
        ownership.reply(tx, conversation, 1, "Hej igen", "s")
    asyncio.run(reception.receive(conversation, Written("b", "och?")))
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.WAITING


def test_who_asked_without_a_word_is_not_left_with_a_lots_who_claimed_and_went(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    asyncio.run(reception.hand_over(conversation))
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.WAITING


def test_a_question_that_a_lots_took_from_the_assistant_by_stepping_in_waits_for_her(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    conversation = opened(reception)
    asyncio.run(reception.receive(conversation, Written("a", "vad kostar det?")))
    clock.pass_s(1)
    with store.transaction() as tx:
        ownership.claim(tx, conversation, 1, "Anna", NOTICE)
        assert turns.take(tx) is None, "the assistant no longer answers it"
    clock.pass_s(settings.silence_s + 1)
    look(settings, store, reception)
    assert state_of(store, conversation).owner is Owner.WAITING


def test_what_is_too_old_is_forgotten_once_a_day(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    watch = Watch(settings, store, reception)
    old = opened(reception)
    clock.pass_s(400 * 24 * 3600)
    young = opened(reception)
    asyncio.run(watch.purge())
    assert state_of(store, old).erased
    assert not state_of(store, young).erased


def test_a_hub_that_has_just_started_erases_nothing_yet(
    settings: Settings, store: Store, reception: Reception, clock: HandClock
) -> None:
    old = opened(reception)
    clock.pass_s(400 * 24 * 3600)
    asyncio.run(Watch(settings, store, reception).purge())
    assert not state_of(store, old).erased

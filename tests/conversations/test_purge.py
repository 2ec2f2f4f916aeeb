"""What is too old is forgotten, what is younger never; queued wishes are carried out."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import insert, null, select

from bot.conversations import aside, erasure, purge, tables
from bot.conversations.events import (
    Author,
    Message,
    NoteWritten,
    Tagged,
    TopicSaid,
    Translated,
)
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from tests.conftest import HandClock

DAY = 24 * 3600.0


def written(store: Store, text: str = "hej") -> str:
    with store.transaction() as tx:
        return tx.open("web", None, Message(Author.VISITOR, text, "sv"))[0]


def alive(store: Store) -> set[str]:
    with store.transaction() as tx:
        ids = tx.connection.execute(select(tables.conversation.c.id)).scalars().all()
        return {one for one in ids if not tx.head(one).state.erased}


def purge_all(store: Store, months: int) -> int:
    erased = 0
    while True:
        with store.transaction() as tx:
            some = purge.purge_some(tx, months)
        if not some:
            return erased
        erased += some


def test_only_what_nobody_touched_for_so_long_is_erased(any_store: Store, clock: HandClock) -> None:
    old, touched = written(any_store), written(any_store)
    clock.pass_s(200 * DAY)
    with any_store.transaction() as tx:
        tx.append(tx.lock(touched), Message(Author.LOTS, "hej", "sv"))
    clock.pass_s(180 * DAY)
    young = written(any_store)
    with any_store.transaction() as tx:
        assert purge.found(tx, 12).conversations == 1
    assert purge_all(any_store, 12) == 1
    assert alive(any_store) == {touched, young}
    assert old not in alive(any_store)
    with any_store.transaction() as tx:
        assert not purge.found(tx, 12).any


def test_what_only_the_desk_adds_keeps_no_visitor_longer(store: Store, clock: HandClock) -> None:
    conversation = written(store)
    for body in (
        NoteWritten("ringde", 1, "Anna"),
        Tagged(("skola",), "Anna"),
        Translated(1, "en", "hello", "fake"),
        TopicSaid(1, "housing.queue", "Anna"),
    ):
        clock.pass_s(80 * DAY)
        with store.transaction() as tx:
            tx.append(tx.lock(conversation), body)
    clock.pass_s(60 * DAY)
    assert purge_all(store, 12) == 1


def test_nothing_is_erased_twice_and_zero_months_keep_everything(
    any_store: Store, clock: HandClock
) -> None:
    written(any_store)
    clock.pass_s(4000 * DAY)
    assert purge_all(any_store, 0) == 0
    assert purge_all(any_store, 12) == 1
    clock.pass_s(4000 * DAY)
    assert purge_all(any_store, 12) == 0


def test_rows_beside_the_conversations_go_when_they_are_old(
    any_store: Store, clock: HandClock
) -> None:
    def rows(number: int) -> None:
        update = {"channel": "telegram", "update_id": number, "at": clock(), "attempts": 0}
        with any_store.transaction() as tx:
            tx.connection.execute(insert(tables.update).values(**update, body=null()))
            update["update_id"] = number + 100
            tx.connection.execute(insert(tables.update).values(**update, body={"a": 1}))
            tx.connection.execute(
                insert(tables.audit).values(at=clock(), lots_id=1, action="read", details={})
            )
            tx.connection.execute(
                insert(tables.desk_attempt).values(
                    email_hash=str(number), failures=1, until=clock()
                )
            )
            aside.put_away(tx, [str(number)], lots_id=1)

    rows(1)
    clock.pass_s(800 * DAY)
    rows(2)
    with any_store.transaction() as tx:
        assert purge.found(tx, 12) == purge.Old(0, 1, 1, 1, 1)
        assert purge.purge_rows(tx) == 4
    with any_store.transaction() as tx:
        assert not purge.found(tx, 12).any
        assert aside.keys(tx) == {"2"}
        left = tx.connection.execute(select(tables.update.c.update_id)).scalars().all()
        assert sorted(left) == [2, 101, 102], "what is not handled yet is kept"


def test_a_queued_wish_is_listed_until_it_is_carried_out(
    any_store: Store, clock: HandClock
) -> None:
    conversation = written(any_store, "min hemlighet")
    with any_store.transaction() as tx:
        _, receipt = erasure.queue(tx, tx.lock(conversation))
    clock.pass_s(60)
    with any_store.transaction() as tx:
        erasure.queue(tx, tx.lock(conversation))
    with any_store.transaction() as tx:
        (wish,) = purge.queued(tx)
        assert (wish.conversation, wish.receipt) == (conversation, receipt)
        assert purge.carry_out(tx, wish)
    with any_store.transaction() as tx:
        assert purge.queued(tx) == []
        assert purge.carry_out(tx, wish) == ""
        assert "min hemlighet" not in str(tx.events(conversation))
        (entry,) = tx.connection.execute(tables.audit.select()).mappings().all()
    assert (entry["action"], entry["conversation"]) == ("erased", conversation)


@tried(max_examples=25, deadline=None)
@given(
    ages=st.lists(st.integers(0, 800), min_size=1, max_size=8),
    months=st.integers(1, 24),
)
def test_younger_conversations_are_never_touched(ages: list[int], months: int) -> None:
    clock = HandClock()
    now = clock.now
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'farled.db'}", Notifier(), clock)
        migrate(store)
        made = {}
        for age in ages:
            clock.now = now - timedelta(days=age)
            made[written(store)] = clock.now
        clock.now = now
        purge_all(store, months)
        limit = purge.months_before(now, months)
        assert alive(store) == {one for one, at in made.items() if at >= limit}
        store.close()


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ("2026-11-25", 12, "2025-11-25"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-05-05", 24, "2024-05-05"),
    ],
)
def test_months_are_calendar_months(at: str, months: int, before: str) -> None:
    day = datetime.fromisoformat(at).replace(tzinfo=timezone.utc)
    assert purge.months_before(day, months).date().isoformat() == before

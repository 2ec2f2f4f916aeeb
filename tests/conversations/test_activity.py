"""Who reads and who writes: signs that fade, wake those who see them, and die with an erasure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select

from bot.conversations import activity, erasure, inbox, ownership, purge, tables
from bot.conversations.activity import VISITOR
from bot.conversations.events import Author, Message, Owner, OwnerChanged, Reason
from bot.conversations.inbox import Written
from bot.conversations.notifier import DESK
from bot.conversations.store import Store, Transaction
from tests.conftest import HandClock

ANNA, BO = 1, 2
NOTICE = Message(Author.NOTICE, "Anna är här", "sv")
Sign = Callable[[Transaction, str], None]


@pytest.fixture
def case(any_store: Store) -> str:
    """A conversation that waits, and two lotsar."""
    with any_store.transaction() as tx:
        for number, name in ((ANNA, "Anna"), (BO, "Bo")):
            row = {"id": number, "email": name, "name": name, "password_hash": "", "active": True}
            tx.connection.execute(insert(tables.lots).values(row | {"created_at": tx.at}))
        conversation, _ = tx.open("web", None, Message(Author.VISITOR, "hej", "sv"))
        ownership.change(tx, tx.lock(conversation), OwnerChanged(Owner.WAITING, Reason.ASKED))
    return conversation


def woken(store: Store, conversation: str, sign: Sign) -> set[str]:
    """Whom this sign of life wakes."""
    with store.transaction() as tx:
        tx.lock(conversation)
        sign(tx, conversation)
        return set(tx.touched)


def there(store: Store, conversation: str) -> list[tuple[str, bool]]:
    with store.transaction() as tx:
        return [(one.name, one.writes) for one in activity.lotsar(tx, conversation)]


def visitor_writes(store: Store, conversation: str) -> bool:
    with store.transaction() as tx:
        return activity.visitor_writes(tx, conversation)


def writing_lots(store: Store, conversation: str) -> str:
    with store.transaction() as tx:
        return activity.writing_lots(tx, tx.head(conversation))


def rows(store: Store) -> int:
    with store.transaction() as tx:
        return len(tx.connection.execute(select(tables.activity)).all())


def reads(lots_id: int) -> Sign:
    return lambda tx, conversation: activity.reading(tx, conversation, lots_id)


def writes(lots_id: int, now: bool = True) -> Sign:
    return lambda tx, conversation: activity.writing(tx, conversation, lots_id, now)


def test_who_reads_is_there_for_a_minute_and_wakes_the_desk_once(
    any_store: Store, case: str, clock: HandClock
) -> None:
    assert woken(any_store, case, reads(BO)) == {DESK}
    assert woken(any_store, case, reads(ANNA)) == {DESK}
    for _ in range(4):
        clock.pass_s(25)
        assert woken(any_store, case, reads(ANNA)) == set(), "a heartbeat is no news"
    assert there(any_store, case) == [("Anna", False)]
    clock.pass_s(61)
    assert there(any_store, case) == []
    assert woken(any_store, case, reads(ANNA)) == {DESK}


def test_who_writes_is_seen_for_eight_seconds_and_wakes_at_beginning_and_end(
    any_store: Store, case: str, clock: HandClock
) -> None:
    assert woken(any_store, case, writes(ANNA)) == {DESK, case}
    clock.pass_s(3)
    assert woken(any_store, case, writes(ANNA)) == set()
    assert there(any_store, case) == [("Anna", True)]
    assert woken(any_store, case, writes(ANNA, False)) == {DESK, case}
    assert woken(any_store, case, writes(ANNA, False)) == set()
    assert there(any_store, case) == []
    woken(any_store, case, reads(ANNA))
    woken(any_store, case, writes(ANNA))
    clock.pass_s(9)
    assert there(any_store, case) == [("Anna", False)]


def test_the_visitor_hears_only_of_the_lots_who_has_the_case(any_store: Store, case: str) -> None:
    woken(any_store, case, writes(BO))
    assert writing_lots(any_store, case) == ""
    with any_store.transaction() as tx:
        ownership.claim(tx, case, ANNA, "Anna", NOTICE)
    assert writing_lots(any_store, case) == ""
    woken(any_store, case, writes(ANNA))
    assert writing_lots(any_store, case) == "Anna"


def test_what_is_sent_ends_the_sign_that_it_is_written(any_store: Store, case: str) -> None:
    with any_store.transaction() as tx:
        ownership.claim(tx, case, ANNA, "Anna", NOTICE)
    woken(any_store, case, writes(ANNA))
    assert woken(any_store, case, writes(VISITOR)) == {DESK}, "her own stream has no use for it"
    assert visitor_writes(any_store, case)
    with any_store.transaction() as tx:
        inbox.receive(tx, case, Written("m1", "Jag undrar"), 2000)
    assert (visitor_writes(any_store, case), writing_lots(any_store, case)) == (False, "Anna")
    with any_store.transaction() as tx:
        ownership.reply(tx, case, ANNA, "Ja?", "r1")
    assert writing_lots(any_store, case) == ""
    assert woken(any_store, case, writes(VISITOR)) == {DESK}, "the next message begins anew"


def test_who_has_left_is_gone_at_once(any_store: Store, case: str) -> None:
    woken(any_store, case, reads(ANNA))
    woken(any_store, case, reads(BO))
    with any_store.transaction() as tx:
        activity.left(tx, case, ANNA)
        assert DESK in tx.touched
    assert there(any_store, case) == [("Bo", False)]
    with any_store.transaction() as tx:
        activity.left(tx, case, ANNA)
        assert tx.touched == set()


def test_an_erasure_and_a_day_leave_no_trace_of_who_read_what(
    any_store: Store, case: str, clock: HandClock
) -> None:
    woken(any_store, case, reads(ANNA))
    woken(any_store, case, writes(VISITOR))
    with any_store.transaction() as tx:
        erasure.erase(tx, tx.lock(case))
    assert rows(any_store) == 0
    with any_store.transaction() as tx:
        other, _ = tx.open("web", None, Message(Author.VISITOR, "hej", "sv"))
    woken(any_store, other, reads(ANNA))
    woken(any_store, other, writes(BO))
    clock.pass_s(20 * 3600)
    woken(any_store, other, reads(BO))
    clock.pass_s(5 * 3600)
    with any_store.transaction() as tx:
        purge.purge_rows(tx)
    assert rows(any_store) == 1, "only Bo was there within a day"

"""Work that is put away stays so until somebody takes it back."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait

from bot.conversations import aside
from bot.conversations.store import Store


def put_away(store: Store, lots_id: int) -> None:
    with store.transaction() as tx:
        aside.put_away(tx, ["a", "b"], lots_id)


def kept(store: Store) -> frozenset[str]:
    with store.transaction() as tx:
        return aside.keys(tx)


def _ends(work: Future[None]) -> bool:
    """True when it is done at once; both databases make it wait for the first."""
    return bool(wait([work], timeout=0.5).done)


def test_two_who_put_away_the_same_at_once_are_as_good_as_one(any_store: Store) -> None:
    with ThreadPoolExecutor() as pool:
        with any_store.transaction() as tx:
            aside.put_away(tx, ["a"], 1)
            other = pool.submit(put_away, any_store, 2)
            assert not _ends(other)
        other.result(timeout=20)
    assert kept(any_store) == {"a", "b"}


def test_what_is_put_away_twice_is_taken_back_once(any_store: Store) -> None:
    put_away(any_store, 1)
    put_away(any_store, 2)
    with any_store.transaction() as tx:
        aside.take_back(tx, ["a"])
    assert kept(any_store) == {"b"}

"""Updates are known by their id, come in their order, and do not stay longer than needed."""

from __future__ import annotations

import pytest

from bot.channels import telegram_updates as updates
from bot.conversations.store import Store
from tests.conftest import HandClock


def test_an_update_is_kept_once_and_handled_once(any_store: Store) -> None:
    with any_store.transaction() as tx:
        assert updates.keep(tx, [{"update_id": 2, "a": 1}, {"update_id": 1}]) == 2
        assert updates.keep(tx, [{"update_id": 2, "a": 2}, {"update_id": 3}]) == 1
    with any_store.transaction() as tx:
        assert updates.oldest(tx) == 1
        assert updates.take(tx, 2) == {"update_id": 2, "a": 1}
        updates.done(tx, 1)
        updates.done(tx, 2)
    with any_store.transaction() as tx:
        assert updates.oldest(tx) == 3
        assert updates.take(tx, 2) is None
        assert updates.keep(tx, [{"update_id": 2, "a": 1}]) == 0
        assert [updates.failed(tx, 3), updates.failed(tx, 3)] == [1, 2]


def test_only_what_is_handled_and_old_is_forgotten(any_store: Store, clock: HandClock) -> None:
    with any_store.transaction() as tx:
        updates.keep(tx, [{"update_id": 1}, {"update_id": 2}])
        updates.done(tx, 1)
    clock.pass_s(updates.KEPT_FOR.total_seconds() + 1)
    with any_store.transaction() as tx:
        updates.keep(tx, [{"update_id": 3}])
        updates.done(tx, 3)
        updates.forget_old(tx)
        assert updates.oldest(tx) == 2
        assert updates.keep(tx, [{"update_id": 3}, {"update_id": 1}]) == 1


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**63}]
)
def test_what_has_no_id_is_no_update(raw: object) -> None:
    assert updates.id_of(raw) is None

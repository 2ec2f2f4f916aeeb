"""Accounts, sessions, locks and the one-time link, on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversations.presence import loads
from bot.conversations.store import Store
from bot.desk import accounts, attempts
from bot.desk.accounts import Account, Session
from bot.errors import SignInFailed
from tests.conftest import HandClock

EMAIL, PASSWORD = "anna@kommun.example", "en lång lösenfras"


def added(store: Store, email: str = EMAIL) -> Account:
    with store.transaction() as tx:
        return accounts.add(tx, email, "Anna Berg", PASSWORD)


def with_a_chief(store: Store) -> None:
    """Somebody else is administrator, so that Anna's account may end."""
    added(store, "chefen@kommun.example")


def tried(store: Store, email: str, password: str) -> Account | None:
    with store.transaction() as tx:
        attempt = accounts.begin(tx, email)
    return accounts.right(attempt, password) if attempt else None


def signed_in(store: Store, account: Account) -> str:
    with store.transaction() as tx:
        return accounts.sign_in(tx, account)


def session(store: Store, token: str) -> Session | None:
    with store.transaction() as tx:
        return accounts.session(tx, token)


def test_the_right_password_gives_the_account_however_the_address_is_written(
    any_store: Store,
) -> None:
    account = added(any_store)
    assert tried(any_store, "  Anna@Kommun.example ", PASSWORD) == account
    assert tried(any_store, EMAIL, PASSWORD + "x") is None
    assert tried(any_store, "nobody@kommun.example", PASSWORD) is None


def test_the_password_itself_is_not_stored(store: Store) -> None:
    added(store)
    with store.transaction() as tx:
        attempt = accounts.begin(tx, EMAIL)
    assert attempt is not None
    assert attempt.password_hash.startswith("$argon2id$")
    assert PASSWORD not in attempt.password_hash


def test_an_unknown_address_costs_the_same_work_as_a_known_one(store: Store) -> None:
    added(store)
    with store.transaction() as tx:
        known, unknown = accounts.begin(tx, EMAIL), accounts.begin(tx, "b@kommun.example")
    assert known is not None
    assert unknown is not None
    costs = [attempt.password_hash.split("$")[1:4] for attempt in (known, unknown)]
    assert costs[0] == costs[1]


def test_after_five_wrong_passwords_even_the_right_one_must_wait(
    any_store: Store, clock: HandClock
) -> None:
    account = added(any_store)
    for _ in range(attempts.FREE_ATTEMPTS):
        assert tried(any_store, EMAIL, "fel") is None
    assert tried(any_store, EMAIL, PASSWORD) is None
    clock.pass_s(attempts.LOCK.total_seconds() + 1)
    assert tried(any_store, EMAIL, PASSWORD) == account


def test_tries_begun_at_the_same_time_are_all_counted(store: Store) -> None:
    added(store)
    with store.transaction() as tx:
        begun = [accounts.begin(tx, EMAIL) for _ in range(8)]
    assert sum(attempt is not None for attempt in begun) == attempts.FREE_ATTEMPTS


def test_signing_in_forgets_earlier_mistakes(store: Store) -> None:
    account = added(store)
    for _ in range(2):
        for _ in range(attempts.FREE_ATTEMPTS - 1):
            assert tried(store, EMAIL, "fel") is None
        assert tried(store, EMAIL, PASSWORD) == account
        signed_in(store, account)


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("b@kommun.example", "Bo", "kort"),
        ("b@kommun.example", "  ", PASSWORD),
        ("no address", "Bo", PASSWORD),
        (EMAIL.upper(), "Bo", PASSWORD),
    ],
)
def test_an_account_needs_an_address_of_its_own_a_name_and_a_long_password(
    store: Store, email: str, name: str, password: str
) -> None:
    added(store)
    with pytest.raises(SignInFailed), store.transaction() as tx:
        accounts.add(tx, email, name, password)


def test_a_session_ends_when_nothing_was_heard_of_it_for_long(
    any_store: Store, clock: HandClock
) -> None:
    account = added(any_store)
    token = signed_in(any_store, account)
    found = session(any_store, token)
    assert found is not None
    assert found.account == account
    assert session(any_store, token + "x") is None
    clock.pass_s(accounts.SESSION_IDLE.total_seconds())
    assert session(any_store, token) is None
    signed_in(any_store, account)
    with any_store.transaction() as tx:
        assert not accounts.session_is_open(tx, found.token_hash)


def test_signing_out_ends_one_browser_and_removing_the_account_all(store: Store) -> None:
    with_a_chief(store)
    account = added(store)
    first, second, third = (signed_in(store, account) for _ in range(3))
    found = session(store, first)
    assert found is not None
    with store.transaction() as tx:
        accounts.sign_out(tx, found.token_hash)
    assert session(store, first) is None
    assert session(store, second) is not None
    with store.transaction() as tx:
        accounts.remove(tx, EMAIL)
        assert loads(tx, "") == []
    assert session(store, second) is None
    assert session(store, third) is None
    assert tried(store, EMAIL, PASSWORD) is None


def test_a_removed_account_can_be_opened_again_and_keeps_its_number(store: Store) -> None:
    with_a_chief(store)
    account = added(store)
    with store.transaction() as tx:
        accounts.remove(tx, EMAIL)
        assert [one.active for one in accounts.everyone(tx)] == [True, False]
    assert added(store).id == account.id
    with pytest.raises(SignInFailed), store.transaction() as tx:
        accounts.remove(tx, "nobody@kommun.example")


def test_a_session_begun_while_the_account_was_removed_is_no_good(store: Store) -> None:
    with_a_chief(store)
    account = added(store)
    with store.transaction() as tx:
        accounts.remove(tx, EMAIL)
    assert session(store, signed_in(store, account)) is None


def test_a_one_time_link_makes_one_account_within_its_time(
    any_store: Store, clock: HandClock
) -> None:
    hour = timedelta(hours=1)
    with any_store.transaction() as tx:
        replaced, link = (accounts.one_time_link(tx, hour) for _ in range(2))
        assert not accounts.link_is_good(tx, replaced)
        assert accounts.link_is_good(tx, link)
    with pytest.raises(SignInFailed), any_store.transaction() as tx:
        accounts.use_link(tx, link, EMAIL, "Anna", "kort")
    with any_store.transaction() as tx:
        assert accounts.use_link(tx, link, EMAIL, "Anna", PASSWORD).name == "Anna"
    with pytest.raises(SignInFailed), any_store.transaction() as tx:
        accounts.use_link(tx, link, "b@kommun.example", "Bo", PASSWORD)
    with any_store.transaction() as tx:
        late = accounts.one_time_link(tx, hour)
    clock.pass_s(3601)
    with any_store.transaction() as tx:
        assert not accounts.link_is_good(tx, late)


def test_a_one_time_link_ends_when_an_account_is_made_another_way(store: Store) -> None:
    with store.transaction() as tx:
        link = accounts.one_time_link(tx, timedelta(hours=1))
    added(store)
    with store.transaction() as tx:
        assert not accounts.link_is_good(tx, link)

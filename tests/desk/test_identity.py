"""Whom an identity lets in: on a real database, both kinds."""

from __future__ import annotations

import pytest

from bot.conversations import tables
from bot.conversations.store import Store
from bot.desk import accounts, identity, staff
from bot.desk.provider import Identity
from bot.errors import IdentityRefused
from tests.desk.conftest import PASSWORD

ISSUER = "https://login.kommun.example"
ANNA, BO = "anna@kommun.example", "bo@kommun.example"


def enter(store: Store, subject: str, email: str = "") -> tuple[int, str]:
    """Whose session it is (0 for nobody's), and why there is none."""
    with store.transaction() as tx:
        token, refused = identity.enter(tx, Identity(ISSUER, subject, email))
        session = accounts.session(tx, token)
    return session.account.id if session else 0, refused


def add(store: Store, email: str) -> int:
    with store.transaction() as tx:
        return accounts.add(tx, email, email.split("@")[0], PASSWORD).id


def test_the_address_binds_and_then_the_identity_alone_decides(any_store: Store) -> None:
    anna, bo = add(any_store, ANNA), add(any_store, BO)
    assert enter(any_store, "s1") == (0, "unverified")
    assert enter(any_store, "s1", ANNA) == (anna, "")
    assert enter(any_store, "s1") == (anna, "")
    assert enter(any_store, "s1", "anna.new@kommun.example") == (anna, "")
    assert enter(any_store, "s1", BO) == (anna, "")
    with any_store.transaction() as tx:
        assert identity.is_bound(tx, anna)
        assert not identity.is_bound(tx, bo)


def test_another_identity_with_the_same_address_is_refused_and_noted(any_store: Store) -> None:
    anna = add(any_store, ANNA)
    enter(any_store, "s1", ANNA)
    assert enter(any_store, "s2", ANNA) == (0, "taken")
    with any_store.transaction() as tx:
        row = tx.connection.execute(
            tables.audit.select().order_by(tables.audit.c.id.desc())
        ).first()
    assert (row.lots_id, row.action, row.details) == (anna, "sign_in_failed", {"by": "oidc"})


def test_an_unbound_account_is_signed_out_and_free_for_the_next(any_store: Store) -> None:
    anna = add(any_store, ANNA)
    enter(any_store, "s1", ANNA)
    with any_store.transaction() as tx:
        identity.unbind(tx, anna)
        assert tx.connection.execute(tables.desk_session.select()).all() == []
    assert enter(any_store, "s2", ANNA) == (anna, "")
    assert enter(any_store, "s1", ANNA) == (0, "taken")


def test_an_ended_account_forgets_its_identity_and_opened_again_is_nobodys(
    any_store: Store,
) -> None:
    add(any_store, BO)
    anna = add(any_store, ANNA)
    enter(any_store, "s1", ANNA)
    with any_store.transaction() as tx:
        staff.end(tx, ANNA)
    assert enter(any_store, "s1", ANNA) == (0, "unknown")
    add(any_store, ANNA)
    assert enter(any_store, "s1") == (0, "unverified")
    assert enter(any_store, "s2", ANNA) == (anna, "")


def test_no_account_is_made_and_a_subject_too_long_is_refused(any_store: Store) -> None:
    assert enter(any_store, "s1", ANNA) == (0, "unknown")
    with any_store.transaction() as tx:
        assert accounts.everyone(tx) == []
    with pytest.raises(IdentityRefused):
        enter(any_store, "s" * identity.MAX_SUBJECT, ANNA)

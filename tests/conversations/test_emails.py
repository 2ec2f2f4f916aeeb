"""What counts as an address, and that no trace of an old one is left."""

from __future__ import annotations

import pytest

from bot.conversations import emails
from bot.conversations.events import Author, EmailKnown, Message
from bot.conversations.owner import fold
from bot.conversations.store import Store
from bot.errors import RefusedMessage

NOTICE = Message(Author.NOTICE, "Noted", "en")


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("anna@example.ee", "anna@example.ee"),
        ("a.b+c_d@mail.example.co.uk", "a.b+c_d@mail.example.co.uk"),
        ("ave@köök.ee", "ave@xn--kk-fkaa.ee"),
        ("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_an_address_is_taken_as_a_mail_server_knows_it(email: str, address: str) -> None:
    assert emails.address_of(email) == address


@pytest.mark.parametrize(
    "email",
    [
        "anna",
        "anna@",
        "@example.ee",
        "anna@example",
        "anna@@example.ee",
        "an na@example.ee",
        "anna@exa mple.ee",
        "anna@example.ee\nBcc: b@c.se",
        "anna@example.ee,b@c.se",
        "<anna@example.ee>",
        ".anna@example.ee",
        "anna.@example.ee",
        "an..na@example.ee",
        "anna@example..ee",
        "anna@-example.ee",
        "anna@192.168.0.1",
        "anna@\ufdfa.ee",
        f"{'a' * 65}@example.ee",
        f"anna@{'a' * 64}.ee",
        f"anna@{'a.' * 130}ee",
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(RefusedMessage):
        emails.address_of(email)


def test_a_masked_address_tells_only_its_owner() -> None:
    assert emails.masked("anna@example.ee") == "a•••@example.ee"


def test_a_changed_address_leaves_no_trace_and_the_log_still_folds(any_store: Store) -> None:
    with any_store.transaction() as tx:
        conversation, _ = tx.open("web", None)
    for email in ("old@example.ee", "new@example.ee"):
        with any_store.transaction() as tx:
            emails.put(tx, tx.lock(conversation), email, NOTICE)
    with any_store.transaction() as tx:
        events, head = tx.events(conversation), tx.head(conversation)
    assert "old@example.ee" not in str(events)
    assert [one.body for one in events if isinstance(one.body, EmailKnown)] == [
        EmailKnown("new@example.ee")
    ]
    assert fold(events).email == head.state.email == "new@example.ee"


def test_only_a_lots_is_mailed_and_only_where_e_mail_is_on(any_store: Store) -> None:
    said = [Message(author, "Hello", "en") for author in Author]
    for on in (False, True):
        any_store.emails = on
        with any_store.transaction() as tx:
            conversation, _ = tx.open("web", None, EmailKnown("anna@example.ee"), *said)
            telegram, _ = tx.open("telegram", f"4{on}", EmailKnown("anna@example.ee"), *said)
        with any_store.transaction() as tx:
            parcel = tx.connection.exec_driver_sql(
                f"SELECT seq, channel FROM outbox WHERE conversation = '{conversation}'"
            ).all()
            pushed = tx.connection.exec_driver_sql(
                f"SELECT DISTINCT channel FROM outbox WHERE conversation = '{telegram}'"
            ).all()
        lots_seq = 2 + list(Author).index(Author.LOTS)
        assert [tuple(row) for row in parcel] == ([(lots_seq, "email")] if on else [])
        assert [tuple(row) for row in pushed] == [("telegram",)]


def test_an_address_can_be_taken_back_however_often_it_was_changed(store: Store) -> None:
    with store.transaction() as tx:
        conversation, _ = tx.open("web", None)
    for number in range(emails.CHANGES):
        with store.transaction() as tx:
            emails.put(tx, tx.lock(conversation), f"a{number}@example.ee", NOTICE)
    with store.transaction() as tx, pytest.raises(RefusedMessage):
        emails.put(tx, tx.lock(conversation), "one-more@example.ee", NOTICE)
    with store.transaction() as tx:
        assert emails.put(tx, tx.lock(conversation), "", NOTICE).state.email == ""

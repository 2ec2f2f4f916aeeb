"""Who did what: what is written, what is not, and who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.conversations import tables
from bot.conversations.store import Store
from bot.desk import accounts, audit, staff
from bot.desk.rights import ADMINISTRATOR, AUDITED, COORDINATOR, Act
from bot.desk.staff import Duty
from tests.conftest import HandClock
from tests.desk.conftest import Lots, waiting
from tests.support.hub import RunningHub


def done(hub: RunningHub, *, conversation: str = "") -> list[str]:
    """What was done, oldest first; to one conversation if it is given."""
    with hub.parts.store.transaction() as tx:
        found = audit.entries(tx)
    return [one.action for one in reversed(found) if one.conversation == conversation]


def test_what_is_done_to_a_case_is_written_and_a_second_look_within_the_hour_is_not(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    conversation = waiting(hub.parts.store, "mycket hemligt")
    for _ in range(3):
        anna.get(f"conversations/{conversation}")
    anna.do(conversation, "claim")
    anna.do(conversation, "claim")
    anna.reply(conversation, "mitt svar")
    anna.do(conversation, "card", {"children": "2"})
    anna.do(conversation, "hand_back")
    assert anna.do(conversation, "close").status_code == 409
    clock.pass_s(audit.ONCE_IN.total_seconds())
    anna.get(f"conversations/{conversation}")
    expected = ["opened", "claimed", "claimed", "corrected", "hand_back", "opened"]
    assert done(hub, conversation=conversation) == expected


@pytest.fixture
def no_audit(hub: RunningHub) -> Iterator[None]:
    """The audit log cannot be written: what a crash at that moment leaves behind."""
    refuse = "BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    with hub.parts.store.transaction() as tx:
        tx.connection.exec_driver_sql(f"CREATE TRIGGER no_audit {refuse}")
    yield
    with hub.parts.store.transaction() as tx:
        tx.connection.exec_driver_sql("DROP TRIGGER no_audit")


CHANGES: dict[str, dict[str, str]] = {
    "claim": {},
    "transfer": {"to": "sorsele"},
    "card": {"children": "2"},
    "hand_back": {},
    "close": {"outcome": "answered"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_which_the_log_cannot_tell_does_not_happen(
    hub: RunningHub, anna: Lots, change: str, request: pytest.FixtureRequest
) -> None:
    conversation = waiting(hub.parts.store, "hej")
    if change != "claim":
        anna.do(conversation, "claim")
    with hub.parts.store.transaction() as tx:
        before, told = tx.head(conversation).state, tx.events(conversation)
    request.getfixturevalue("no_audit")
    assert anna.do(conversation, change, CHANGES[change]).status_code == 500
    with hub.parts.store.transaction() as tx:
        assert tx.head(conversation).state == before
        assert tx.events(conversation) == told


def test_what_is_read_is_not_shown_when_the_log_cannot_tell_of_it(
    hub: RunningHub, anna: Lots, no_audit: None
) -> None:
    conversation = waiting(hub.parts.store, "mycket hemligt")
    anna.client.headers["connection"] = "close"  # after a 500 the server hangs up
    headers = {"X-CSRF-Token": anna.csrf}
    for answer in (
        anna.get(f"conversations/{conversation}"),
        anna.client.post("/desk/api/search", json={"words": "hemligt"}, headers=headers),
    ):
        assert answer.status_code == 500
        assert "hemligt" not in answer.text
    assert anna.client.get("/desk/report.csv").status_code == 500


def test_no_words_and_no_visitor_stand_in_it(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store, "mycket hemligt")
    anna.get(f"conversations/{conversation}")
    anna.do(conversation, "claim")
    anna.reply(conversation, "mitt svar")
    with hub.parts.store.transaction() as tx:
        rows = [dict(row) for row in tx.connection.execute(tables.audit.select()).mappings()]
    assert rows
    for secret in ("hemligt", "mitt svar", anna.email, "Anna"):
        assert secret not in str(rows)


def test_signing_in_and_failing_to_are_written_of_accounts_only(
    hub: RunningHub, anna: Lots
) -> None:
    anna.sign_in("fel lösenord")
    form = {"email": "nobody@kommun.example", "password": "fel"}
    anna.client.post("/desk/sign-in", data=form)
    assert done(hub) == ["signed_in", "sign_in_failed"]


def test_a_coordinator_reads_of_the_own_municipalities_and_a_lots_nothing(
    hub: RunningHub, make_lots: Callable[[str], Lots]
) -> None:
    chief, cilla, bo = make_lots("Anna"), make_lots("Cilla"), make_lots("Bo")
    with hub.parts.store.transaction() as tx:
        staff.change(tx, cilla.email, Duty(COORDINATOR, ("lulea",)))
    near = waiting(hub.parts.store, place="lulea")
    far = waiting(hub.parts.store, place="sorsele")
    for conversation in (near, far):
        chief.do(conversation, "claim")
    assert bo.client.get("/desk/audit").status_code == 403
    hers, all_of_it = (one.client.get("/desk/audit").text for one in (cilla, chief))
    assert near in hers
    assert far not in hers
    assert near in all_of_it
    assert far in all_of_it


def test_it_is_read_a_page_at_a_time_newest_first(hub: RunningHub, anna: Lots) -> None:
    with hub.parts.store.transaction() as tx:
        for number in range(audit.PAGE + 5):
            audit.write(tx, 1, "claimed", f"c{number:03}")
    first = anna.client.get("/desk/audit").text
    assert f"c{audit.PAGE + 4:03}" in first
    assert "c003" not in first
    older = first.split('href="/desk/audit?before=')[1].split('"')[0]
    second = anna.client.get(f"/desk/audit?before={older}").text
    assert "c003" in second
    assert f"c{audit.PAGE + 4:03}" not in second
    assert anna.client.get("/desk/audit?before=x").status_code == 200


def test_only_known_actions_are_written_and_each_has_its_words(hub: RunningHub) -> None:
    with hub.parts.store.transaction() as tx, pytest.raises(ValueError, match="juggled"):
        audit.write(tx, 1, "juggled")
    assert set(AUDITED.values()) <= set(audit.ACTIONS)
    assert AUDITED.keys() <= set(Act)
    for action in audit.ACTIONS:
        assert hub.parts.content.phrase(f"accounts.did_{action}", "sv")


def test_the_first_account_is_an_administrators_and_the_oldest_becomes_one_when_there_is_none(
    store: Store,
) -> None:
    with store.transaction() as tx:
        for name in ("anna", "bo"):
            accounts.add(tx, f"{name}@k.example", name, "en lång lösenfras")
        roles = [one.role for one in accounts.everyone(tx)]
        assert roles == [ADMINISTRATOR, "lots"]
        tx.connection.execute(tables.lots.update().values(role="lots"))
        accounts.have_an_administrator(tx)
        assert [one.role for one in accounts.everyone(tx)] == [ADMINISTRATOR, "lots"]

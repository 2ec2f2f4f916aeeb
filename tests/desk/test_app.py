"""The desk's API over real HTTP."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from bot.conversations import outbox, tables
from bot.conversations.events import Message, Owner
from bot.conversations.presence import PRESENT_FOR
from bot.desk import accounts, attempts
from bot.desk.app import MAX_REPLY
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, Lots, begun, waiting, write
from tests.support.hub import RunningHub

SUNDAY_NIGHT = datetime(2026, 11, 29, 2, 0, tzinfo=timezone.utc)


class Listening:
    """An open stream of the desk, read one list at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> dict[str, Any]:
        for line in self._lines:
            if line.startswith("data:"):
                return dict(json.loads(line[5:])["lists"])
        raise AssertionError("the stream has ended")

    def ended(self) -> bool:
        return not any(line.startswith("data:") for line in self._lines)


@contextlib.contextmanager
def listening(lots: Lots) -> Iterator[Listening]:
    headers = {"Accept": "text/event-stream"}
    with lots.client.stream("GET", "/desk/api/stream", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        yield Listening(stream.iter_lines())


def messages(hub: RunningHub, conversation: str) -> list[Message]:
    with hub.parts.store.transaction() as tx:
        events = tx.events(conversation)
    return [event.body for event in events if isinstance(event.body, Message)]


def owner(hub: RunningHub, conversation: str) -> Owner:
    with hub.parts.store.transaction() as tx:
        return tx.head(conversation).state.owner


def test_a_lots_signs_in_and_out(hub: RunningHub, anna: Lots) -> None:
    assert anna.page_data()["lots_id"] == 1
    assert anna.get("conversations/c0").status_code == 404
    form = {"csrf": anna.csrf}
    assert anna.client.post("/desk/sign-out", data=form).status_code == 303
    assert anna.get("conversations/c0").status_code == 401


def test_a_wrong_password_and_an_unknown_address_look_and_take_the_same(
    hub: RunningHub, anna: Lots
) -> None:
    answers, took = [], []
    for email in (anna.email, "nobody@kommun.example"):
        began = time.monotonic()
        form = {"email": email, "password": "fel lösenord"}
        answers.append(httpx.post(f"{hub.url}/desk/sign-in", data=form))
        took.append(time.monotonic() - began)
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].text == answers[1].text
    assert max(took) < 8 * min(took)  # without the work for nobody it would be a hundredth


def test_after_five_wrong_passwords_the_address_is_locked_for_a_while(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    wrong = [anna.sign_in("fel lösenord").text for _ in range(attempts.FREE_ATTEMPTS)]
    locked = anna.sign_in()
    assert (locked.status_code, locked.text) == (403, wrong[0])
    clock.pass_s(attempts.LOCK.total_seconds() + 1)
    assert anna.sign_in().status_code == 303


def test_the_one_time_link_makes_the_first_account_once(hub: RunningHub) -> None:
    with hub.parts.store.transaction() as tx:
        path = f"/desk/first/{accounts.one_time_link(tx, timedelta(hours=1))}"
    form = {"name": "Anna", "email": "anna@kommun.example", "password": "kort"}
    with httpx.Client(base_url=hub.url) as client:
        assert client.get(path).status_code == 200
        refused = client.post(path, data=form)
        assert refused.status_code == 422
        assert 'value="anna@kommun.example"' in refused.text
        assert client.post(path, data=form | {"password": PASSWORD}).status_code == 303
        assert "Anna" in client.get("/desk").text
        for answer in (client.get(path), client.post(path, data=form | {"password": PASSWORD})):
            assert answer.status_code == 403
    with hub.parts.store.transaction() as tx:
        assert len(accounts.everyone(tx)) == 1


def test_a_browser_that_was_quiet_for_too_long_must_sign_in_again(
    anna: Lots, clock: HandClock
) -> None:
    clock.pass_s(accounts.SESSION_IDLE.total_seconds() - 1)
    assert anna.get("conversations/c0").status_code == 404
    clock.pass_s(2)
    assert anna.get("conversations/c0").status_code == 401


def test_a_removed_account_is_out_at_once_also_in_its_open_stream(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    bo = make_lots("Bo")
    with listening(bo) as stream:
        stream.next()
        with hub.parts.store.transaction() as tx:
            accounts.remove(tx, bo.email)
        assert bo.get("conversations/c0").status_code == 401
        began = time.monotonic()
        assert stream.ended()
        assert time.monotonic() - began < 3
    assert bo.client.get("/desk/api/stream").status_code == 401


def test_an_open_stream_hears_at_once_who_waits_and_when_a_colleague_takes_it(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    bo = make_lots("Bo")
    with listening(anna) as stream:
        assert stream.next()["waiting"] == []
        conversation = waiting(hub.parts.store, "Hej")
        heard = stream.next()
        while not heard["waiting"]:
            heard = stream.next()
        assert heard["waiting"][0]["preview"] == "Hej"
        assert bo.do(conversation, "claim").status_code == 200
        while heard["waiting"]:
            heard = stream.next()
        assert heard["own"] == []


def test_a_delivery_wakes_the_stream_although_no_list_changes(hub: RunningHub, anna: Lots) -> None:
    store = hub.parts.store
    with store.transaction() as tx:
        conversation, _ = tx.open("telegram", "77")
    anna.do(conversation, "claim")
    anna.reply(conversation, "Hej")
    with listening(anna) as stream:
        lists = stream.next()
        with store.transaction() as tx:
            parcel = outbox.next_parcel(tx, "telegram")
            assert parcel is not None
            outbox.settle(tx, parcel, outbox.SENT)
        assert stream.next() == lists
    shown = anna.get(f"conversations/{conversation}").json()
    assert "sent" in shown["deliveries"].values()


def test_behind_a_proxy_that_holds_streams_back_the_lists_come_as_json(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = waiting(hub.parts.store)
    assert anna.lists()["waiting"][0]["conversation"] == conversation


def test_an_open_stream_is_presence_and_lets_a_visitor_wait_outside_opening_hours(
    hub: RunningHub, make_lots: Callable[[str], Lots], clock: HandClock
) -> None:
    clock.now = SUNDAY_NIGHT
    store, reception = hub.parts.store, hub.parts.reception
    anna = make_lots("Anna")
    clock.pass_s(PRESENT_FOR.total_seconds() + 1)

    def handed_over() -> Owner:
        conversation = begun(store)
        with store.transaction() as tx:
            reception.handing_over(tx, tx.lock(conversation))
        return owner(hub, conversation)

    assert handed_over() is Owner.MESSAGE_LEFT
    with listening(anna) as stream:
        stream.next()
        assert handed_over() is Owner.WAITING
    clock.pass_s(PRESENT_FOR.total_seconds() + 1)
    assert handed_over() is Owner.MESSAGE_LEFT


def test_of_twenty_simultaneous_claims_one_wins(
    hub: RunningHub, make_lots: Callable[[str], Lots]
) -> None:
    conversation = waiting(hub.parts.store)
    first = make_lots("Lots0")
    everybody = [first] + [_colleague(hub, number) for number in range(1, 20)]
    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = list(pool.map(lambda lots: lots.do(conversation, "claim"), everybody))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [409] * 19
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["error"]["code"] == "not_owner"
    for lots in everybody[1:]:
        lots.client.close()


def _colleague(hub: RunningHub, number: int) -> Lots:
    """A signed-in lots made without the slow work of a password."""
    lots = Lots(hub, f"lots{number}@kommun.example", f"Lots {number}")
    with hub.parts.store.transaction() as tx:
        row = {"email": lots.email, "name": lots.name, "password_hash": accounts.NOBODY}
        added = tables.lots.insert().values(row | {"active": True, "created_at": tx.at})
        tx.connection.execute(added)
        account = next(one for one in accounts.everyone(tx) if one.email == lots.email)
        lots.client.cookies.set("farled-desk", accounts.sign_in(tx, account))
    lots.csrf = lots.page_data()["csrf"]
    return lots


def test_only_the_owner_replies_hands_back_and_closes(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    bo, conversation = make_lots("Bo"), waiting(hub.parts.store)
    assert anna.reply(conversation, "Hej").status_code == 409
    assert anna.do(conversation, "claim").status_code == 200
    assert anna.reply(conversation, "Hej").status_code == 202
    for answer in (
        bo.reply(conversation, "Jag tar över", "r2"),
        bo.do(conversation, "hand_back"),
        bo.do(conversation, "close"),
        bo.do(conversation, "claim"),
    ):
        assert answer.status_code == 409
    assert "Jag tar över" not in [said.text for said in messages(hub, conversation)]


def test_a_reply_sent_again_with_its_id_is_written_once(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store)
    anna.do(conversation, "claim")
    answers = [anna.reply(conversation, "Hej <b>du</b>") for _ in range(3)]
    assert {answer.json()["seq"] for answer in answers} == {answers[0].json()["seq"]}
    said = [one for one in messages(hub, conversation) if one.lots]
    assert [(one.text, one.lots) for one in said] == [("Hej <b>du</b>", "Anna")]


@pytest.mark.parametrize(
    ("text", "client_id", "code"),
    [
        ("  ", "a", "invalid"),
        ("\x00", "a", "invalid"),
        ("Hej", "", "invalid"),
        (7, "a", "invalid"),
        ("Hej", None, "invalid"),
        ("x" * (MAX_REPLY + 1), "a", "too_long"),
        ("Hej", "x" * 81, "too_long"),
    ],
)
def test_a_reply_that_cannot_be_sent_is_refused(
    hub: RunningHub, anna: Lots, text: object, client_id: object, code: str
) -> None:
    conversation = waiting(hub.parts.store)
    anna.do(conversation, "claim")
    answer = anna.reply(conversation, text, client_id)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_half_a_character_in_a_reply_is_replaced(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store)
    anna.do(conversation, "claim")
    path = f"/desk/api/conversations/{conversation}/reply"
    content = b'{"id": "a", "text": "hej \\ud800"}'
    headers = {"X-CSRF-Token": anna.csrf}
    assert anna.client.post(path, content=content, headers=headers).status_code == 202
    assert messages(hub, conversation)[-1].text == "hej ?"


@pytest.mark.parametrize("act", ["hand_back", "close"])
def test_a_conversation_goes_back_to_the_assistant_and_the_visitor_is_told(
    hub: RunningHub, anna: Lots, act: str
) -> None:
    conversation = waiting(hub.parts.store, "Hello", language="en")
    anna.do(conversation, "claim")
    assert anna.do(conversation, act).status_code == 200
    assert owner(hub, conversation) is Owner.ASSISTANT
    key = {"hand_back": "notice.handed_back", "close": "notice.closed"}[act]
    notice = hub.parts.content.phrase(key, "en", lots="Anna")
    assert messages(hub, conversation)[-1].text == notice
    assert anna.do(conversation, act).status_code == 409


def test_there_is_no_third_way_to_end_a_conversation(hub: RunningHub, anna: Lots) -> None:
    conversation = waiting(hub.parts.store)
    anna.do(conversation, "claim")
    assert anna.do(conversation, "delete").status_code == 404
    assert owner(hub, conversation) is Owner.LOTS


def test_what_a_visitor_had_erased_can_be_neither_claimed_nor_answered(
    hub: RunningHub, anna: Lots
) -> None:
    store, reception = hub.parts.store, hub.parts.reception
    free, own = waiting(store), waiting(store)
    anna.do(own, "claim")
    for conversation in (free, own):
        with store.transaction() as tx:
            reception.forgetting(tx, tx.lock(conversation))
    for answer in (anna.do(free, "claim"), anna.reply(own, "Hej")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "erased")


def test_html_in_a_message_is_data(hub: RunningHub, anna: Lots) -> None:
    typed = "<script>alert(1)</script></script>"
    conversation = waiting(hub.parts.store, typed)
    shown = anna.get(f"conversations/{conversation}")
    assert shown.headers["content-type"] == "application/json"
    assert shown.json()["events"][0]["text"] == typed
    assert anna.lists()["waiting"][0]["preview"] == typed


def test_a_name_with_html_in_it_is_shown_as_text(
    hub: RunningHub, make_lots: Callable[[str], Lots]
) -> None:
    odd = make_lots("</script><b>")
    page = odd.client.get("/desk").text
    assert "</script><b>" not in page
    assert "&lt;/script&gt;&lt;b&gt;" in page


def test_a_log_line_names_neither_visitor_lots_nor_words(
    hub: RunningHub, anna: Lots, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = waiting(hub.parts.store, "mycket hemligt")
    anna.do(conversation, "claim")
    write(hub.parts.store, conversation, "ännu hemligare")
    anna.reply(conversation, "mitt svar")
    anna.sign_in("fel lösenord")
    anna.do(conversation, "close")
    printed = capsys.readouterr()
    assert "handover.claimed" in printed.err + printed.out
    for secret in ("hemlig", "mitt svar", "Anna", anna.email, conversation, "lösenord"):
        assert secret not in printed.err + printed.out

"""From a question at night to an e-mail two days later, with a real hub, desk and browser."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.conversations import tables
from bot.desk import accounts
from bot.settings import Settings
from tests.channels.test_web import Visitor
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, Lots
from tests.support.browser import chromium
from tests.support.hub import RunningHub, running_hub, until
from tests.support.mail_server import MailServer, text_of

EMAIL = "anna@example.ee"
TWO_DAYS_S = 2 * 24 * 3600


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def hub(settings: Settings, clock: HandClock, server: MailServer) -> Iterator[RunningHub]:
    about = dataclasses.replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_security="none",
        email_from="svar@lulea.example",
    )
    with running_hub(about) as running:
        clock.now = datetime(2026, 11, 24, 22, 30, tzinfo=timezone.utc)  # a Tuesday, 23:30
        running.parts.store.clock = clock
        yield running


@pytest.fixture
def johan(hub: RunningHub) -> Iterator[Lots]:
    lots = Lots(hub, "johan@lulea.example", "Johan")
    with hub.parts.store.transaction() as tx:
        accounts.add(tx, lots.email, lots.name, PASSWORD)
    yield lots
    lots.client.close()


def left(hub: RunningHub, email: str = EMAIL) -> Visitor:
    """A visitor who asked for a person at night and left her address."""
    visitor = Visitor(hub, language="et", municipality="lulea")
    visitor.call("POST", f"{visitor.path}/handover")
    assert visitor.events()[-2]["owner"] == "message_left"
    assert visitor.call("POST", f"{visitor.path}/email", json={"email": email}).status_code == 202
    return visitor


def answered(johan: Lots, conversation: str, text: str) -> dict[str, Any]:
    """What the desk shows after the lots has claimed the case and answered."""
    johan.sign_in()
    assert johan.do(conversation, "claim").status_code == 200
    assert johan.reply(conversation, text).status_code in (200, 201, 202)
    return dict(johan.get(f"conversations/{conversation}?after=0").json())


def delivery(johan: Lots, conversation: str) -> list[str]:
    shown = johan.get(f"conversations/{conversation}?after=0").json()
    return list(shown["deliveries"].values())


def test_an_answer_two_days_later_comes_by_e_mail(
    hub: RunningHub, johan: Lots, clock: HandClock, server: MailServer
) -> None:
    visitor = left(hub)
    clock.pass_s(TWO_DAYS_S - 14 * 3600)
    shown = answered(johan, visitor.id, "Tere! Lasteaiakohta võid küsida kohe.")
    assert shown["case"]["email"] == EMAIL
    assert list(shown["deliveries"].values()) == ["email_pending"]
    clock.pass_s(130)
    until(lambda: delivery(johan, visitor.id) == ["email_sent"])
    [mail] = server.mails
    assert mail["To"] == EMAIL
    assert "Tere! Lasteaiakohta võid küsida kohe." in text_of(mail)
    assert visitor.messages("lots")[-1]["text"] in text_of(mail)


def test_the_api_keeps_one_valid_address_and_forgets_the_old_one(hub: RunningHub) -> None:
    visitor = left(hub)
    path = f"{visitor.path}/email"
    for wrong in (
        "anna",
        "a@b",
        "a b@c.se",
        "a@c.se\r\nBcc: b@c.se",
        "a@-c.se",
        f"{'a' * 250}@c.se",
    ):
        refused = visitor.call("POST", path, json={"email": wrong})
        assert refused.status_code == 422, wrong
        assert refused.json()["error"]["code"] == "invalid_email"
    assert [one["email"] for one in visitor.events() if one["type"] == "email"] == [EMAIL]
    assert EMAIL not in visitor.messages("notice")[-1]["text"]
    assert visitor.call("POST", path, json={"email": "öö@köök.ee"}).status_code == 422
    assert visitor.call("POST", path, json={"email": "ave@köök.ee"}).status_code == 202
    visitor.call("POST", path, json={"email": ""})
    assert [one.get("email") for one in visitor.events() if one["type"] == "email"] == [None]
    with hub.parts.store.transaction() as tx:
        assert EMAIL not in str(tx.events(visitor.id))


def test_the_address_cannot_be_changed_without_end(hub: RunningHub) -> None:
    visitor = left(hub)
    answers = [
        visitor.call("POST", f"{visitor.path}/email", json={"email": f"a{number}@c.se"})
        for number in range(12)
    ]
    assert {one.status_code for one in answers} == {202, 429}
    assert answers[-1].json()["error"]["code"] == "too_many"


def test_where_no_mail_server_is_set_nothing_is_offered_or_kept(settings: Settings) -> None:
    with running_hub(settings) as hub:
        visitor = Visitor(hub)
        refused = visitor.call("POST", f"{visitor.path}/email", json={"email": EMAIL})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not_offered")
        assert visitor.client.get("/api/phrases/en").json()["offers"] == []


def test_only_what_is_in_the_log_can_be_read(hub: RunningHub) -> None:
    visitor = left(hub)
    newest = visitor.events()[-1]["seq"]
    for seq, status in ((newest, 202), (newest + 1, 422), (0, 422), ("1", 422)):
        answer = visitor.call("POST", f"{visitor.path}/read", json={"seq": seq})
        assert answer.status_code == status, seq


def test_a_forgotten_visitor_leaves_no_address(
    hub: RunningHub, johan: Lots, clock: HandClock, server: MailServer
) -> None:
    visitor = left(hub)
    clock.pass_s(TWO_DAYS_S)
    answered(johan, visitor.id, "Tere!")
    visitor.call("DELETE", visitor.path)
    with hub.parts.store.transaction() as tx:
        rows = [
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in tx.connection.execute(select(table))
        ]
    assert not [row for row in rows if EMAIL in row]
    clock.pass_s(200)
    time.sleep(2.5)
    assert server.mails == []


@pytest.mark.browser
def test_whoever_has_the_widget_open_gets_no_e_mail(
    hub: RunningHub, johan: Lots, clock: HandClock, server: MailServer
) -> None:
    phrase = hub.parts.content.phrase
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{hub.url}/?municipality=lulea&language=et")
        page.locator(".launcher").click()
        dialog = page.locator("dialog")
        dialog.get_by_role("button", name=phrase("widget.talk_to_lots", "et"), exact=True).click()
        field = dialog.get_by_label(phrase("widget.email_label", "et"), exact=True)
        field.fill(EMAIL)
        field.press("Enter")
        known = phrase("widget.email_known", "et", email=EMAIL)
        expect(dialog.get_by_text(known, exact=True)).to_be_visible()
        clock.pass_s(TWO_DAYS_S - 14 * 3600)
        johan.sign_in()
        [case] = johan.lists()["unanswered"]
        with page.expect_response("**/read"):
            answered(johan, case["conversation"], "Tere!")
        expect(page.locator(".message.lots")).to_contain_text("Tere!")
        clock.pass_s(130)
        until(lambda: delivery(johan, case["conversation"]) == ["email_read"])
    assert server.mails == []

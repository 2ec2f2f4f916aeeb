"""A lots's answer reaches the visitor by e-mail once, unless she has read it or it cannot be."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.email import Email
from bot.content import Content
from bot.conversations import outbox, ownership
from bot.conversations.events import (
    Author,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.reception import Reception
from bot.settings import Settings
from tests.conftest import HandClock
from tests.support.mail_server import MailServer, certificate, text_of

pytestmark = pytest.mark.anyio

ANNA = "anna@example.ee"
SENDER = "Farled Luleå <svar@lulea.example>"


class Rig:
    """The real worker with real store and reception, against a real mail server."""

    def __init__(
        self, settings: Settings, content: Content, clock: HandClock, port: int, **more: Any
    ) -> None:
        self.clock = clock
        tls = more.pop("tls", None)
        about = {"smtp_port": port, "smtp_host": "127.0.0.1", "smtp_security": "none", **more}
        self.settings = dataclasses.replace(
            settings, email_from=SENDER, public_url="https://farled.example", **about
        )
        self.notifier = Notifier()
        self.store = Store(self.settings.database, self.notifier, clock, emails=True)
        migrate(self.store)
        self.reception = Reception(self.settings, self.store, content)
        self.email = Email(
            self.settings,
            self.store,
            self.notifier,
            self.reception,
            tls=tls,
            retry_s=30,
            timeout_s=2,
        )

    async def __aenter__(self) -> Rig:
        self.notifier.start()
        self._task = asyncio.create_task(self.email.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self.store.close()

    async def asked(self, email: str = ANNA, language: str = "lv") -> str:
        """A conversation whose visitor left a message and an address; a lots has claimed it."""
        with self.store.transaction() as tx:
            about = (LanguageChanged(language), PlaceChanged("lulea"))
            conversation, _ = tx.open("web", None, *about)
            left = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE)
            ownership.change(tx, tx.lock(conversation), left)
        await self.reception.put_email(conversation, email)
        with self.store.transaction() as tx:
            claimed = OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Johan Berg")
            ownership.change(tx, tx.lock(conversation), claimed)
        self.clock.pass_s(1)
        return conversation

    def answer(self, conversation: str, text: str) -> int:
        """The seq of the lots's answer."""
        with self.store.transaction() as tx:
            said = Message(Author.LOTS, text, "lv", lots_id=1, lots="Johan Berg")
            return tx.append(tx.lock(conversation), said).state.seq

    def wait(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.notifier.publish({"outbox"})

    def deliveries(self, conversation: str) -> list[str]:
        with self.store.transaction() as tx:
            states = outbox.deliveries(tx, conversation)
        return [states[seq] for seq in sorted(states)]

    async def until(self, conversation: str, *states: str) -> None:
        for _ in range(200):
            if self.deliveries(conversation) == list(states):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(self.deliveries(conversation))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
async def rig(
    settings: Settings, content: Content, clock: HandClock, server: MailServer
) -> AsyncIterator[Rig]:
    async with Rig(settings, content, clock, server.port) as running:
        yield running


async def test_an_answer_arrives_in_the_visitors_language(
    rig: Rig, server: MailServer, content: Content
) -> None:
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien! Rakstiet skolai jau tagad.")
    rig.wait(121)
    await rig.until(conversation, "sent")
    [mail] = server.mails
    assert server.recipients == [ANNA]
    assert mail["From"] == SENDER
    assert mail["To"] == ANNA
    assert mail["Subject"] == content.phrase("email.subject", "lv")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = text_of(mail)
    assert "Labdien! Rakstiet skolai jau tagad." in text
    assert content.phrase("email.from", "lv", lots="Johan Berg") in text
    assert content.phrase("email.why", "lv") in text
    assert "https://farled.example/?language=lv&municipality=lulea" in text
    assert conversation not in mail["Message-ID"]


async def test_what_a_machine_translated_says_so_in_the_visitors_language(
    rig: Rig, server: MailServer, content: Content
) -> None:
    conversation = await rig.asked()
    said = Message(
        Author.LOTS,
        "Labdien!",
        "lv",
        lots_id=1,
        lots="Johan Berg",
        original="God dag!",
        original_language="sv",
        translated_by="DeepL",
    )
    with rig.store.transaction() as tx:
        tx.append(tx.lock(conversation), said)
    rig.wait(121)
    await rig.until(conversation, "sent")
    [mail] = server.mails
    label = content.phrase("widget.translated_sv", "lv", service="DeepL")
    assert f"Labdien!\n\n{label}\n\n" in text_of(mail).replace("\r\n", "\n")


async def test_nothing_leaves_before_its_time(rig: Rig, server: MailServer) -> None:
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.wait(110)
    await asyncio.sleep(0.3)
    assert rig.deliveries(conversation) == ["pending"]
    assert server.mails == []
    rig.wait(11)
    await rig.until(conversation, "sent")


async def test_what_was_written_meanwhile_goes_in_the_same_e_mail(
    rig: Rig, server: MailServer
) -> None:
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.clock.pass_s(60)
    rig.answer(conversation, "Un vēl kas.")
    rig.wait(70)
    await rig.until(conversation, "sent", "sent")
    [mail] = server.mails
    assert text_of(mail).index("Labdien!") < text_of(mail).index("Un vēl kas.")


async def test_a_later_answer_belongs_to_the_same_thread(rig: Rig, server: MailServer) -> None:
    conversation = await rig.asked()
    for number, text in enumerate(("Viens", "Divi", "Trīs"), start=1):
        rig.answer(conversation, text)
        rig.wait(200)
        await rig.until(conversation, *["sent"] * number)
    first, second, third = server.mails
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == third["In-Reply-To"] == first["Message-ID"]
    assert len({mail["Message-ID"] for mail in server.mails}) == 3


async def test_what_was_read_in_the_chat_is_not_mailed(rig: Rig, server: MailServer) -> None:
    conversation = await rig.asked()
    read = rig.answer(conversation, "Labdien!")
    await rig.reception.read(conversation, read)
    rig.clock.pass_s(5)
    rig.answer(conversation, "Un vēl kas.")
    rig.wait(130)
    await rig.until(conversation, "read", "sent")
    [mail] = server.mails
    assert "Labdien!" not in text_of(mail)


async def test_what_the_visitor_answered_is_not_mailed(rig: Rig, server: MailServer) -> None:
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.clock.pass_s(20)
    with rig.store.transaction() as tx:
        tx.append(tx.lock(conversation), Message(Author.VISITOR, "Paldies!", "lv"))
    rig.wait(130)
    await rig.until(conversation, "read")
    assert server.mails == []


@pytest.mark.parametrize("answer", ["RCPT 451 greylisted", "DATA 452 full"])
async def test_a_server_that_says_later_is_asked_again(
    rig: Rig, server: MailServer, answer: str
) -> None:
    server.answers = [answer]
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.wait(121)
    for _ in range(100):
        if not server.answers:
            break
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    assert rig.deliveries(conversation) == ["pending"]
    rig.wait(300)
    await rig.until(conversation, "sent")
    assert len(server.mails) == 1


@pytest.mark.parametrize("answer", ["RCPT 550 no such person", "DATA 554 refused"])
async def test_what_is_refused_for_good_counts_as_failed(
    rig: Rig, server: MailServer, answer: str
) -> None:
    server.answers = [answer]
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.wait(121)
    await rig.until(conversation, "failed")
    rig.wait(900)
    await asyncio.sleep(0.3)
    assert server.mails == []


async def test_what_may_have_arrived_is_never_sent_again(rig: Rig, server: MailServer) -> None:
    server.answers = ["DROP"]
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.wait(121)
    await rig.until(conversation, "unknown")
    rig.wait(900)
    await asyncio.sleep(0.3)
    assert len(server.mails) == 1


async def test_nothing_is_lost_while_the_server_is_away(
    settings: Settings, content: Content, clock: HandClock
) -> None:
    server = MailServer()
    async with Rig(settings, content, clock, server.port) as rig:
        conversation = await rig.asked()
        rig.answer(conversation, "Labdien!")
        rig.wait(121)
        await asyncio.sleep(0.5)
        assert rig.deliveries(conversation) == ["pending"]
        with server:
            rig.wait(600)
            await rig.until(conversation, "sent")


async def test_it_signs_in_over_an_encrypted_connection(
    settings: Settings, content: Content, clock: HandClock, tmp_path: Path
) -> None:
    theirs, trusting = certificate(tmp_path / "tls")
    about = {
        "smtp_host": "localhost",
        "smtp_security": "starttls",
        "smtp_user": "farled",
        "smtp_password": "secret",
    }
    with MailServer(user="farled", password="secret", tls=theirs) as server:
        async with Rig(settings, content, clock, server.port, tls=trusting, **about) as rig:
            conversation = await rig.asked()
            rig.answer(conversation, "Labdien!")
            rig.wait(121)
            await rig.until(conversation, "sent")
        assert (server.sign_ins, server.encrypted) == (["farled"], [True])


async def test_a_server_that_nobody_vouches_for_gets_no_password(
    settings: Settings, content: Content, clock: HandClock, tmp_path: Path
) -> None:
    theirs, _ = certificate(tmp_path / "tls")
    about = {
        "smtp_host": "localhost",
        "smtp_security": "starttls",
        "smtp_user": "farled",
        "smtp_password": "secret",
    }
    with MailServer(user="farled", password="secret", tls=theirs) as server:
        async with Rig(settings, content, clock, server.port, **about) as rig:
            conversation = await rig.asked()
            rig.answer(conversation, "Labdien!")
            rig.wait(121)
            await asyncio.sleep(1)
            assert rig.deliveries(conversation) == ["pending"]
        assert (server.sign_ins, server.mails) == ([], [])


async def test_a_wrong_password_loses_no_answer(
    settings: Settings, content: Content, clock: HandClock
) -> None:
    about = {"smtp_user": "farled", "smtp_password": "wrong"}
    with MailServer(user="farled", password="secret") as server:
        async with Rig(settings, content, clock, server.port, **about) as rig:
            conversation = await rig.asked()
            rig.answer(conversation, "Labdien!")
            rig.wait(121)
            await asyncio.sleep(1)
            assert rig.deliveries(conversation) == ["pending"]
        # the library tries each way of signing in that the server offers
        assert set(server.sign_ins) == {"farled"}
        assert server.mails == []


async def test_an_address_taken_back_or_erased_gets_nothing(rig: Rig, server: MailServer) -> None:
    taken, erased, changed = await rig.asked(), await rig.asked("b@b.se"), await rig.asked("c@c.se")
    for conversation in (taken, erased, changed):
        rig.answer(conversation, "Labdien!")
    await rig.reception.put_email(taken, "")
    await rig.reception.forget(erased)
    await rig.reception.put_email(changed, "d@d.se")
    rig.wait(121)
    await rig.until(changed, "sent")
    assert server.recipients == ["d@d.se"]


async def test_the_link_in_the_e_mail_asks_and_then_takes_the_address_back(
    rig: Rig, server: MailServer, content: Content
) -> None:
    conversation = await rig.asked()
    rig.answer(conversation, "Labdien!")
    rig.wait(121)
    await rig.until(conversation, "sent")
    link = server.mails[0]["List-Unsubscribe"].strip("<>")
    transport = httpx.ASGITransport(app=Starlette(routes=rig.email.routes()))
    async with httpx.AsyncClient(transport=transport) as client:
        asked = await client.get(link)
        assert asked.status_code == 200
        assert content.phrase("email.stop_ask", "lv") in asked.text
        assert _email_of(rig, conversation) == ANNA  # whoever only looks changes nothing
        forged = await client.post(link.replace(f"/{conversation}/", f"/{conversation}/0"))
        assert forged.status_code == 404
        done = await client.post(link, data={"List-Unsubscribe": "One-Click"})
        assert content.phrase("email.stop_done", "lv") in done.text
        assert _email_of(rig, conversation) == ""
        assert (await client.get(link)).status_code == 404


async def test_no_log_tells_the_address_or_what_was_written(
    rig: Rig, server: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.answers = [f"RCPT 550 {ANNA} is unknown"]
    conversation = await rig.asked()
    rig.answer(conversation, "secret words")
    rig.wait(121)
    await rig.until(conversation, "failed")
    out = "".join(capfd.readouterr())
    assert "email.not_delivered" in out
    assert not [one for one in (ANNA, "secret words", conversation) if one in out]


def _email_of(rig: Rig, conversation: str) -> str:
    with rig.store.transaction() as tx:
        return tx.head(conversation).state.email

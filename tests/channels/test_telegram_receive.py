"""What Telegram delivers is kept before it is confirmed, and carried out once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.channels.telegram import Telegram
from bot.content import Content
from bot.conversations.notifier import Notifier
from bot.errors import SettingsError
from bot.locales import LOCALES
from bot.reception import Reception
from bot.settings import Settings
from tests.support.telegram_rig import ANNA, TelegramRig

pytestmark = pytest.mark.anyio


@pytest.fixture
async def rig(settings: Settings, content: Content) -> AsyncIterator[TelegramRig]:
    async with TelegramRig(settings, content) as running:
        yield running


@pytest.fixture
async def hooked(settings: Settings, content: Content) -> AsyncIterator[TelegramRig]:
    async with TelegramRig(settings, content, webhook=True) as running:
        await running.fake.until(lambda: running.fake.webhook)
        yield running


async def test_an_update_that_cannot_be_handled_is_given_up_and_the_visitor_told(
    rig: TelegramRig,
) -> None:
    rig.open()
    rig.fake.push({"message": {"chat": {"id": ANNA, "type": "private"}}})
    rig.fake.say(ANNA, "Hello")
    shown = await rig.fake.shown(ANNA, 2)
    assert [one.text for one in shown] == [rig.phrase("error.failed"), "About: Hello"]
    assert rig.unhandled() == 0


async def test_what_is_written_while_the_hub_is_down_is_answered_once(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "Before")
    await rig.fake.shown(ANNA, 2)
    await rig.crash()
    rig.fake.say(ANNA, "Meanwhile")
    await rig.restart()
    await rig.fake.shown(ANNA, 3)
    rig.fake.say(ANNA, "After")
    shown = await rig.fake.shown(ANNA, 4)
    assert [one.text for one in shown[1:]] == ["About: Before", "About: Meanwhile", "About: After"]


async def test_a_second_poller_is_endured_and_nothing_is_lost(rig: TelegramRig) -> None:
    await rig.fake.until(lambda: rig.fake.calls["getUpdates"])
    async with httpx.AsyncClient(base_url=rig.fake.url, trust_env=False) as other:
        await other.post("/bot123456:not-a-real-token/getUpdates", data={"timeout": "0"})
    rig.fake.say(ANNA, "Hello")
    await rig.fake.until(lambda: ANNA in rig.fake.chats and rig.fake.chats[ANNA].sent, timeout_s=20)


async def test_commands_and_descriptions_are_told_in_every_language(rig: TelegramRig) -> None:
    rig.fake.refuse_words = 1
    await rig.fake.until(lambda: len(rig.fake.words) == 3 * (len(LOCALES) + 1))
    assert rig.fake.words["commands", "lt"] == ["start", "language", "lots", "forget"]
    assert rig.fake.words["description", ""] == rig.phrase("telegram.description", "en")
    assert rig.fake.words["short", "sv"] == rig.phrase("telegram.short_description", "sv")


async def test_by_webhook_a_message_is_answered_once_though_delivered_twice(
    hooked: TelegramRig,
) -> None:
    number = hooked.fake.say(ANNA, "Hello")
    update = hooked.fake.pending[-1]
    await hooked.fake.shown(ANNA, 2)
    hooked.fake.repeat(number, {"message": update["message"]})
    hooked.fake.say(ANNA, "Again")
    shown = await hooked.fake.shown(ANNA, 3)
    assert [one.text for one in shown[1:]] == ["About: Hello", "About: Again"]
    assert hooked.fake.calls["getUpdates"] == 0


@pytest.mark.parametrize("secret", [None, "", "a-Secret_2", "å"])
async def test_a_post_with_a_wrong_secret_is_refused_unread(
    hooked: TelegramRig, secret: str | None
) -> None:
    named = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{hooked.public_url}/telegram/webhook", content=b"{", headers=named
        )
    assert answer.status_code == 403
    assert hooked.unhandled() == 0


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"update_id": "1"}', '{"update_id": true}']
)
async def test_an_unreadable_post_is_taken_so_that_it_does_not_come_again(
    hooked: TelegramRig, body: str
) -> None:
    header = {"X-Telegram-Bot-Api-Secret-Token": "a-Secret_1"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{hooked.public_url}/telegram/webhook", content=body, headers=header
        )
    assert answer.status_code == 200


@pytest.mark.parametrize("secret", ["", "with space", "x" * 257, "line\n"])
async def test_a_webhook_needs_a_secret_that_telegram_takes(
    settings: Settings, reception: Reception, content: Content, secret: str
) -> None:
    told = replace(
        settings, telegram_token="1:a", public_url="https://farled.example", telegram_secret=secret
    )
    telegram = Telegram(told, reception.store, Notifier(), reception, content)
    with pytest.raises(SettingsError, match="FARLED_TELEGRAM_SECRET"):
        await telegram.start()


async def test_while_polling_there_is_no_webhook_to_post_to(rig: TelegramRig) -> None:
    assert rig.telegram.routes() == []

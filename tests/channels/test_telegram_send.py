"""What leaves for Telegram arrives in order and once, or is known not to have arrived."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.content import Content
from bot.conversations.events import Author, Button, Message
from bot.settings import Settings
from tests.support.telegram_rig import ANNA, TelegramRig

BERTA = 8

pytestmark = pytest.mark.anyio


@pytest.fixture
async def rig(settings: Settings, content: Content) -> AsyncIterator[TelegramRig]:
    async with TelegramRig(settings, content) as running:
        yield running


def said(text: str) -> Message:
    return Message(Author.ASSISTANT, text, "en")


async def test_a_long_message_arrives_whole_and_in_order(rig: TelegramRig) -> None:
    words = [f"{number}😀" for number in range(1800)]
    conversation = rig.open()
    rig.append(conversation, said(" ".join(words)), said("The end"))
    shown = await rig.fake.shown(ANNA, 4)
    assert " ".join(one.text for one in shown).split() == [*words, "The", "end"]
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["sent", "sent"])


async def test_quiet_buttons_share_a_row_below_the_choices(rig: TelegramRig) -> None:
    choices = [("The queue", False), ("Your country", True), ("Latviešu", True), ("Other", True)]
    buttons = tuple(Button(title, "/x", quiet=quiet) for title, quiet in choices)
    rig.append(rig.open(), replace(said("There is a queue."), buttons=buttons))
    [shown] = await rig.fake.shown(ANNA)
    assert shown.rows == [["The queue"], ["Your country", "Latviešu"], ["Other"]]


async def test_a_chat_that_must_wait_holds_up_nobody_else(rig: TelegramRig) -> None:
    anna, berta = rig.open(ANNA), rig.open(BERTA)
    rig.fake.chats[ANNA].slow_down = [2]
    rig.append(anna, said("one"), said("two"))
    rig.append(berta, said("three"))
    [three] = await rig.fake.shown(BERTA)
    one, two = await rig.fake.shown(ANNA, 2)
    assert (one.text, two.text) == ("one", "two")
    assert one.at - three.at > 1.5


async def test_a_blocked_chat_counts_as_failed(rig: TelegramRig) -> None:
    conversation = rig.open()
    rig.fake.chats[ANNA].blocked = True
    rig.append(conversation, said("Hello?"))
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["failed"])
    assert rig.fake.calls["sendMessage"] == 1


async def test_when_we_are_blocked_what_still_waits_counts_as_failed(rig: TelegramRig) -> None:
    conversation = rig.open()
    rig.fake.chats[ANNA].slow_down = [60]
    rig.append(conversation, said("Hello"), said("Hello?"))
    await rig.fake.until(lambda: rig.fake.calls["sendMessage"] == 1)
    rig.fake.membership(ANNA, "kicked")
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["failed", "failed"])


async def test_a_message_that_may_have_arrived_is_not_sent_again(rig: TelegramRig) -> None:
    conversation = rig.open()
    rig.fake.chats[ANNA].swallow = 1
    rig.append(conversation, said("Perhaps"), said("Surely"))
    shown = await rig.fake.shown(ANNA, 2)
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["unknown", "sent"])
    assert [one.text for one in shown] == ["Perhaps", "Surely"]


async def test_a_failing_telegram_is_tried_again(rig: TelegramRig) -> None:
    conversation = rig.open()
    rig.fake.chats[ANNA].fail_with = [500, 502]
    rig.append(conversation, said("Hello"))
    await rig.fake.shown(ANNA)
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["sent"])
    assert rig.fake.calls["sendMessage"] == 3


async def test_what_telegram_will_never_take_counts_as_failed(rig: TelegramRig) -> None:
    conversation = rig.open()
    del rig.fake.chats[ANNA]
    rig.append(conversation, said("Hello"))
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["failed"])


async def test_nothing_is_lost_while_telegram_is_away(rig: TelegramRig) -> None:
    conversation = rig.open()
    await rig.fake.until(lambda: rig.fake.calls["setMyShortDescription"] == 6)
    await rig.fake.stop()
    rig.append(conversation, said("one"), said("two"))
    await rig.fake.until(lambda: rig.deliveries(conversation) == ["pending", "pending"])
    await rig.fake.start()
    shown = await rig.fake.shown(ANNA, 2)
    assert [one.text for one in shown] == ["one", "two"]


async def test_parts_that_arrived_are_not_sent_again_after_a_failure(rig: TelegramRig) -> None:
    conversation = rig.open()
    parts = ["a" * 4000, "b" * 4000]
    rig.append(conversation, said("\n\n".join(parts)))
    await rig.fake.until(lambda: rig.fake.chats[ANNA].sent)
    rig.fake.chats[ANNA].fail_with = [500]
    shown = await rig.fake.shown(ANNA, 2)
    assert [one.text for one in shown] == parts


async def test_what_was_written_is_in_no_log(
    rig: TelegramRig, capfd: pytest.CaptureFixture[str]
) -> None:
    rig.fake.chats.clear()
    rig.fake.say(ANNA, "personnummer 850101")
    await rig.fake.until(lambda: rig.fake.chats[ANNA].sent)
    rig.fake.chats[ANNA].fail_with = [500]
    rig.append(rig.conversation(), said("secret words"))
    rig.fake.push({"message": {"chat": {"id": ANNA, "type": "private"}, "text": "850101"}})
    await rig.fake.until(lambda: "secret words" in [s.text for s in rig.fake.chats[ANNA].sent])
    out = "".join(capfd.readouterr())
    assert "telegram.not_delivered" in out
    assert not [secret for secret in ("850101", "secret words", "not-a-real") if secret in out]

"""A visitor in Telegram: what is written is answered once, in order, and in the right place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.content import Content
from bot.conversations import helped
from bot.conversations.events import (
    Author,
    Button,
    Erased,
    FeedbackGiven,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    PlaceChanged,
    Reason,
)
from bot.locales import LOCALES
from bot.settings import Settings
from tests.channels.contract import ChannelContract
from tests.support.telegram_rig import ANNA, TelegramRig

pytestmark = pytest.mark.anyio


@pytest.fixture
async def rig(settings: Settings, content: Content) -> AsyncIterator[TelegramRig]:
    async with TelegramRig(settings, content) as running:
        yield running


class TelegramChannel:
    """The contract's view of a rig."""

    def __init__(self, rig: TelegramRig) -> None:
        self.rig = rig
        self.max_text = rig.settings.max_text

    async def write(self, text: str, message: int) -> None:
        content = {"message": self.rig.fake._message(self.rig.fake._chat(ANNA), message, text=text)}
        content["message"]["from"]["language_code"] = "en"
        self.rig.fake.push(content, 5_000_000 + message)

    async def press(self, title: str) -> None:
        self.rig.fake.press(ANNA, title)

    async def forge(self, button: str) -> None:
        self.rig.fake.press_data(ANNA, 1, f"{self.rig.conversation()}:{button}")

    async def offered(self, title: str, payload: str) -> None:
        await self.rig.fake.shown(ANNA, 2)
        said = Message(
            Author.ASSISTANT, "Do you mean this?", "en", buttons=(Button(title, payload),)
        )
        self.rig.append(self.rig.conversation(), said)
        await self.sees("Do you mean this?")

    async def sees(self, text: str) -> None:
        chats = self.rig.fake.chats
        await self.rig.fake.until(
            lambda: ANNA in chats and text in [one.text for one in chats[ANNA].sent],
            lambda: [one.text[:80] for one in chats[ANNA].sent],
        )

    def stored(self) -> list[str]:
        return self.rig.written()


class TestContract(ChannelContract):
    @pytest.fixture
    def channel(self, rig: TelegramRig) -> TelegramChannel:
        return TelegramChannel(rig)


async def test_the_first_words_say_that_this_is_an_ai(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/start")
    [start] = await rig.fake.shown(ANNA)
    assert start.text == rig.phrase("telegram.start")
    assert [title for title, _ in start.buttons] == [one.name for one in LOCALES.values()]
    assert rig.written() == []


async def test_a_link_sets_municipality_and_language(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/start m-lulea-lv", language="en")
    [start] = await rig.fake.shown(ANNA)
    assert start.text == rig.phrase("telegram.start", "lv")
    bodies = [event.body for event in rig.log()]
    assert bodies[:2] == [LanguageChanged("lv"), PlaceChanged("lulea")]


@pytest.mark.parametrize("payload", ["m-nowhere-xx", "m-", "x-lulea", "m-lulea-" + "a" * 80, "…"])
async def test_a_link_that_is_not_ours_is_an_ordinary_start(rig: TelegramRig, payload: str) -> None:
    rig.fake.say(ANNA, f"/start {payload}", language="et")
    [start] = await rig.fake.shown(ANNA)
    assert start.text == rig.phrase("telegram.start", "et")
    assert not [event for event in rig.log() if isinstance(event.body, PlaceChanged)]


async def test_a_second_start_keeps_the_language_that_was_chosen(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/start")
    await rig.fake.shown(ANNA, 1)
    rig.fake.press(ANNA, "Latviešu")
    await rig.fake.shown(ANNA, 2)
    rig.fake.say(ANNA, "/start m-sorsele-sv")
    shown = await rig.fake.shown(ANNA, 3)
    assert shown[1].text == rig.phrase("assistant.language_changed", "lv")
    assert shown[2].text == rig.phrase("telegram.start", "lv")
    assert PlaceChanged("sorsele") in [event.body for event in rig.log()]


async def test_a_pressed_button_is_acknowledged_and_its_keyboard_goes(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/language")
    shown = await rig.fake.shown(ANNA, 2)
    assert shown[1].text == rig.phrase("assistant.language_ask")
    rig.fake.press(ANNA, "Eesti", shown[1])
    await rig.fake.until(lambda: not shown[1].buttons and rig.fake.answered_presses)
    assert (await rig.fake.shown(ANNA, 3))[2].text == rig.phrase("assistant.language_changed", "et")


async def test_a_button_pressed_twice_in_a_hurry_counts_once(rig: TelegramRig) -> None:
    conversation = rig.open()
    said = Message(Author.ASSISTANT, "Do you mean this?", "en", buttons=(Button("Queue", "/q"),))
    rig.append(conversation, said)
    [offer] = await rig.fake.shown(ANNA)
    rig.fake.press(ANNA, "Queue", replace(offer))
    rig.fake.press(ANNA, "Queue", replace(offer))
    await rig.fake.until(lambda: len(rig.fake.answered_presses) == 2)
    await rig.fake.shown(ANNA, 2)
    assert rig.written() == ["Queue"]


async def test_the_last_press_says_whether_the_lots_helped(
    rig: TelegramRig, content: Content
) -> None:
    conversation = rig.open()
    with rig.store.transaction() as tx:
        helped.ask(tx, content, tx.lock(conversation), "Anna")
    [question] = await rig.fake.shown(ANNA)
    buttons = replace(question)
    said = ["Yes", "No", "Yes", "Yes"]
    for number, title in enumerate(said, 1):
        rig.fake.press(ANNA, title, buttons)
        await rig.fake.until(lambda number=number: len(rig.fake.answered_presses) == number)
        await rig.fake.until(lambda number=number: len(rig.written()) == number)
    await rig.fake.shown(ANNA, 4)
    await rig.fake.until(lambda: len(given(rig)) == 3)
    assert given(rig) == [True, False, True], "the same answer again is no new one"


def given(rig: TelegramRig) -> list[bool]:
    """Whether the lots helped, each time it was said."""
    bodies = [event.body for event in rig.log()]
    return [body.helpful for body in bodies if isinstance(body, FeedbackGiven)]


async def test_a_button_of_a_forgotten_conversation_is_too_old(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/start")
    [start] = await rig.fake.shown(ANNA)
    old = start.buttons[0][1]
    rig.fake.say(ANNA, "/forget")
    await rig.fake.shown(ANNA, 2)
    rig.fake.press(ANNA, rig.phrase("buttons.forget_yes"))
    await rig.fake.shown(ANNA, 3)
    rig.fake.press_data(ANNA, start.message_id, old)
    shown = await rig.fake.shown(ANNA, 5)
    assert shown[2].text.startswith(rig.phrase("notice.forgotten").split("{")[0])
    assert [one.text for one in shown[3:]] == [
        rig.phrase("telegram.start"),
        rig.phrase("telegram.button_expired"),
    ]


async def test_forget_asks_first_and_can_be_declined(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/forget")
    await rig.fake.shown(ANNA, 2)
    rig.fake.press(ANNA, rig.phrase("buttons.forget_no"))
    await rig.fake.shown(ANNA, 3)
    assert not [event for event in rig.log() if isinstance(event.body, Erased)]


async def test_lots_takes_the_question_behind_the_command_along(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "/lots My landlord wants money")
    shown = await rig.fake.shown(ANNA, 2)
    assert rig.written() == ["My landlord wants money"]
    owners = [e.body.owner for e in rig.log() if isinstance(e.body, OwnerChanged)]
    assert owners == [Owner.MESSAGE_LEFT]
    assert shown[1].text.startswith(rig.phrase("notice.left_closed").split("{")[0])


async def test_lots_asked_again_says_where_the_visitor_stands(rig: TelegramRig) -> None:
    conversation = rig.open()
    rig.append(conversation, OwnerChanged(Owner.WAITING, Reason.ASKED))
    rig.fake.say(ANNA, "/lots")
    await rig.fake.shown(ANNA, 1)
    rig.append(conversation, OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Åsa"))
    rig.fake.say(ANNA, "/lots@farled_bot")
    shown = await rig.fake.shown(ANNA, 2)
    assert shown[0].text.startswith(rig.phrase("notice.still_waiting"))
    assert rig.phrase("notice.queue_place", place="1") in shown[0].text
    assert shown[1].text == rig.phrase("notice.claimed", lots="Åsa")


@pytest.mark.parametrize(
    "content_of",
    [
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]},
        {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
        {"document": {"file_id": "1", "file_unique_id": "1"}},
        {"location": {"longitude": 22.1, "latitude": 65.6}},
    ],
)
async def test_what_is_not_text_is_said_to_be_unreadable_and_a_lots_is_offered(
    rig: TelegramRig, content_of: dict[str, object]
) -> None:
    rig.fake.push_message(ANNA, **content_of)
    notice = (await rig.fake.shown(ANNA, 2))[1]
    assert notice.text == rig.phrase("telegram.not_readable")
    assert [title for title, _ in notice.buttons] == [rig.phrase("buttons.talk_to_lots")]


async def test_the_words_under_pictures_are_read_and_the_notice_comes_once(
    rig: TelegramRig,
) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    rig.open()
    rig.fake.push_message(ANNA, photo=photo)
    rig.fake.push_message(ANNA, photo=photo, caption="Is this fair rent?")
    shown = await rig.fake.shown(ANNA, 2)
    assert [one.text for one in shown] == [
        rig.phrase("telegram.not_readable"),
        "About: Is this fair rent?",
    ]


async def test_an_edited_message_is_not_answered_again(rig: TelegramRig) -> None:
    rig.fake.say(ANNA, "Where do I lvie?")
    await rig.fake.shown(ANNA, 2)
    rig.fake.edit(ANNA, "Where do I live?")
    shown = await rig.fake.shown(ANNA, 3)
    assert shown[2].text == rig.phrase("telegram.edited")
    assert rig.written() == ["Where do I lvie?"]


async def test_a_group_is_declined_once_and_left(rig: TelegramRig) -> None:
    group = -100
    rig.fake.membership(group, "member")
    rig.fake.say(group, "Hello everybody")
    rig.fake.say(group, "/start@farled_bot")
    await rig.fake.until(lambda: rig.fake.left)
    rig.fake.say(ANNA, "Hello")
    await rig.fake.shown(ANNA, 2)
    assert rig.fake.left == [group]
    assert [one.text for one in rig.fake.chats[group].sent] == [rig.phrase("telegram.group")]
    with rig.store.transaction() as tx:
        assert tx.at_address("telegram", str(group)) is None


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}}},
        {"business_message": {"message_id": 1, "date": 1, "chat": {"id": 8, "type": "private"}}},
        {"poll_answer": {"poll_id": "1", "option_ids": [], "user": {"id": 1}}},
        {"something_of_next_year": {"a": 1}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 8, "type": "private"}}},
    ],
)
async def test_other_updates_are_passed_over(
    rig: TelegramRig, update: dict[str, dict[str, object]]
) -> None:
    rig.fake.push(update)
    rig.fake.say(ANNA, "Hello")
    await rig.fake.shown(ANNA, 2)
    assert set(rig.fake.chats) == {ANNA}
    assert rig.unhandled() == 0

"""A lots who reads only Swedish helps a visitor who writes only Latvian, from start to report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.content import Content
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.reports import gather
from bot.reports.tally import Tally, day_of
from bot.settings import Settings
from tests.desk.conftest import PASSWORD, Lots
from tests.support.farled import Farled
from tests.support.hub import until
from tests.support.telegram_thread import TelegramThread
from tests.support.translation_service import TranslationService

pytestmark = [pytest.mark.processes, pytest.mark.rasa]

ILZE = 4712
PLACE = "kiruna"
"""Where nobody else in tests/e2e asks for a lots, so that the report counts this visit alone."""
PHONE = "ru"
"""The language of her telephone, which is none of ours: only her words say that she is Latvian."""
NUMBER = "010185-12345"
QUESTION = "Kā tikt dzīvokļu rindā?"
GOODBYE = "gribu runāt ar cilvēku"
TO_LOTS = f"Mans personas kods ir {NUMBER}, vai ar to var pierakstīties rindā?"
DRAFT = "Nej, vänta på ditt svenska nummer"
DRAFT_LV = "Nej·lv, vänta·lv på·lv ditt·lv svenska·lv nummer·lv"


@pytest.fixture
def anna(farled: Farled) -> Iterator[Lots]:
    lots = Lots(farled, "anna@kiruna.example", "Anna")
    about = ("--name", lots.name, "--language", "sv", "--password-stdin")
    farled.command("lots", "add", lots.email, *about, stdin=PASSWORD + "\n")
    assert lots.sign_in().status_code == 303
    yield lots
    lots.client.close()


def case_of(lots: Lots, name: str) -> dict[str, Any] | None:
    """The one case of her place in a list of the desk."""
    found = [case for case in lots.lists()[name] if case["municipality"] == PLACE]
    return found[0] if found else None


def messages(lots: Lots, conversation: str, author: str) -> list[dict[str, Any]]:
    events = lots.get(f"conversations/{conversation}").json()["events"]
    return [event for event in events if event["type"] == "message" and event["from"] == author]


def in_swedish(lots: Lots, conversation: str) -> dict[int, str]:
    """What the switch "translate" asks for: her words in Swedish, by the number of the message."""
    seqs = [message["seq"] for message in messages(lots, conversation, "visitor")]
    body = {"seqs": seqs, "language": "sv"}
    answer = lots.do(conversation, "translate", body)
    assert answer.status_code == 200, answer.text
    events = lots.get(f"conversations/{conversation}").json()["events"]
    return {event["about"]: event["text"] for event in events if event["type"] == "translated"}


def counted(farled: Farled) -> Tally:
    """What the report counts of her place since yesterday, before small numbers are withheld."""
    store = Store(Settings.from_env(farled.env).database, Notifier())
    try:
        today = day_of(store.clock())
        days = gather.days(store, today - timedelta(days=1), today, PLACE)
    finally:
        store.close()
    return sum(days.values(), Tally())


def asks_for_a_person(telegram: TelegramThread, anna: Lots, content: Content) -> str:
    """The visitor's way from the first word to the queue; her conversation."""
    telegram.say(ILZE, f"/start m-{PLACE}", PHONE)
    telegram.say(ILZE, QUESTION, PHONE)
    begins = content.answers["housing.queue"].text["lv"].split("(")[0].strip()
    telegram.wait_for(ILZE, lambda sent: begins in sent.text)
    anna.lists()  # she is at the desk
    telegram.say(ILZE, GOODBYE, PHONE)
    waiting = content.phrase("notice.waiting", "lv")
    telegram.wait_for(ILZE, lambda sent: waiting in sent.text)
    case = case_of(anna, "waiting")
    assert case is not None
    assert (case["language"], case["channel"]) == ("lv", "telegram")
    return str(case["conversation"])


def replies_with_ready_words(telegram: TelegramThread, anna: Lots, conversation: str) -> str:
    """A canned reply, read in Swedish and sent in Latvian as people wrote it."""
    told = anna.get(f"conversations/{conversation}/help?language=sv").json()
    canned = next(one for one in told["canned"] if one["id"] == "housing_queue")
    assert canned["own"].startswith("Kommunens bostadsbolag i Kiruna heter")
    assert canned["text"].startswith("Dzīvokļu uzņēmums")
    assert anna.reply(conversation, canned["text"], "r1").status_code == 202
    sent = telegram.wait_for(ILZE, lambda sent: canned["text"] in sent.text)
    assert sent.text == f"Anna\n{canned['text']}", "nobody says that a machine translated it"
    return str(canned["text"])


def replies_by_machine(
    telegram: TelegramThread, anna: Lots, conversation: str, content: Content
) -> None:
    """A reply that she wrote in Swedish, and that says that a machine translated it."""
    asked = {"text": DRAFT, "language": "sv"}
    draft = anna.do(conversation, "translate-draft", asked).json()
    assert draft == {"text": DRAFT_LV, "language": "lv", "by": "LibreTranslate"}
    body = {
        "id": "r2",
        "text": draft["text"],
        "original": DRAFT,
        "original_language": "sv",
        "translated_into": draft["language"],
        "translated_by": draft["by"],
    }
    assert anna.do(conversation, "reply", body).status_code == 202
    sent = telegram.wait_for(ILZE, lambda sent: DRAFT_LV in sent.text)
    label = content.phrase("widget.translated_sv", "lv", service="LibreTranslate")
    assert sent.text == f"Anna\n{DRAFT_LV}\n\n{label}"


def says_that_she_helped(telegram: TelegramThread, content: Content) -> None:
    question = content.phrase("notice.helped_ask", "lv", lots="Anna")
    asking = telegram.wait_for(ILZE, lambda sent: sent.text == question)
    assert [title for title, _ in asking.buttons] == ["Jā", "Nē"]
    telegram.press(ILZE, "Jā")
    thanks = content.phrase("notice.helped_thanks", "lv")
    telegram.wait_for(ILZE, lambda sent: sent.text == thanks)


def test_a_lots_who_reads_only_swedish_helps_a_visitor_who_writes_only_latvian(
    farled: Farled,
    telegram: TelegramThread,
    translation_service: TranslationService,
    anna: Lots,
    content: Content,
) -> None:
    farled.wait_until_ready()
    before = counted(farled)
    conversation = asks_for_a_person(telegram, anna, content)
    assert anna.do(conversation, "claim").status_code == 200
    telegram.say(ILZE, TO_LOTS, PHONE)
    until(lambda: len(messages(anna, conversation, "visitor")) == 3)

    swedish = list(in_swedish(anna, conversation).values())
    assert len(swedish) == 3, "the first word as well, before which nobody knew her language"
    assert swedish[0] == "Kā·sv tikt·sv dzīvokļu·sv rindā·sv?"
    assert f"kods·sv ir·sv {NUMBER}, vai·sv" in swedish[2]
    ready = replies_with_ready_words(telegram, anna, conversation)
    replies_by_machine(telegram, anna, conversation, content)
    assert anna.do(conversation, "close", {"outcome": "answered"}).status_code == 200
    says_that_she_helped(telegram, content)

    written = [message["text"] for message in messages(anna, conversation, "visitor")]
    assert written == [QUESTION, GOODBYE, TO_LOTS, "Jā"]
    replies = messages(anna, conversation, "lots")
    assert [one["text"] for one in replies] == [ready, DRAFT_LV]
    assert [one.get("original", "") for one in replies] == ["", DRAFT]
    assert any("personas" in text for text in translation_service.seen)
    for number in NUMBER.split("-"):
        assert not any(number in text for text in translation_service.seen)
    logs = farled.logs()
    assert "translation.made" in logs
    assert NUMBER not in logs

    report = counted(farled)
    assert report.visits - before.visits == 1
    assert report.by - before.by == {"person": 1}
    assert report.languages - before.languages == {"lv": 1}
    assert report.feedback - before.feedback == {"person_helped": 1}

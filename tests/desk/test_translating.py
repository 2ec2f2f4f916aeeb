"""Translations at the desk over HTTP: a real hub, and a translation service on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.channels.shown import shown
from bot.conversations import erasure
from bot.conversations.events import Author, LanguageChanged, Message, Translated
from bot.desk import audit
from tests.desk.conftest import Lots, begun, waiting, write
from tests.support.hub import RunningHub, until
from tests.support.translation_hub import translating_hub
from tests.support.translation_service import TranslationService, translation_service

PERSONAL = "010185-12345"


@pytest.fixture(scope="module")
def running_service() -> Iterator[TranslationService]:
    with translation_service() as service:
        yield service


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, running_service: TranslationService
) -> Iterator[RunningHub]:
    """A hub of this module's own: only here is a translation service set."""
    with translating_hub(tmp_path_factory.mktemp("desk"), running_service) as hub:
        yield hub


@pytest.fixture
def service(running_service: TranslationService) -> TranslationService:
    running_service.reset()
    return running_service


def latvian(hub: RunningHub, text: str = f"Sveiki, mans kods ir {PERSONAL}") -> tuple[str, int]:
    """A case that waits, and the number of the visitor's message."""
    conversation = waiting(hub.parts.store, text, language="lv")
    with hub.parts.store.transaction() as tx:
        return conversation, tx.newest(conversation, "message", 1)[0].seq


def log_of(hub: RunningHub, conversation: str) -> list[Any]:
    with hub.parts.store.transaction() as tx:
        return [event.body for event in tx.events(conversation)]


def translations(hub: RunningHub, conversation: str) -> list[Translated]:
    return [one for one in log_of(hub, conversation) if isinstance(one, Translated)]


def ask(lots: Lots, conversation: str, *seqs: int, language: str = "sv") -> httpx.Response:
    return lots.do(conversation, "translate", {"seqs": list(seqs), "language": language})


def draft(lots: Lots, conversation: str, text: str, language: str = "sv") -> httpx.Response:
    return lots.do(conversation, "translate-draft", {"text": text, "language": language})


def machine_translated(client_id: str) -> dict[str, str]:
    """A reply that was translated into Latvian."""
    return {
        "id": client_id,
        "text": "Labdien!",
        "original": "God dag!",
        "original_language": "sv",
        "translated_into": "lv",
        "translated_by": "LibreTranslate",
    }


def noted(hub: RunningHub, conversation: str) -> list[str]:
    """What the audit log tells of a case."""
    with hub.parts.store.transaction() as tx:
        return [one.action for one in audit.entries(tx) if one.conversation == conversation]


def test_a_message_is_translated_once_for_each_language_and_keeps_its_original(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    assert ask(anna, conversation, seq).json() == {"translated": [seq]}
    assert ask(anna, conversation, seq, 1, 99).json() == {"translated": []}
    assert ask(anna, conversation, seq, language="en").json() == {"translated": [seq]}
    swedish, english = translations(hub, conversation)
    text = f"Sveiki·sv, mans·sv kods·sv ir·sv {PERSONAL}"
    assert swedish == Translated(seq, "sv", text, "LibreTranslate")
    assert english.language == "en"
    told = anna.get(f"conversations/{conversation}").json()["events"]
    [message] = [one for one in told if one["type"] == "message"]
    assert message["text"] == f"Sveiki, mans kods ir {PERSONAL}"
    [shown_there, _] = [one for one in told if one["type"] == "translated"]
    assert (shown_there["about"], shown_there["text"], shown_there["by"]) == (
        seq,
        text,
        "LibreTranslate",
    )


def test_first_words_that_were_taken_for_swedish_are_translated_as_they_were_read(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation = begun(hub.parts.store, "Kā tikt rindā?", language="sv")
    with hub.parts.store.transaction() as tx:
        asked = tx.newest(conversation, "message", 1)[0].seq
        answer = Message(Author.ASSISTANT, "Labdien!", "lv", answers=asked)
        tx.append(tx.lock(conversation), LanguageChanged("lv"), answer)
    told = anna.get(f"conversations/{conversation}").json()
    assert told["read_as"] == {str(asked): "lv"}
    assert ask(anna, conversation, asked).json() == {"translated": [asked]}
    assert [one.text for one in translations(hub, conversation)] == ["Kā·sv tikt·sv rindā·sv?"]


def test_a_personal_number_never_reaches_the_service(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    ask(anna, conversation, seq)
    draft(anna, conversation, "Ditt nummer 19850101-1236 finns hos Skatteverket")
    assert service.seen
    for text in service.seen:
        assert "12345" not in text
        assert "1236" not in text
        assert "Skatteverket" not in text


def test_a_visitor_sees_no_translation_made_for_lotsar(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    ask(anna, conversation, seq)
    with hub.parts.store.transaction() as tx:
        events = tx.events(conversation)
    assert [shown(one) for one in events if isinstance(one.body, Translated)] == [None]


def test_a_draft_comes_back_in_the_visitors_language_and_nothing_is_stored(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, _ = latvian(hub)
    before = log_of(hub, conversation)
    answer = draft(anna, conversation, "Skriv till Försäkringskassan nu").json()
    assert answer == {
        "text": "Skriv·lv till·lv Försäkringskassan nu·lv",
        "language": "lv",
        "by": "LibreTranslate",
    }
    assert log_of(hub, conversation) == before


def test_a_translated_reply_keeps_what_the_lots_wrote_and_says_so_to_the_visitor(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, _ = latvian(hub)
    anna.do(conversation, "claim")
    body = machine_translated("r2")
    for wrong in (
        {"translated_by": "DeepL"},
        {"translated_by": ""},
        {"original_language": "xx"},
        {"translated_into": ""},
        {"translated_into": 7},
    ):
        assert anna.do(conversation, "reply", body | wrong).status_code == 422, wrong
    sent = anna.do(conversation, "reply", body)
    assert sent.status_code == 202
    assert anna.do(conversation, "reply", body).json() == sent.json()
    with hub.parts.store.transaction() as tx:
        event = tx.event(conversation, sent.json()["seq"])
    assert event is not None
    assert isinstance(event.body, Message)
    assert (event.body.text, event.body.language) == ("Labdien!", "lv")
    told = shown(event)
    assert told is not None
    assert told["original"] == "God dag!"
    assert (told["original_language"], told["translated_by"]) == ("sv", "LibreTranslate")


def test_a_translation_into_a_language_that_the_visitor_has_left_is_not_sent(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, _ = latvian(hub)
    anna.do(conversation, "claim")
    sent = anna.do(conversation, "reply", machine_translated("r1"))
    with hub.parts.store.transaction() as tx:
        tx.append(tx.lock(conversation), LanguageChanged("en"))
    before = log_of(hub, conversation)
    refused = anna.do(conversation, "reply", machine_translated("r2"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "language_changed")
    assert anna.do(conversation, "reply", machine_translated("r1")).json() == sent.json()
    assert log_of(hub, conversation) == before
    english = machine_translated("r2") | {"text": "Good day!", "translated_into": "en"}
    assert anna.do(conversation, "reply", english).status_code == 202


def test_the_audit_log_tells_once_an_hour_that_words_of_a_case_left(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    ask(anna, conversation, 99)
    assert noted(hub, conversation) == []
    service.status = 500
    ask(anna, conversation, seq)
    assert noted(hub, conversation) == ["translated"], "what the service failed at left, too"
    draft(anna, conversation, "Hej")
    assert noted(hub, conversation) == ["translated"]
    other, _ = latvian(hub)
    draft(anna, other, "Hej")
    assert noted(hub, other) == ["translated"]


def test_an_untranslated_reply_tells_of_no_translation(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, _ = latvian(hub)
    anna.do(conversation, "claim")
    seq = anna.reply(conversation, "Labdien!").json()["seq"]
    with hub.parts.store.transaction() as tx:
        event = tx.event(conversation, seq)
    assert event is not None
    assert not {"original", "translated_by"} & set(shown(event) or {})


@pytest.mark.parametrize(
    ("status", "reason"), [(403, "key"), (429, "quota"), (413, "too_long"), (500, "away")]
)
def test_a_failure_has_a_code_and_a_reason_and_a_reply_is_sent_all_the_same(
    hub: RunningHub, anna: Lots, service: TranslationService, status: int, reason: str
) -> None:
    conversation, seq = latvian(hub)
    anna.do(conversation, "claim")
    service.status = status
    for answer in (ask(anna, conversation, seq), draft(anna, conversation, "Hej")):
        assert answer.status_code == 503
        assert answer.json()["error"] == {"code": "translation_failed", "message": reason}
    assert translations(hub, conversation) == []
    assert anna.reply(conversation, "Hej, jag svarar på svenska").status_code == 202


def test_while_the_service_is_slow_others_write_and_reply(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    anna.do(conversation, "claim")
    service.delay_s = 2
    asking = threading.Thread(target=ask, args=(anna, conversation, seq))
    asking.start()
    until(lambda: service.asked)
    write(hub.parts.store, conversation, "Vai tur kāds ir?")
    other = Lots(hub, anna.email, "Anna")
    assert other.sign_in().status_code == 303
    assert other.reply(conversation, "Jā").status_code == 202
    assert translations(hub, conversation) == []
    other.client.close()
    asking.join()
    assert [one.about for one in translations(hub, conversation)] == [seq]


def test_what_is_erased_meanwhile_gets_no_translation(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    service.delay_s = 1
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(ask(anna, conversation, seq)))
    asking.start()
    until(lambda: service.asked)
    with hub.parts.store.transaction() as tx:
        hub.parts.reception.forgetting(tx, tx.lock(conversation))
    asking.join()
    assert answers[0].json() == {"translated": []}
    assert translations(hub, conversation) == []
    assert ask(anna, conversation, seq).json()["error"]["code"] == "erased"
    assert draft(anna, conversation, "Hej").json()["error"]["code"] == "erased"


def test_two_lotsar_at_once_leave_one_translation(
    hub: RunningHub, make_lots: Callable[[str], Lots], service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    service.delay_s = 0.5
    everyone = [make_lots(name) for name in ("Anna", "Bo", "Eva")]
    asking = [threading.Thread(target=ask, args=(one, conversation, seq)) for one in everyone]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(translations(hub, conversation)) == 1


def test_the_assistants_words_are_translated_when_asked_for(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    with hub.parts.store.transaction() as tx:
        said = tx.append(tx.lock(conversation), Message(Author.ASSISTANT, "Labdien", "lv"))
        notice = tx.append(said, Message(Author.NOTICE, "Hej", "sv")).state.seq
    answer = ask(anna, conversation, seq, notice - 1, notice)
    assert answer.json() == {"translated": [seq, notice - 1]}


@pytest.mark.parametrize(
    "body",
    [
        {"seqs": [], "language": "sv"},
        {"seqs": ["1"], "language": "sv"},
        {"seqs": [True], "language": "sv"},
        {"seqs": list(range(60)), "language": "sv"},
        {"seqs": [3], "language": "lv"},
        {"seqs": [3]},
        {"language": "sv"},
    ],
)
def test_what_is_asked_wrongly_is_refused(
    hub: RunningHub, anna: Lots, service: TranslationService, body: dict[str, Any]
) -> None:
    conversation, _ = latvian(hub)
    assert anna.do(conversation, "translate", body).status_code == 422
    assert service.asked == 0


def test_a_draft_needs_words_and_another_language(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation = waiting(hub.parts.store, "Hej", language="sv")
    assert draft(anna, conversation, "Hej").status_code == 422
    assert draft(anna, conversation, " ", "en").status_code == 422
    assert draft(anna, conversation, "x" * 4001, "en").status_code == 422
    assert draft(anna, conversation, "Hello", "en").json()["text"] == "Hello·sv"


def test_words_that_wait_to_be_erased_do_not_leave_and_a_reply_still_can(
    hub: RunningHub, anna: Lots, service: TranslationService
) -> None:
    conversation, seq = latvian(hub)
    anna.do(conversation, "claim")
    with hub.parts.store.transaction() as tx:
        erasure.queue(tx, tx.lock(conversation))
    for answer in (ask(anna, conversation, seq), draft(anna, conversation, "Hej")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "erasure_asked")
    assert service.seen == []
    assert "translated" not in noted(hub, conversation)
    assert anna.reply(conversation, "Hej").status_code == 202

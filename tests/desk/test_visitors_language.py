"""A lots says in which language a visitor writes, whose words the assistant never read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.channels.shown import shown
from bot.conversations import erasure, ownership
from bot.conversations.events import (
    Author,
    Event,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    Reason,
    Translated,
)
from tests.desk.conftest import Lots, begun, waiting, write
from tests.support.hub import RunningHub
from tests.support.translation_hub import translating_hub
from tests.support.translation_service import TranslationService, translation_service

WORDS = "Kad sākas skola?"


@pytest.fixture(scope="module")
def service() -> Iterator[TranslationService]:
    with translation_service() as running:
        yield running


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, service: TranslationService
) -> Iterator[RunningHub]:
    """A hub of this module's own: only here is a translation service set."""
    with translating_hub(tmp_path_factory.mktemp("desk"), service) as hub:
        yield hub


@pytest.fixture
def case(hub: RunningHub) -> str:
    """The button first, on a Swedish page, then Latvian words."""
    conversation = waiting(hub.parts.store, "")
    write(hub.parts.store, conversation, WORDS)
    return conversation


def say(lots: Lots, conversation: str, language: object) -> tuple[int, str]:
    answer = lots.do(conversation, "language", {"language": language})
    return answer.status_code, answer.json().get("error", {}).get("code", "")


def log_of(hub: RunningHub, conversation: str) -> list[Event]:
    with hub.parts.store.transaction() as tx:
        return tx.events(conversation)


def told(lots: Lots, conversation: str, after: int = 0) -> dict[str, Any]:
    return dict(lots.get(f"conversations/{conversation}?after={after}").json())


def seq_of_words(hub: RunningHub, conversation: str) -> int:
    [seq] = [one.seq for one in log_of(hub, conversation) if getattr(one.body, "text", "") == WORDS]
    return seq


def test_words_and_canned_replies_follow_what_the_lots_said(
    hub: RunningHub, anna: Lots, case: str
) -> None:
    seq = seq_of_words(hub, case)
    assert anna.do(case, "translate", {"seqs": [seq], "language": "sv"}).json()["translated"] == []
    assert say(anna, case, "lv") == (200, "")
    now = told(anna, case)
    assert (now["case"]["language"], now["read_as"]) == ("lv", {str(seq): "lv"})
    greeting = anna.get(f"conversations/{case}/help").json()["canned"][0]
    assert greeting["language"] == "lv"
    anna.do(case, "translate", {"seqs": [seq], "language": "sv"})
    made = [one.body for one in log_of(hub, case) if isinstance(one.body, Translated)]
    assert [one.text for one in made] == ["Kad·sv sākas·sv skola·sv?"]
    write(hub.parts.store, case, "Paldies")
    newest = log_of(hub, case)[-1].body
    assert isinstance(newest, Message)
    assert newest.language == "lv"


def test_what_was_read_is_told_of_the_whole_log_also_to_who_has_seen_it(
    hub: RunningHub, anna: Lots
) -> None:
    conversation = begun(hub.parts.store, WORDS)
    seen = told(anna, conversation)
    assert seen["read_as"] == {}
    seq = seq_of_words(hub, conversation)
    with hub.parts.store.transaction() as tx:
        answer = Message(Author.ASSISTANT, "Labdien!", "lv", answers=seq)
        tx.append(tx.lock(conversation), LanguageChanged("lv"), answer)
    news = told(anna, conversation, seen["case"]["seq"])
    assert [one["text"] for one in news["events"]] == ["Labdien!"]
    assert news["read_as"] == {str(seq): "lv"}


def test_the_visitor_sees_the_language_and_neither_a_notice_nor_who_said_it(
    hub: RunningHub, anna: Lots, case: str
) -> None:
    before = len(log_of(hub, case))
    say(anna, case, "lv")
    say(anna, case, "lv")
    [event] = log_of(hub, case)[before:]
    assert event.body == LanguageChanged("lv", chosen=True, lots="Anna")
    seen = shown(event)
    assert seen is not None
    assert {key for key in seen} == {"seq", "at", "type", "language"}
    assert "Anna" not in str(seen)


@pytest.mark.parametrize("language", ["de", "", None, 7, ["lv"], "LV"])
def test_a_language_that_we_do_not_speak_is_refused(
    hub: RunningHub, anna: Lots, case: str, language: object
) -> None:
    before = log_of(hub, case)
    assert say(anna, case, language) == (422, "unknown_language")
    assert log_of(hub, case) == before


def test_it_is_for_the_lots_whose_case_it_is_or_for_all_while_it_is_nobodys(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots], case: str
) -> None:
    bo = make_lots("Bo")
    assert say(bo, case, "et") == (200, "")
    anna.do(case, "claim")
    assert say(anna, case, "lv") == (200, "")
    assert say(bo, case, "lt") == (409, "not_owner")
    anna.do(case, "hand_back")
    assert say(anna, case, "lt") == (409, "not_owner"), "the assistant reads for itself"
    left = OwnerChanged(Owner.MESSAGE_LEFT, Reason.NOBODY_THERE)
    with hub.parts.store.transaction() as tx:
        ownership.change(tx, tx.lock(case), left)
    assert say(bo, case, "lt") == (200, "")


def test_an_erased_conversation_keeps_its_language(hub: RunningHub, anna: Lots, case: str) -> None:
    with hub.parts.store.transaction() as tx:
        erasure.erase(tx, tx.lock(case))
    before = log_of(hub, case)
    assert say(anna, case, "lv") == (422, "erased")
    assert log_of(hub, case) == before

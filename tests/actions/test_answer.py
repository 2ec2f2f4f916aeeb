"""The action: what it reads from rasa's tracker, what it says, and what it does when it breaks."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from bot.actions.answer import ActionAnswer
from bot.content import Content

SECRET = "my own secret words"


def tracker(
    says: str = "how", intent: str = "housing.scams", metadata: dict[str, Any] | None = None,
    entities: list[dict[str, Any]] | None = None, second: dict[str, Any] | None = None,
    **slots: Any,
) -> Tracker:  # fmt: skip
    message = {
        "text": says,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [
            {"name": "housing.scams", "confidence": 0.9},
            {"name": "housing.queue", "confidence": 0.05},
        ],
        "entities": entities or [],
        "metadata": metadata or {},
        "second": second,
    }
    names = (
        "language", "language_belief", "municipality", "origin", "topic", "others", "lost_count",
        "place_asked",
    )  # fmt: skip
    return Tracker(
        "c-1", {**dict.fromkeys(names), **slots}, message, [], False, None, {}, "action_listen"
    )


def run_all(of: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All that the action says, and the slots it sets."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(ActionAnswer().run(dispatcher, of, {}))
    said = [message["custom"] for message in dispatcher.messages]
    return said, {event["name"]: event["value"] for event in events}


def run(of: Tracker) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one thing that the action says, and the slots it sets."""
    said, slots = run_all(of)
    assert len(said) == 1
    return said[0], slots


def test_it_answers_in_the_language_of_the_slot() -> None:
    said, slots = run(tracker(language="et", metadata={"language": "sv"}))
    assert (said["topic"], said["band"], said["language"]) == ("housing.scams", "sure", "et")
    assert slots == {"topic": "housing.scams", "lost_count": 0, "others": ["housing.queue"]}


def test_two_questions_in_a_message_get_two_answers_and_the_choices_stand_below() -> None:
    said, slots = run_all(
        tracker(language="en", second={"name": "housing.temporary", "confidence": 0.9})
    )
    assert [one["topic"] for one in said] == ["housing.scams", "housing.temporary"]
    assert said[0]["buttons"] == []
    assert said[1]["buttons"]
    assert slots["topic"] == "housing.temporary"


def test_what_was_meant_instead_is_offered_when_the_answer_was_wrong(content: Content) -> None:
    said, slots = run(
        tracker("no", "conversation.not_helpful", language="en", others=["housing.queue"])
    )
    assert said["text"] == content.phrase("assistant.not_meant", "en")
    assert [b["payload"] for b in said["buttons"]] == ["/housing.queue", "hub:handover"]
    assert "others" not in slots or slots["others"] is None


def test_a_button_with_a_language_answers_in_it_and_settles_it() -> None:
    press = tracker(
        '/housing.scams{"language": "lv"}', language="lv", language_belief="{}",
        entities=[{"entity": "language", "value": "lv"}], metadata={"language": "et"},
    )  # fmt: skip
    said, slots = run(press)
    assert (said["language"], said["language_chosen"]) == ("lv", True)
    assert slots["language_belief"] is None


def test_a_button_is_answered_in_the_language_that_the_hub_holds() -> None:
    said, slots = run(
        tracker("/housing.scams", language="et", language_belief="{}", metadata={"language": "lv"})
    )
    assert said["language"] == "lv"
    assert slots["language"] == "lv"
    assert slots["language_belief"] is None


def test_a_message_that_is_answered_again_is_answered_in_the_language_that_was_chosen(
    content: Content,
) -> None:
    again = tracker(
        "kuidas", "band.unsure", language="et", language_belief="{}",
        metadata={"language": "lv", "answer_in": "lv"},
    )  # fmt: skip
    said, slots = run(again)
    assert said["text"] == content.phrase("assistant.unsure", "lv")
    assert (slots["language"], slots["language_belief"]) == ("lv", None)


@pytest.mark.parametrize("band", ["unsure", "lost"])
def test_the_language_that_it_may_be_in_as_well_is_offered_under_no_answer(band: str) -> None:
    doubtful = tracker(intent=f"band.{band}", language="et")
    doubtful.latest_message["other_language"] = "lv"
    button = run(doubtful)[0]["buttons"][-1]
    assert button == {"title": "Latviešu", "payload": "hub:language:lv", "quiet": True}


def test_a_band_is_not_a_topic(content: Content) -> None:
    said, slots = run(tracker(intent="band.unsure", language="en"))
    assert (said["topic"], said["band"]) == ("housing.scams", "unsure")
    assert [button["payload"] for button in said["buttons"]] == [
        "/housing.scams", "/housing.queue", "hub:handover",
    ]  # fmt: skip
    said, slots = run(tracker(intent="band.lost", language="en", lost_count=1))
    assert said["text"] == content.phrase("assistant.lost_again", "en")
    assert slots["lost_count"] == 2


def test_nothing_understood_is_lost() -> None:
    nothing = tracker(language="en")
    nothing.latest_message = {"text": "?"}
    assert run(nothing)[0]["band"] == "lost"


def test_the_place_is_the_one_named_now_then_the_hubs_then_one_named_before() -> None:
    about = {"intent": "housing.queue", "language": "sv"}
    said, _ = run(tracker(metadata={"municipality": "lulea"}, **about))
    assert said["municipality"] == "lulea"
    # A lots corrected it at the desk after it was named.
    said, _ = run(tracker(metadata={"municipality": "lulea"}, municipality="sorsele", **about))
    assert said["municipality"] == "lulea"
    named = [{"entity": "municipality", "value": "sorsele"}]
    said, _ = run(
        tracker(metadata={"municipality": "lulea"}, municipality="sorsele", entities=named, **about)
    )
    assert said["municipality"] == "sorsele"
    said, _ = run(tracker(municipality="sorsele", **about))
    assert said["municipality"] == "sorsele"


def test_a_language_asked_for_is_kept() -> None:
    said, slots = run(
        tracker("kan du svara på estniska", "conversation.change_language", language="sv")
    )
    assert (said["language"], said["language_chosen"]) == ("et", True)
    assert slots["language"] == "et"


def test_the_place_named_in_this_message_is_known_as_such(content: Content) -> None:
    entity = {"entity": "municipality", "value": "sorsele"}
    said, _ = run(
        tracker("Sorsele", "conversation.set_municipality", language="en",
                municipality="sorsele", entities=[entity])
    )  # fmt: skip
    assert said["text"] == content.phrase("assistant.place_set", "en", place="Sorsele")


def test_what_breaks_is_said_and_logged_without_the_words(
    content: Content, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(ActionAnswer, "replies", broken)
    said, _ = run(tracker(SECRET, language="lt"))
    assert said["text"] == content.phrase("error.failed", "lt")
    assert said["buttons"][0]["payload"] == "hub:handover"
    logged = "".join(capsys.readouterr())
    assert "action.failed" in logged
    assert SECRET not in logged


def test_the_action_server_finds_the_action() -> None:
    executor = ActionExecutor()
    executor.register_package("bot.actions")
    assert list(executor.actions) == ["action_answer"]

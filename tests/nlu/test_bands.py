"""The component that names the band: what a message with several parts becomes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.linear import Prediction

pytest.importorskip("rasa.engine.graph")
pytestmark = pytest.mark.rasa

QUEUE, FEE, CRISIS = "housing.queue", "school.preschool_fee", "conversation.crisis"


def banded(whole: tuple[str, float], *parts: tuple[str, float]) -> dict[str, Any]:
    """What the component makes of a message with this topic and one split into `parts`."""
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.bands import Bands

    message = Message(
        {
            "text": "…",
            "intent_ranking": [{"name": whole[0], "confidence": whole[1]}],
            "margin": 0.0,
            "parts": [[Prediction(((name, sure),), 0.5) for name, sure in parts]] if parts else [],
        }
    )
    Bands(Bands.get_default_config(), None, Resource("bands")).process([message])
    return dict(message.data)


def test_an_unsure_message_of_two_sure_questions_is_sure_of_both() -> None:
    found = banded((QUEUE, 0.3), (QUEUE, 0.95), (FEE, 0.9))
    assert found["band"] == "sure"
    assert found["intent"] == {"name": QUEUE, "confidence": 0.95}
    assert found["second"] == {"name": FEE, "confidence": 0.9}


def test_a_message_that_is_nearly_certain_of_one_topic_asks_one_thing() -> None:
    found = banded((QUEUE, 0.9995), (QUEUE, 0.95), (FEE, 0.9))
    assert found["band"] == "sure"
    assert "second" not in found


def test_a_cry_for_help_among_questions_is_what_is_answered() -> None:
    for confidence in (0.3, 0.99):
        found = banded((QUEUE, confidence), (QUEUE, 0.95), (FEE, 0.9), (CRISIS, 0.7))
        assert found["intent"]["name"] == CRISIS
        assert "second" not in found


def test_a_message_in_one_part_keeps_its_band() -> None:
    assert banded((QUEUE, 0.3))["intent"]["name"] == "band.unsure"
    assert "intent" not in banded((QUEUE, 0.99))

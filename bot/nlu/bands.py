"""Graph component: whether the best topic is sure, unsure or lost; thresholds in config.yml."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.content.understanding import BAND_INTENT, SURE
from bot.nlu.banding import CRISIS, Thresholds
from bot.nlu.classifier import MARGIN, PARTS
from bot.nlu.component import Component
from bot.nlu.parts import two_questions

SECOND = "second"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Bands(Component, IntentClassifier):  # type: ignore[misc]
    """Keeps the intent of a sure message; else it becomes band.unsure or band.lost.

    The ranking stays as it was, so that actions can offer its topics. Of a message that asks two
    things, `intent` is the first and `second` the other.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The thresholds; how they were chosen stands in docs/understanding.md."""
        return dict(vars(Thresholds()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the band of `messages`."""
        thresholds = Thresholds(**{name: self.config[name] for name in vars(Thresholds())})
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            pairs = [(entry["name"], entry["confidence"]) for entry in ranking]
            band = thresholds.band(pairs, message.get(MARGIN, 0.0))
            topic, confidence = pairs[0] if pairs else ("", 0.0)
            readings = [
                [p.ranking[0] for p in parts if thresholds.is_a_question(p.ranking, p.margin)]
                for parts in message.get(PARTS) or ()
            ]
            two = two_questions(readings, topic, band == SURE)
            if two and topic != CRISIS:
                message.set(INTENT, {"name": two[0], "confidence": confidence}, add_to_output=True)
                message.set(SECOND, two[1], add_to_output=True)
            elif band != SURE:
                intent = {"name": BAND_INTENT + band, "confidence": confidence}
                message.set(INTENT, intent, add_to_output=True)
        return messages

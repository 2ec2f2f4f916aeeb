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
            parts = message.get(PARTS) or ()
            is_alone = bool(pairs) and pairs[0][1] >= thresholds.alone_confidence
            two = (
                None
                if is_alone
                else two_questions(
                    [
                        [p.ranking[0] for p in way if thresholds.is_a_question(p.ranking, p.margin)]
                        for way in parts
                    ],
                    pairs[0][0] if pairs else "",
                    band == SURE,
                )
            )
            cries = [
                p.ranking[0][1] for way in parts for p in way if thresholds.is_a_cry(p.ranking)
            ]
            if cries:
                band = SURE
                _set(message, INTENT, CRISIS, max(cries))
            elif two:
                band = SURE
                _set(message, INTENT, *two[0])
                _set(message, SECOND, *two[1])
            elif band != SURE:
                _set(message, INTENT, BAND_INTENT + band, pairs[0][1] if pairs else 0.0)
            message.set("band", band, add_to_output=True)
        return messages


def _set(message: Message, prop: str, name: str, confidence: float) -> None:
    message.set(prop, {"name": name, "confidence": confidence}, add_to_output=True)

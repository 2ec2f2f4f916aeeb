"""Graph component: the topic of a message, one joint model for all languages."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.locales import or_default
from bot.nlu.component import Component, follow_ups
from bot.nlu.following import Following, neighbours_of
from bot.nlu.language import LANGUAGE
from bot.nlu.linear import TEMPERATURE, Linear, Matrix, Prediction
from bot.nlu.parts import splits

MARGIN, PARTS = "margin", "parts"
_TOPIC_SLOT = "topic"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(Component, IntentClassifier):  # type: ignore[misc]
    """Sets `intent`, `intent_ranking` and `margin` (the out-of-scope score) on every message."""

    linear: Linear | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length`: how many topics a message comes with; `temperature`: linear.py."""
        return {"ranking_length": 10, "temperature": TEMPERATURE}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the topics and keeps the classifier in the model."""
        examples = training_data.intent_examples
        texts, topics = ([e.get(part) for e in examples] for part in (TEXT, INTENT))
        linear = Linear.learn(texts, topics, self.config["temperature"])
        with self.model_storage.write_to(self.resource) as folder:
            linear.save(folder)
        return self.resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """The component with the classifier that training left."""
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded.linear = Linear.load(folder)
        return loaded

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Sets the topics of `messages`; the topic before them comes from `tracker`."""
        if self.linear is None:
            raise RuntimeError("the topic classifier was not loaded from a model")
        texts = [message.get(TEXT) or "" for message in messages]
        push = self._push(texts, tracker)
        found = self.linear.predict(texts, self.config["ranking_length"], push)
        for message, text, prediction in zip(messages, texts, found, strict=True):
            ranking = [{"name": name, "confidence": p} for name, p in prediction.ranking]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(MARGIN, prediction.margin, add_to_output=True)
            message.set(PARTS, self._parts(text, or_default(message.get(LANGUAGE))))
        return messages

    def _push(self, texts: list[str], tracker: DialogueStateTracker | None) -> Matrix | None:
        before = tracker.get_slot(_TOPIC_SLOT) if tracker and _TOPIC_SLOT in tracker.slots else None
        if self.linear is None or not before:
            return None
        neighbours = neighbours_of(before, follow_ups())
        following = Following()
        return np.array(
            [following.push(text, before, neighbours, self.linear.classes) for text in texts]
        )

    def _parts(self, text: str, language: str) -> list[list[Prediction]]:
        """What each part of the text asks for, for each way to split it."""
        ways = splits(text, language)
        if self.linear is None or not ways:
            return []
        found = iter(self.linear.predict([part for way in ways for part in way], 1))
        return [[next(found) for _ in way] for way in ways]

"""Graph component: the topic of a message, one joint model for all languages."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import Component
from bot.nlu.linear import Linear

MARGIN = "margin"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(Component, IntentClassifier):  # type: ignore[misc]
    """Sets `intent`, `intent_ranking` and `margin` (the out-of-scope score) on every message."""

    linear: Linear | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length`: how many topics a message comes with."""
        return {"ranking_length": 10}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the topics and keeps the classifier in the model."""
        examples = training_data.intent_examples
        linear = Linear.learn([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
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

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the topics of `messages`."""
        if self.linear is None:
            raise RuntimeError("the topic classifier was not loaded from a model")
        texts = [message.get(TEXT) or "" for message in messages]
        found = self.linear.predict(texts, self.config["ranking_length"])
        for message, prediction in zip(messages, found, strict=True):
            ranking = [{"name": name, "confidence": p} for name, p in prediction.ranking]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(MARGIN, prediction.margin, add_to_output=True)
        return messages

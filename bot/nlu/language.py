"""Graph component: the language of each message, by what it says and what was spoken before."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.belief import Known, read
from bot.nlu.component import Component, content, place_names
from bot.nlu.evidence import Evidence, Weights, learn

LANGUAGE, BELIEF, OTHER_LANGUAGE = "language", "language_belief", "other_language"
_FILE = "evidence.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LanguageDetector(Component):
    """Sets `language` on every message, and the entities that fill the slots of that name."""

    evidence: Evidence | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the languages from the rows and keeps the evidence in the model."""
        rows = [
            (message.get(TEXT), language)
            for message in training_data.intent_examples
            if (language := _written_in(message))
        ]
        evidence = learn(rows, content().languages, Weights())
        with self.model_storage.write_to(self.resource) as folder:
            joblib.dump(evidence, folder / _FILE, compress=3)
        return self.resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        """The component with the evidence that training left."""
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded.evidence = joblib.load(folder / _FILE)
        return loaded

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training rows are in the language of their folder."""
        for message in training_data.training_examples:
            message.set(LANGUAGE, _written_in(message))
        return training_data

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Sets the language of `messages`; the dialogue so far comes from `tracker`."""
        if self.evidence is None:
            raise RuntimeError("the language component was not loaded from a model")
        texts = [message.get(TEXT) or "" for message in messages]
        places = place_names()
        for message, text, probabilities in zip(
            messages, texts, self.evidence.probabilities(texts), strict=True
        ):
            language, belief = read(
                text,
                probabilities,
                _known(message, tracker),
                content(),
                says_nothing=places.is_only_a_place(text),
            )
            message.set(LANGUAGE, language, add_to_output=True)
            message.set(OTHER_LANGUAGE, belief.other(language), add_to_output=True)
            found = [_entity(LANGUAGE, language), _entity(BELIEF, str(belief))]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _written_in(message: Message) -> str | None:
    metadata = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
    language: str | None = metadata.get(LANGUAGE)
    return language


def _known(message: Message, tracker: DialogueStateTracker | None) -> Known:
    metadata = message.get(METADATA) or {}
    slots = tracker.slots if tracker else {}
    return Known(
        kept=tracker.get_slot(BELIEF) if tracker and BELIEF in slots else None,
        language=tracker.get_slot(LANGUAGE) if tracker and LANGUAGE in slots else None,
        hint=metadata.get("language"),
        hint_chosen=metadata.get("language_chosen", True),
    )


def _entity(name: str, value: str) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": 0, "extractor": "LanguageDetector"}

"""Rasa's own classifiers, trained and asked in this process, to measure ours beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer import (
    LexicalSyntacticFeaturizer,
)
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

PIPELINES = {
    # What `rasa init` of 3.6 writes, without entities.
    "diet": (DIETClassifier, {"epochs": 100, "entity_recognition": False,
                              "constrain_similarities": True, "random_seed": 1}),
    "logistic": (LogisticRegressionClassifier, {}),
}  # fmt: skip
_FEATURIZERS = (
    (LexicalSyntacticFeaturizer, {}),
    (CountVectorsFeaturizer, {}),
    (CountVectorsFeaturizer, {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}),
)


def rankings(
    name: str, texts: Sequence[str], labels: Sequence[str], asked: Sequence[str], **settings: Any
) -> list[list[str]]:
    """The labels that pipeline `name`, trained on texts and labels, gives each text; best first."""
    kind, config = PIPELINES[name]
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
        rows = TrainingData(
            [Message.build(text=t, intent=i) for t, i in zip(texts, labels, strict=True)]
        )
        tokenizer.process_training_data(rows)
        messages = tokenizer.process([Message.build(text=text) for text in asked])
        for number, (featurizer, changed) in enumerate(_FEATURIZERS):
            made = _made(featurizer, changed, storage, f"features{number}")
            made.train(rows)
            made.process_training_data(rows)
            messages = made.process(messages)
        classifier = _made(kind, {**config, **settings}, storage, "classifier")
        classifier.train(rows)
        classifier.process(messages)
    return [[entry["name"] for entry in m.get("intent_ranking") or ()] for m in messages]


def _made(
    kind: type[GraphComponent], changed: dict[str, Any], storage: LocalModelStorage, name: str
) -> Any:
    config = {**kind.get_default_config(), **changed}
    return kind.create(config, storage, Resource(name), ExecutionContext(GraphSchema({}), name))

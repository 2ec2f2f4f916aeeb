"""Rasa's importer of our project: makes the domain's intents and the rules from topics.yml.

So a new topic touches no rule and no line of the domain. The rows are read by the same code as
`farled check` reads them, which is some twenty times as fast as rasa 3.6.21's YAML reader.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.load import topics
from bot.content.rows import Row, rows
from bot.content.understanding import BAND_INTENT, LOST, UNSURE

ACTION = "action_answer"


@functools.cache
def _rows(folder: Path) -> tuple[Row, ...]:
    """The rows of this training: rasa makes two importers, and reading takes ten seconds."""
    return tuple(rows(folder))


def intents(root: Path) -> list[str]:
    """Every intent of the model: the ids of topics.yml, and one for each band that is not sure."""
    return [*topics(root / "content" / "topics.yml"), BAND_INTENT + UNSURE, BAND_INTENT + LOST]


class RowMessage(Message):  # type: ignore[misc]
    """A training row that is copied and compared in no time.

    Rasa 3.6.21 deep-copies and hashes all rows five times while it merges its importers
    (shared/nlu/training_data/training_data.py, `merge`), a minute for 50,000 of them.
    tests/nlu/test_graph.py tells that a copy still is a message of its own.
    """

    def fingerprint(self) -> str:
        """What equal rows share; rasa's own walks through every list and dictionary."""
        kept: str | None = self.__dict__.get("_cached_fingerprint")
        if kept is None:
            said = repr(sorted(self.data.items(), key=lambda entry: str(entry[0])))
            kept = hashlib.sha256(said.encode()).hexdigest()
            self.__dict__["_cached_fingerprint"] = kept
        return kept

    def __deepcopy__(self, memo: dict[int, Any]) -> RowMessage:
        """A copy with data of its own; what lies deeper in it is never changed."""
        copied = type(self)(dict(self.data), set(self.output_properties), self.time)
        copied._cached_fingerprint = self.fingerprint()
        return copied


class FarledImporter(RasaFileImporter):  # type: ignore[misc]
    """Adds to the files of the project what follows from its content."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """The project is the folder of its config file."""
        super().__init__(config_file, domain_path, training_data_paths)
        self.root = Path(config_file or "config.yml").resolve().parent
        self._read: dict[str, Any] = {}

    def get_domain(self) -> Domain:
        """The domain of domain.yml with every intent of the content."""
        if "domain" not in self._read:
            made = Domain.from_dict({"intents": intents(self.root)})
            self._read["domain"] = super().get_domain().merge(made)
        domain: Domain = self._read["domain"]
        return domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The stories of the data folder, if there are any, and one rule for each intent."""
        reader = YAMLStoryReader()
        rules = [
            {"rule": intent, "steps": [{"intent": intent}, {"action": ACTION}]}
            for intent in intents(self.root)
        ]
        made = StoryGraph(reader.read_from_parsed_yaml({"version": "3.1", "rules": rules}))
        return super().get_stories(exclusion_percentage).merge(made)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The rows of every language, each with the language of its folder."""
        return TrainingData(
            [
                RowMessage.build(
                    text=row.text, intent=row.topic, intent_metadata={"language": row.language}
                )
                for row in _rows(self.root / "data" / "nlu")
            ]
        )

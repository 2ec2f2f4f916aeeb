"""All files that are checked, read once; what cannot be read is a finding, not a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.content.load import topics
from bot.content.marked import Document, mapping, read
from bot.content.model import Topic
from bot.content.rows import Row, rows_of
from bot.errors import ContentError

Findings = Iterator[ContentError]
Made = TypeVar("Made")


class ContentWarning(ContentError):
    """Worth a look by a person; does not fail the check."""


@dataclass
class Project:
    """The files of one Farled, and the day on which they are checked."""

    root: Path
    today: date
    topics: dict[str, Topic] = field(default_factory=dict)
    answers: list[Document] = field(default_factory=list)
    municipalities: list[Document] = field(default_factory=list)
    phrases: list[Document] = field(default_factory=list)
    canned: list[Document] = field(default_factory=list)
    places: list[Document] = field(default_factory=list)
    areas: list[Document] = field(default_factory=list)
    glossary: list[Document] = field(default_factory=list)
    languages: list[Document] = field(default_factory=list)
    origins: list[Document] = field(default_factory=list)
    plan: list[Document] = field(default_factory=list)
    plan_words: list[Document] = field(default_factory=list)
    occupations: list[Document] = field(default_factory=list)
    occupation_words: list[Document] = field(default_factory=list)
    words: list[Document] = field(default_factory=list)
    examples: list[Document] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unreadable: list[ContentError] = field(default_factory=list)

    @classmethod
    def read(cls, root: Path, today: date) -> Project:
        """The project in the folder `root`."""
        project = cls(root, today)
        content = root / "content"
        project.topics = project._try(lambda: topics(content / "topics.yml")) or {}
        project.answers = project._all(content / "answers")
        project.municipalities = project._all(content / "municipalities")
        project.phrases = project._all(content / "phrases")
        project.canned = project._all(content / "canned")
        project.languages = project._some(content / "languages.yml", mapping)
        project.origins = project._some(content / "origins.yml", mapping)
        project.places = project._some(content / "places.yml", read)
        project.areas = project._some(content / "areas.yml", mapping)
        project.glossary = project._some(content / "glossary.yml", read)
        project.plan = project._some(content / "plan.yml", read)
        project.plan_words = project._all(content / "plan")
        project.occupations = project._some(content / "occupations.yml", mapping)
        project.occupation_words = project._all(content / "occupations")
        project.words = project._all(content / "words")
        project.examples = project._all(root / "data" / "nlu")
        for document in project.examples:
            project.rows += project._try(lambda d=document: list(rows_of(d))) or []  # type: ignore[misc]
        return project

    @property
    def answered(self) -> dict[str, Document]:
        """The answer files by the topic they name."""
        return {str(answer.data.get("topic")): answer for answer in self.answers}

    def _all(self, folder: Path) -> list[Document]:
        found = (self._try(lambda f=file: mapping(f)) for file in sorted(folder.rglob("*.yml")))  # type: ignore[misc]
        return [document for document in found if document is not None]

    def _some(self, file: Path, reader: Callable[[Path], Document]) -> list[Document]:
        document = self._try(lambda: reader(file))
        return [document] if document is not None else []

    def _try(self, make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except ContentError as error:
            self.unreadable.append(error)
        except (OSError, UnicodeDecodeError) as error:
            file = Path(getattr(error, "filename", None) or self.root)
            self.unreadable.append(ContentError(f"cannot be read: {error}", file))
        return None

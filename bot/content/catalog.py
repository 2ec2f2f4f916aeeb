"""All of `content/` in memory, as the assistant uses it: read once, then only asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.content.fold import key
from bot.content.lexicon import Lexicon
from bot.content.model import (
    Answer,
    Area,
    Canned,
    Gloss,
    KnownPlace,
    LanguageWords,
    Municipality,
    Occupation,
    Origin,
    PlaceWords,
    Step,
    Topic,
)
from bot.content.wording import Wording
from bot.locales import DEFAULT

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def placeholders(text: str) -> set[str]:
    """The names that stand in braces in `text`."""
    return set(PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with every {name} that `values` knows put in; the others stay as they are."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group(0)), text)


@dataclass(frozen=True)
class Phrases:
    """The assistant's own words in one language, by dotted key."""

    language: str
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The words at `key`. Raises: KeyError when there are none."""
        return self.texts[key]

    def say(self, key: str, **values: str) -> str:
        """The words at `key` with their placeholders filled."""
        return filled(self.texts[key], values)


@dataclass(frozen=True)
class Content:
    """Everything that `bot.content.load` read."""

    topics: Mapping[str, Topic]
    answers: Mapping[str, Answer]
    municipalities: Mapping[str, Municipality]
    places: tuple[KnownPlace, ...]
    areas: Mapping[str, Area]
    place_words: PlaceWords
    glossary: tuple[Gloss, ...]
    languages: Mapping[str, LanguageWords]
    unserved_languages: tuple[str, ...]
    origins: Mapping[str, Origin]
    occupations: Mapping[str, Occupation]
    occupation_names: Mapping[str, Lexicon]
    wording: Mapping[str, Wording]
    steps: tuple[Step, ...]
    _phrases: Mapping[str, Phrases]
    canned: tuple[Canned, ...] = ()

    def phrases(self, language: str) -> Phrases:
        """The assistant's words in `language`; while it has none, in the default language."""
        return self._phrases.get(language) or self._phrases.get(DEFAULT) or self._phrases["en"]

    def phrase(self, key: str, language: str, **values: str) -> str:
        """One of the assistant's phrases, its placeholders filled.

        Raises: KeyError when no language has that key.
        """
        chosen = self.phrases(language)
        if key not in chosen.texts:
            chosen = next((p for p in self._phrases.values() if key in p.texts), chosen)
        return chosen.say(key, **values)

    def group(self, name: str, language: str) -> dict[str, str]:
        """Every phrase under `name` in `language`, by what follows the dot of its key."""
        texts = self.phrases(language).texts
        start = f"{name}."
        return {key[len(start) :]: text for key, text in texts.items() if key.startswith(start)}

    def answered(self, topic: str) -> bool:
        """Whether there is an answer with words for `topic` in some language."""
        return topic in self.answers and bool(self.answers[topic].text)

    def label(self, topic: str, language: str) -> str | None:
        """What a button for `topic` says in `language`, or None when it has no button there."""
        answer = self.answers.get(topic)
        return answer.label.get(language) if answer and answer.text else None

    def municipality(self, slug: str | None) -> Municipality | None:
        """The place with that slug, if there is a file for it."""
        return self.municipalities.get(slug or "")

    def facts(self, slug: str | None, today: date) -> dict[str, str]:
        """The facts of a place by name, without those that have expired."""
        place = self.municipality(slug)
        if place is None:
            return {}
        return {
            name: fact.value
            for name, fact in place.facts.items()
            if fact.expires is None or fact.expires >= today
        }

    def language_named(self, text: str) -> str | None:
        """The language of ours that `text` names, in whichever of our languages; the last one.

        "unserved" when it names only a language that we do not speak; None when it names none.
        """
        said = f" {key(text)} "
        last: tuple[int, str] | None = None
        for tag, spoken in self.languages.items():
            for name in spoken.names:
                at = said.rfind(f" {name}")
                if at >= 0 and (last is None or at > last[0]):
                    last = (at, tag)
        if last is not None:
            return last[1]
        if any(f" {name}" in said for name in self.unserved_languages):
            return "unserved"
        return None

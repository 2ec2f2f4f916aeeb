"""A small project that passes `farled check`, to break one thing in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.content.checks.lists import LISTS
from bot.content.model import ARRANGED, ORIGINS
from bot.locales import LOCALES

TOPICS: dict[str, dict[str, dict[str, Any]]] = {
    "housing": {
        "queue": {"local": True, "asks": "the queue"},
        "scams": {"asks": "fraud", "not": "queue"},
    },
    "conversation": {"greet": {"asks": "hello"}},
}
PHRASES = {
    "assistant": {"greet": "Hello.", "place_set": "Noted: {place}."},
    "telegram": {"description": "Answers."},
}
ORIGIN_NAMES = {name: {"countries": [f"{name}land"]} for name in ORIGINS}
AREAS = {"areas": {"norrbotten": {"places": ["lulea"], "names": {"sv": ["norrbotten"]}}}}
STEP = {
    "id": "queue",
    "phase": "before",
    "day": -120,
    "if": {"without": "home"},
    "topic": "housing.queue",
    "source": {"title": "Boverket", "url": "https://www.boverket.se", "checked": date(2026, 11, 1)},
}
STEP_WORDS = {"do": "Join the queue", "why": "Time counts.", "where": "The company."}
OCCUPATIONS = {f"work{n}": {"groups": {str(1000 + n): "x"}} for n in range(40)}
OCCUPATION_WORDS = {
    name: {"label": name, "words": [f"{name} {form}" for form in ("a", "b", "c")]}
    for name in OCCUPATIONS
}
WORDS: dict[str, Any] = {
    **{name: [f"{name} word"] for name in LISTS},
    "months": [[f"month {n}"] for n in range(1, 13)],
    "numbers": [[f"number {n}"] for n in range(19)],
    "arranged": {name: [f"{name} done"] for name in ARRANGED},
}
ROWS = 100
DAY = date(2026, 11, 1)


def answer(topic: str, **more: Any) -> dict[str, Any]:
    """An answer file's data."""
    other = "housing.scams" if topic == "housing.queue" else "housing.queue"
    return {
        "topic": topic,
        "label": each("Label"),
        "follow_ups": [other],
        "sources": [{"title": "Boverket", "url": "https://www.boverket.se", "checked": DAY}],
        "text": each("Do this first."),
        **more,
    }


def each(text: str) -> dict[str, str]:
    """`text` for every language."""
    return {tag: text for tag in LOCALES}


def place(**more: Any) -> dict[str, Any]:
    """A municipality file's data."""
    fact = {"value": "Lulebo", "url": "https://lulebo.se", "source": "lulebo.se", "checked": DAY}
    return {
        "slug": "lulea",
        "name": "Luleå",
        "county": "Norrbotten",
        "code": "2580",
        "concept_id": "x",
        "aliases": ["lulea"],
        "forms": {tag: {"of": "of Luleå", "in": "in Luleå", "to": "to Luleå"} for tag in LOCALES},
        "inflections": {"et": ["luleås"]},
        "service": {"name": "Flytta till Luleå"},
        "facts": {"housing_company": fact},
        **more,
    }


class SmallProject:
    """A project in a folder, whose files can be written anew one by one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("content/topics.yml", TOPICS)
        self.write(
            "content/answers/housing/queue.yml",
            answer("housing.queue", local=each("{housing_company} {place_in} has one.")),
        )
        self.write("content/answers/housing/scams.yml", answer("housing.scams"))
        self.write("content/municipalities/lulea.yml", place())
        self.write(
            "content/places.yml", [{"name": "Boden", "forms": ["bodenis"], "alone": ["boden"]}]
        )
        self.write("content/areas.yml", AREAS)
        self.write("content/glossary.yml", [{"term": "personnummer", "gloss": each("a number")}])
        words = {"own": ["in it"], "names": ["name"], "chat": ["hi"], "letters": ""}
        self.write("content/languages.yml", {tag: words for tag in LOCALES})
        self.write("content/origins.yml", ORIGIN_NAMES)
        self.write("content/plan.yml", [STEP])
        self.write("content/occupations.yml", OCCUPATIONS)
        for tag in LOCALES:
            self.write(f"content/phrases/{tag}.yml", PHRASES)
            self.write(f"content/plan/{tag}.yml", {"queue": STEP_WORDS})
            self.write(f"content/occupations/{tag}.yml", OCCUPATION_WORDS)
            self.write(f"content/words/{tag}.yml", WORDS)
            self.rows(tag, "housing", "housing.queue", "housing.scams")
            self.rows(tag, "conversation", "conversation.greet")

    def write(self, name: str, data: Any) -> Path:
        """Writes one file anew."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (
            data
            if isinstance(data, str)
            else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        )
        file.write_text(text, encoding="utf-8")
        return file

    def rows(self, tag: str, area: str, *topics: str, extra: str = "") -> Path:
        """Writes the rows of one area; `extra` is one more row for the first topic."""
        blocks = []
        for topic in topics:
            lines = [f"    - {number} {topic} question {tag}" for number in range(ROWS)]
            if extra and topic == topics[0]:
                lines.append(f"    - {extra}")
            blocks.append(
                f"- intent: {topic}\n  metadata:\n    language: {tag}\n  examples: |\n"
                + "\n".join(lines)
            )
        return self.write(
            f"data/nlu/{tag}/{area}.yml", 'version: "3.1"\nnlu:\n' + "\n".join(blocks) + "\n"
        )

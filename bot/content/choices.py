"""The buttons under a reply: topics to go on with, ways out, languages, origins. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.catalog import Content
from bot.content.model import MOVE, ORIGINS
from bot.content.understanding import ASKED, Button, Understanding
from bot.locales import LOCALES

CHOICE, PLACE = "choice", "place:"
"""The entity in the payload of a button, and what it says when it chooses a place."""
HAND_OVER = "hub:handover"
FORGET = "hub:forget"
LANGUAGE = "hub:language:"
NOT_HELPFUL = "/conversation.not_helpful"
MAX_BUTTONS = 3
LEAST_FOR_A_BUTTON = 0.04
"""A topic less likely than this is no help on a button (docs/understanding.md)."""


def lots_button(content: Content, language: str) -> Button:
    """Asks for a person."""
    return Button(content.phrase("buttons.talk_to_lots", language), HAND_OVER)


def topic_buttons(content: Content, topics: Iterable[str], language: str) -> tuple[Button, ...]:
    """The first topics that have a label in `language`."""
    labelled = ((topic, content.label(topic, language)) for topic in topics)
    buttons = [Button(label, f"/{topic}") for topic, label in labelled if label]
    return tuple(buttons[:MAX_BUTTONS])


def language_buttons() -> tuple[Button, ...]:
    """Every language, by its own name."""
    return tuple(Button(locale.name, LANGUAGE + locale.tag) for locale in LOCALES.values())


def origin_buttons(content: Content, topic: str, language: str) -> tuple[Button, ...]:
    """Every origin; pressed, the answer to `topic` goes on with what holds for it."""
    return tuple(
        Button(content.phrase(f"origin.{origin}", language), _with(topic, "origin", origin))
        for origin in ORIGINS
    )


def place_buttons(content: Content, topic: str, slugs: Iterable[str]) -> tuple[Button, ...]:
    """Every place by its name; pressed, the answer to `topic` goes on with that place."""
    return tuple(
        Button(content.municipalities[slug].name, _with(topic, CHOICE, PLACE + slug))
        for slug in slugs
    )


def ways_out(content: Content, said: Understanding) -> tuple[Button, ...]:
    """Under an answer: the rules for a country, the other language, and "not what I meant"."""
    buttons = []
    answered = [said.topic or "", said.second[0] if said.second else ""]
    varied = [t for t in answered if t in content.answers and content.answers[t].origins]
    if varied:
        # Also when we think to know it: it may have been misheard.
        title = content.phrase("buttons.origin", said.language)
        buttons.append(Button(title, _with(varied[0], "origin", ASKED), quiet=True))
    other = None if said.second else LOCALES.get(said.other_language or "")
    if other and said.topic:
        buttons.append(Button(other.name, _with(said.topic, "language", other.tag), quiet=True))
    if not said.pressed:
        title = content.phrase("buttons.not_meant", said.language)
        buttons.append(Button(title, NOT_HELPFUL, quiet=True))
    return tuple(buttons)


def other_language(said: Understanding) -> tuple[Button, ...]:
    """Under words that are no answer: the language that the message may be in as well.

    Pressed, the hub has the message answered again.
    """
    other = LOCALES.get(said.other_language or "")
    return (Button(other.name, LANGUAGE + other.tag, quiet=True),) if other else ()


def likely(said: Understanding) -> list[str]:
    """The topics of fact that may be meant, best first."""
    return [
        topic
        for topic, confidence in said.ranking
        if confidence >= LEAST_FOR_A_BUTTON and not topic.startswith(MOVE)
    ]


def others(said: Understanding) -> list[str] | None:
    """What else was likely to be meant; to offer when it turns out not to be this."""
    answered = {said.topic, said.second[0] if said.second else None}
    found = [topic for topic in likely(said) if topic not in answered]
    return None if said.pressed or not found else found[:MAX_BUTTONS]


def _with(topic: str, entity: str, value: str) -> str:
    return f'/{topic}{{"{entity}": "{value}"}}'

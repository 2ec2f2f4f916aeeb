"""Answers that a lots could give to the visitor's last words, from content/. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.content import Content
from bot.content.answering import answer_text, local_part, origin_part
from bot.content.likely import Likely
from bot.content.model import MOVE, Source
from bot.content.topical import once
from bot.conversations.events import Author, Event, Message
from bot.conversations.owner import State

MOST = 3
"""Suggestions at the same time: one key each."""
SURE_ENOUGH = 0.15
"""What the assistant took a message for with less confidence is no suggestion."""


@dataclass(frozen=True)
class Suggestion:
    """An answer in the visitor's language, and the same in the lots's."""

    topic: str
    label: str
    text: str
    own: str
    sources: tuple[Source, ...]

    def lines(self, word: str) -> str:
        """The answer with a line for each source behind it; `word` says "Source"."""
        named = (f"{word}: {source.title}, {source.url}" for source in self.sources)
        return "\n".join((self.text, "", *named)) if self.sources else self.text


def suggested(
    content: Content,
    likely: Likely,
    events: Sequence[Event],
    state: State,
    language: str,
    today: date,
) -> list[Suggestion]:
    """At most three answers to the visitor's last words, with what holds in the case's place.

    Words that the assistant has not handled are matched by `likely`; then comes what the
    assistant understood of the last message that it did. `language` is the lots's.
    """
    chosen = [topic for topic in topics(events, likely, state.language) if content.answered(topic)]
    made = (_made(content, topic, state, language, today) for topic in chosen)
    return [one for one in made if one is not None][:MOST]


def topics(events: Sequence[Event], likely: Likely, language: str) -> list[str]:
    """The topics of fact that the last words may be about, the likeliest first."""
    written: Message | None = None
    handled: Message | None = None
    for event in events:
        if isinstance(event.body, Message) and event.body.author is Author.VISITOR:
            written, asked = event.body, event.seq
        elif isinstance(event.body, Message) and event.body.understood:
            handled = event.body
    if written is None:
        return []
    by_word: tuple[str, ...] = ()
    if handled is None or handled.answers < asked:
        by_word = likely.topics(written.text, language)
    guesses = handled.understood if handled else ()
    understood = [guess.topic for guess in guesses if guess.confidence >= SURE_ENOUGH]
    found = dict.fromkeys((*by_word[: MOST - bool(understood)], *understood, *by_word))
    return [topic for topic in found if not topic.startswith(MOVE)]


def _made(
    content: Content, topic: str, state: State, language: str, today: date
) -> Suggestion | None:
    """The answer to a topic; None when it has no words in the visitor's language."""
    if not content.answers[topic].text.get(state.language):
        return None
    text, sources = _said(content, topic, state, state.language, today)
    own, _ = _said(content, topic, state, language, today)
    return Suggestion(topic, content.label(topic, language) or topic, text, own, sources)


def _said(
    content: Content, topic: str, state: State, language: str, today: date
) -> tuple[str, tuple[Source, ...]]:
    answer = content.answers[topic]
    text, sources = answer_text(answer, language)
    parts = [origin_part(answer, state.card.me.origin, language)]
    about, place = content.topics.get(topic), content.municipality(state.municipality)
    if about is not None and about.local and place is not None:
        parts.append(local_part(content, answer, place, language, today))
    known = [part for part in parts if part is not None]
    texts = (text, *(part.text for part in known))
    rests = (*sources, *(source for part in known for source in part.sources))
    return "\n\n".join(texts), once(rests)

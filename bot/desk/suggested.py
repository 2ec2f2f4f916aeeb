"""Answers that a lots could give to the visitor's last words, from content/. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.content import Content
from bot.content.answering import answer_text, local_part, origin_part
from bot.content.likely import Likely
from bot.content.model import MOVE, Source
from bot.content.reading import MOST, Reading, worth_showing
from bot.content.topical import once
from bot.conversations.events import Author, Event, Message
from bot.conversations.owner import State, is_command

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
    reading: Reading | None = None,
) -> list[Suggestion]:
    """At most three answers to the visitor's last words, with what holds in the case's place.

    Words that the assistant has not handled count as `reading` says, or are matched by `likely`
    when there is none; then comes what the assistant understood of the last message that it did.
    `language` is the lots's.
    """
    found = topics(events, likely, state.language, reading)
    chosen = [topic for topic in found if content.answered(topic)]
    made = (_made(content, topic, state, language, today) for topic in chosen)
    return [one for one in made if one is not None][:MOST]


def topics(
    events: Sequence[Event], likely: Likely, language: str, reading: Reading | None = None
) -> list[str]:
    """The topics of fact that the last words may be about, the likeliest first."""
    new = unheard(events)
    guesses = next((one.understood for one in _handled(events)), ())
    understood = [guess.topic for guess in guesses if guess.confidence >= SURE_ENOUGH]
    if new is None:
        first: Sequence[str] = ()
    elif reading is not None:
        first = worth_showing(reading)
    else:
        first = likely.topics(new[1], language)
    found = dict.fromkeys((*first[: MOST - bool(understood)], *understood, *first))
    return [topic for topic in found if not topic.startswith(MOVE)]


def unheard(events: Sequence[Event]) -> tuple[Event, str] | None:
    """The visitor's last words and where they stand, if the assistant has not handled them.

    A pressed button of the hub's own is no words.
    """
    handled = next((message.answers for message in _handled(events)), 0)
    for event in reversed(events):
        body = event.body
        if not isinstance(body, Message) or body.author is not Author.VISITOR:
            continue
        if not is_command(body):
            return (event, body.text) if event.seq > handled else None
    return None


def _handled(events: Sequence[Event]) -> Iterator[Message]:
    """What the assistant said on messages that it read, the newest first."""
    for event in reversed(events):
        if isinstance(event.body, Message) and event.body.understood:
            yield event.body


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

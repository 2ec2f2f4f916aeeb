"""Replies of lotsar that they would have as answers from now on, masked, for review. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversations.events import AnswerProposed, Author, Erased, Event, Message
from bot.conversations.spoken import spoken
from bot.reports.lessons import digest
from bot.reports.mask import masked
from bot.reports.tally import day_of

_PARAGRAPHS = re.compile(r"\n\s*\n")
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Proposal:
    """One reply to be made an answer; `topic` is "" when it needs a new one."""

    key: str
    day: date
    language: str
    answer: str
    question: str
    question_language: str
    topic: str
    by: str


def proposals_of(events: Sequence[Event]) -> list[Proposal]:
    """The proposals in the log of one conversation, the newest of each reply unless taken back.

    None when it was or shall be erased. What a machine translated is given as the lots wrote it.
    """
    if any(isinstance(event.body, Erased) for event in events):
        return []
    said: dict[int, Message] = {}
    newest: dict[int, tuple[date, AnswerProposed]] = {}
    for event in events:
        if isinstance(event.body, Message):
            said[event.seq] = event.body
        elif isinstance(event.body, AnswerProposed):
            newest[event.body.about] = day_of(event.at), event.body
    conversation = events[0].conversation if events else ""
    stand = [(day, body) for day, body in newest.values() if not body.back]
    read_as = spoken(events)
    made = (_made(conversation, day, body, said, read_as) for day, body in stand)
    return [one for one in made if one is not None]


def _made(
    conversation: str,
    day: date,
    body: AnswerProposed,
    said: Mapping[int, Message],
    read_as: Mapping[int, str],
) -> Proposal | None:
    reply, asked = said.get(body.about), said.get(body.asked)
    if reply is None or reply.author is not Author.LOTS:
        return None
    return Proposal(
        digest("proposal", conversation, str(body.about)),
        day,
        reply.original_language if reply.original else reply.language,
        _draft(reply.original or reply.text, reply.lots),
        masked(asked.text) if asked else "",
        read_as.get(body.asked, asked.language) if asked else "",
        body.topic,
        body.lots,
    )


def _draft(text: str, lots: str) -> str:
    """The reply without what is of this one case, its paragraphs kept."""
    names = [name for name in re.split(r"[\s-]+", lots) if len(name) >= _SHORTEST_NAME]
    if names:
        text = re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", "[name]", text)
    parts = (masked(part) for part in _PARAGRAPHS.split(text))
    return "\n\n".join(part for part in parts if part)

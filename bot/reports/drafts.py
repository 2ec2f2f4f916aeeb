"""The files of `farled lessons`: for a person to read, and nothing that runs reads them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml

from bot.reports.lessons import NEW_TOPIC, Group
from bot.reports.proposals import Proposal

_HEAD = """\
# Questions that were not answered well, up to {day}. For review: nothing here is live.
# Masked by rules that miss names standing alone: read every line before it goes into git.
# `topic` is what a lots said. Where it is "?", fill in an id of content/topics.yml and correct
# `draft`. `new_topics`: questions of none of our topics. `answers`: replies of lotsar, to be
# written anew for content/answers/ with sources, in five languages (docs/content-guide.md).
"""
_ROWS_HEAD = """\
# Rows for data/nlu/{language}/, up to {day}. For review: nothing here is live.
# The topic of each was said by a lots. Read every line: no names, no numbers of persons.
# Move what is good into the block of its topic, then run `farled check`.
"""


def as_yaml(
    groups: Sequence[Group], proposals: Sequence[Proposal], language: str, day: date
) -> str:
    """The file of one language to be reviewed."""
    body = {
        "language": language,
        "groups": [_row(group) for group in groups if group.topic != NEW_TOPIC],
        "new_topics": [_row(group) for group in groups if group.topic == NEW_TOPIC],
        "answers": [_answer(proposal) for proposal in proposals],
    }
    head = _HEAD.format(day=day)
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)


def as_rows(groups: Sequence[Group], language: str, day: date) -> str:
    """What lotsar gave a topic, in the form of data/nlu; "" when there is nothing.

    A row from which something was masked stands in the other file only.
    """
    texts: dict[str, list[str]] = {}
    for lesson in (lesson for group in groups for lesson in group.lessons):
        if lesson.said not in ("", NEW_TOPIC) and _is_row(lesson.text):
            texts.setdefault(lesson.said, []).append(lesson.text)
    if not texts:
        return ""
    blocks = [_block(topic, language, texts[topic]) for topic in sorted(texts)]
    head = _ROWS_HEAD.format(day=day, language=language)
    return head + 'version: "3.1"\nnlu:\n' + "".join(blocks)


def _block(topic: str, language: str, texts: Sequence[str]) -> str:
    rows = "".join(f"    - {text}\n" for text in dict.fromkeys(texts))
    return f"- intent: {topic}\n  metadata:\n    language: {language}\n  examples: |\n{rows}"


def _is_row(text: str) -> bool:
    """False when a mask or rasa's own marks stand in the text: `[` begins an entity there."""
    return bool(text) and not set("[]#") & set(text) and text.isprintable()


def _row(group: Group) -> dict[str, Any]:
    return {
        "topic": group.topic if group.topic not in ("", NEW_TOPIC) else "?",
        "draft": min(group.texts, key=len),
        "asked": len(group.lessons),
        "newest": group.lessons[0].day,
        "why": group.why,
        "guessed": group.guessed,
        "examples": group.texts,
    }


def _answer(proposal: Proposal) -> dict[str, Any]:
    asked = {"question": proposal.question, "question_language": proposal.question_language}
    return {
        "topic": proposal.topic or "?",
        "proposed": proposal.day,
        **(asked if proposal.question else {}),
        "text": {proposal.language: proposal.answer},
    }

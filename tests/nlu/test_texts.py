"""Every text is in its language, as far as the detector can tell: catches swapped columns."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.content.catalog import PLACEHOLDER
from bot.locales import LOCALES
from bot.nlu.evidence import TAGS, Evidence

ENOUGH_LETTERS = 40


def wrong(evidence: Evidence, texts: dict[str, str], tag: str) -> list[str]:
    """The names of the long texts that look more like another of our languages."""
    # A placeholder's name is no word of any language.
    plain = {name: PLACEHOLDER.sub("", text) for name, text in texts.items()}
    long = {name: text for name, text in plain.items() if len(text) >= ENOUGH_LETTERS}
    if not long:
        return []
    found = evidence.probabilities(list(long.values()))[:, :-1].argmax(axis=1)
    return [name for name, index in zip(long, found, strict=True) if TAGS[index] != tag]


@pytest.mark.parametrize("tag", LOCALES)
def test_answers_are_in_their_language(content: Content, evidence: Evidence, tag: str) -> None:
    texts = {}
    for answer in content.answers.values():
        texts[f"{answer.topic} text"] = answer.text.get(tag, "")
        texts[f"{answer.topic} local"] = answer.local.get(tag, "")
    for place in content.municipalities.values():
        for topic, note in place.notes.items():
            texts[f"{place.slug} {topic}"] = note.text.get(tag, "")
    assert wrong(evidence, texts, tag) == []


@pytest.mark.parametrize("tag", LOCALES)
def test_canned_replies_are_in_their_language(
    content: Content, evidence: Evidence, tag: str
) -> None:
    texts = {reply.id: reply.text.get(tag, "") for reply in content.canned}
    assert len(texts) > 10
    assert wrong(evidence, texts, tag) == []


def test_canned_replies_in_swapped_columns_are_found(content: Content, evidence: Evidence) -> None:
    texts = {reply.id: reply.text["lt"] for reply in content.canned}
    assert len(wrong(evidence, texts, "lv")) > len(texts) / 2


@pytest.mark.parametrize("tag", LOCALES)
def test_phrases_are_in_their_language(content: Content, evidence: Evidence, tag: str) -> None:
    assert wrong(evidence, dict(content.phrases(tag).texts), tag) == []


@pytest.mark.parametrize("tag", LOCALES)
def test_steps_of_the_plan_are_in_their_language(
    content: Content, evidence: Evidence, tag: str
) -> None:
    texts = {
        f"{step.id} {part}": text
        for step in content.steps
        for part, text in step.texts[tag].items()
        if part == "why"
    }
    assert wrong(evidence, texts, tag) == []

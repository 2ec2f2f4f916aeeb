"""Messages are told apart by language, also without diacritics; others are seen as others."""

from __future__ import annotations

import pytest

from bot.nlu.evidence import CLASSES, Evidence

MESSAGES = {
    "sv": ["Hur får jag en lägenhet?", "var hittar man jobb som svetsare", "Vi flyttar i augusti"],
    "en": ["How do I get a flat?", "where can i find work as a welder", "We are moving in August"],
    "et": ["Kuidas ma saan korteri?", "kust leida keevitajana tood", "Me kolime augustis"],
    "lv": [
        "Kā es varu dabūt dzīvokli?",
        "kur atrast darbu ka metinatajs",
        "Mēs pārceļamies augustā",
    ],
    "lt": ["Kaip man gauti butą?", "kur rasti suvirintojo darba", "Mes keliamės rugpjūtį"],
}
GREETINGS = {"sv": "hej hej", "en": "hello", "et": "tere", "lv": "labdien", "lt": "labas rytas"}
OTHERS = [
    "Mistä löydän asunnon Luulajasta?",
    "Jak mogę znaleźć mieszkanie w Szwecji?",
    "Wie finde ich eine Wohnung in Schweden?",
]


def language(evidence: Evidence, text: str) -> str:
    return CLASSES[int(evidence.probabilities([text])[0].argmax())]


@pytest.mark.parametrize(
    ("text", "tag"), [(text, tag) for tag, texts in MESSAGES.items() for text in texts]
)
def test_a_sentence_is_told(evidence: Evidence, text: str, tag: str) -> None:
    assert language(evidence, text) == tag


@pytest.mark.parametrize(("tag", "text"), GREETINGS.items())
def test_a_greeting_is_told(evidence: Evidence, text: str, tag: str) -> None:
    assert language(evidence, text) == tag


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_are_seen_as_such(evidence: Evidence, text: str) -> None:
    assert language(evidence, text) == "other"


def test_probabilities_sum_to_one_even_for_nothing(evidence: Evidence) -> None:
    for row in evidence.probabilities(["", "123", "hej"]):
        assert row.sum() == pytest.approx(1.0)

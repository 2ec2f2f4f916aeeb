"""The short words that steer a dialogue."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.locales import LOCALES


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "visa fler"), ("en", "more please"), ("et", "veel"), ("lv", "vēl"), ("lt", "dar")],
)
def test_more_is_more_in_every_language(content: Content, language: str, text: str) -> None:
    assert content.wording[language].is_just("more", text)


def test_a_longer_message_is_not_just_that_word(content: Content) -> None:
    words = content.wording["en"]
    assert words.says("more", "I want to know more about the schools in Luleå please")
    assert not words.is_just("more", "I want to know more about the schools in Luleå please")


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "utan partner"), ("lv", "bez partnera"), ("lt", "be vyro")],
)
def test_a_longer_phrase_of_another_list_wins(content: Content, language: str, text: str) -> None:
    words = content.wording[language]
    assert words.says("alone", text)
    assert not words.says("partner", text)


@pytest.mark.parametrize("language", LOCALES)
def test_the_examples_that_we_give_are_understood(content: Content, language: str) -> None:
    """Titles of our own buttons are what people type when they do not press them."""
    words = content.wording[language]
    assert words.says("none", content.phrase("plan.no_children", language))
    assert words.says("alone", content.phrase("plan.alone", language))
    assert words.says("partner", content.phrase("plan.with_partner", language))
    assert words.says("skip", content.phrase("plan.skip", language))
    assert words.says("more", content.phrase("jobs.more", language))


def test_a_list_that_is_not_there_finds_nothing(content: Content) -> None:
    assert content.wording["sv"].where("no such list", "fler") == []

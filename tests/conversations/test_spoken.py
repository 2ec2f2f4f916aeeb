"""The language of a message is what the assistant read it as, not what was expected before."""

from __future__ import annotations

from bot.conversations.events import (
    Author,
    LanguageChanged,
    Message,
    Owner,
    OwnerChanged,
    Reason,
)
from bot.conversations.spoken import spoken
from tests.reports.talks import log, visitor


def answer(language: str, answers: int) -> Message:
    return Message(Author.ASSISTANT, "…", language, answers=answers)


def test_the_first_words_are_in_the_language_in_which_they_are_answered() -> None:
    steps = LanguageChanged("sv"), visitor("labdien"), LanguageChanged("lv"), answer("lv", 2)
    assert spoken(log(*((0, body) for body in steps))) == {2: "lv"}


def test_words_that_wait_behind_them_are_read_as_well() -> None:
    steps = (
        LanguageChanged("sv"),
        visitor("labdien"),
        visitor("man ir jautājums"),
        LanguageChanged("lv"),
        answer("lv", 2),
        answer("lv", 3),
    )
    assert spoken(log(*((0, body) for body in steps))) == {2: "lv", 3: "lv"}


def test_who_asks_for_a_person_with_her_first_words_is_read_too() -> None:
    asked = OwnerChanged(Owner.WAITING, Reason.ASKED, answers=2)
    steps = LanguageChanged("sv"), visitor("cilvēku, lūdzu"), LanguageChanged("lv"), asked
    assert spoken(log(*((0, body) for body in steps))) == {2: "lv"}


def test_a_choice_of_language_says_nothing_about_what_was_written_before() -> None:
    steps = (
        LanguageChanged("sv"),
        visitor("hej"),
        answer("sv", 2),
        LanguageChanged("lv", chosen=True),
        answer("lv", 2),
        visitor("paldies"),
        answer("lv", 6),
    )
    assert spoken(log(*((0, body) for body in steps))) == {2: "sv"}


def test_words_to_a_person_are_read_by_nobody() -> None:
    assert spoken(log((0, LanguageChanged("sv")), (0, visitor("labdien")))) == {}

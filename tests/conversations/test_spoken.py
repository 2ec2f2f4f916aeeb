"""The language of a message is what the assistant read it as, not what was expected before."""

from __future__ import annotations

from bot.conversations.events import (
    Author,
    Body,
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


def read_to_a_person(*more: Body) -> dict[int, str]:
    """What is known of words of which the first are in Swedish and answered, the next are not."""
    steps = (
        LanguageChanged("sv"),
        visitor("hej"),
        answer("sv", 2),
        OwnerChanged(Owner.WAITING, Reason.ASKED),
        visitor("vai kāds runā latviski"),
        OwnerChanged(Owner.LOTS, Reason.CLAIMED, lots_id=1, lots="Anna"),
        visitor("sveiki"),
        *more,
    )
    return spoken(log(*((0, body) for body in steps)))


def test_a_lots_says_it_of_all_words_that_the_assistant_did_not_handle() -> None:
    said = LanguageChanged("lv", chosen=True, lots="Anna")
    assert read_to_a_person() == {2: "sv"}
    assert read_to_a_person(LanguageChanged("lv", chosen=True)) == {2: "sv"}
    assert read_to_a_person(said) == {2: "sv", 5: "lv", 7: "lv"}
    corrected = LanguageChanged("lt", chosen=True, lots="Anna")
    assert read_to_a_person(said, corrected) == {2: "sv", 5: "lt", 7: "lt"}


def test_what_a_lots_says_is_not_said_of_an_earlier_case_or_of_buttons() -> None:
    steps = (
        OwnerChanged(Owner.ASSISTANT, Reason.CLOSED),
        OwnerChanged(Owner.WAITING, Reason.ASKED),
        Message(Author.VISITOR, "Tillbaka", "sv", payload="/cancel"),
        visitor("laba diena"),
        LanguageChanged("lt", chosen=True, lots="Bo"),
    )
    assert read_to_a_person(*steps) == {2: "sv", 11: "lt"}

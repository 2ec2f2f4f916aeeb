"""jobs.tandem: work for two, one question at a time, in any order, correctable."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.jobs.search import JobSearch
from bot.locales import LOCALES
from tests.actions.talking import Talk
from tests.support.job_service import JobService

TANDEM = "jobs.tandem"
BOTH = {
    "sv": "jag är sjuksköterska och min man är svetsare, finns det jobb åt oss båda i Luleå",
    "en": "I am a nurse and my husband is a welder, is there work for us both in Luleå",
    "et": "mina olen õde ja mu mees on keevitaja, kas Luleås on meile mõlemale tööd",
    "lv": "es esmu medmāsa un vīrs ir metinātājs, vai Luleo ir darbs mums abiem",
    "lt": "aš slaugytoja, o vyras suvirintojas, ar Lulėjoje yra darbo mums abiem",
}
WRONG = {
    "sv": "nej, min man är elektriker",
    "en": "no, my husband is an electrician",
    "et": "ei, mu mees on elektrik",
    "lv": "nē, mans vīrs ir elektriķis",
    "lt": "ne, mano vyras elektrikas",
}


def first_place(text: str) -> str:
    """What is said of the best place."""
    return text.split("\n\n1. ")[1].split("\n\n")[0]


@pytest.mark.parametrize("language", LOCALES)
def test_two_occupations_and_a_place_give_places_for_both(
    content: Content, jobs: JobSearch, language: str
) -> None:
    talk = Talk(content, jobs, language)
    reply = talk.say(BOTH[language], TANDEM)
    assert (talk.card.me.occupation, talk.card.partner.occupation) == ("nurse", "welder")
    assert talk.card.adults == 2
    first = first_place(reply.text)
    assert first.startswith("Luleå")  # the place that was named comes first
    assert "Lulebo" in first
    assert "lulea.se" in first
    assert len(reply.listings) == 6  # three places, one advert for each of the two


@pytest.mark.parametrize("language", LOCALES)
def test_a_correction_changes_the_partner_only(
    content: Content, jobs: JobSearch, language: str
) -> None:
    talk = Talk(content, jobs, language)
    talk.say(BOTH[language], TANDEM)
    reply = talk.say(WRONG[language], "conversation.deny")
    assert reply.topic == TANDEM
    assert (talk.card.me.occupation, talk.card.partner.occupation) == ("nurse", "electrician")


def test_what_is_not_known_is_asked_one_thing_at_a_time(talk: Talk) -> None:
    say = talk.content.phrase
    assert talk.say("we both need jobs", TANDEM).text.endswith(say("tandem.mine_ask", "en"))
    assert talk.say("I'm a teacher").text == say("tandem.partner_ask", "en")
    assert talk.say("a cook").text == say("tandem.where_ask", "en")
    reply = talk.say("anywhere")
    assert reply.listings
    assert (talk.card.me.occupation, talk.card.partner.occupation) == ("teacher", "chef")


def test_answers_may_come_in_any_order(talk: Talk) -> None:
    talk.say("we both need jobs", TANDEM)
    talk.say("my wife is a doctor, we would like Umeå")
    reply = talk.say("engineer")
    assert reply.listings
    assert (talk.card.me.occupation, talk.card.partner.occupation) == ("engineer", "doctor")
    assert first_place(reply.text).startswith("Umeå")


def test_a_couple_of_one_occupation_is_understood(talk: Talk) -> None:
    reply = talk.say("we are both doctors, is there work for us in Luleå", TANDEM)
    assert (talk.card.me.occupation, talk.card.partner.occupation) == ("doctor", "doctor")
    assert reply.listings


def test_what_a_search_told_is_not_asked_again(talk: Talk) -> None:
    talk.say("jobs for nurses in Luleå", "jobs.search")
    reply = talk.say("and for my husband? he is a welder")
    assert reply.topic == TANDEM
    assert reply.listings
    assert talk.card.me.occupation == "nurse"


def test_the_button_under_adverts_asks_for_the_partner(talk: Talk) -> None:
    talk.say("jobs for nurses in Luleå", "jobs.search")
    reply = talk.press(talk.content.phrase("jobs.two", "en"))
    assert reply.text == talk.content.phrase("tandem.partner_ask", "en")


def test_when_the_service_fails_there_are_links_for_both(talk: Talk, service: JobService) -> None:
    service.fail(500, times=20)
    reply = talk.say(BOTH["en"], TANDEM)
    assert reply.text == talk.content.phrase("jobs.down", "en")
    assert len(reply.sources) == 2
    service.mend()
    assert talk.say("Kiruna").topic == TANDEM

"""What outlives a dialogue of rasa: an open question and a search, kept by the hub."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content import Content
from bot.jobs.search import JobSearch
from bot.locales import LOCALES
from bot.plan.card import Adult, Card
from tests.actions.talking import Talk

PLAN, SEARCH, TANDEM = "service.move_plan", "jobs.search", "jobs.tandem"
IN_MARCH = {"sv": "i mars", "en": "in March", "et": "märtsis", "lv": "martā", "lt": "kovo mėnesį"}


def asked_when(content: Content, jobs: JobSearch, language: str = "en") -> Talk:
    """A family that was just asked when they move."""
    talk = Talk(content, jobs, language, Card(Adult("nurse", "LV"), adults=1, children=()))
    talk.say("?", PLAN)
    assert talk.replies[-1].text.endswith(content.phrase("plan.date_ask", language))
    return talk


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("language", LOCALES)
def test_the_first_message_of_a_new_dialogue_answers_the_open_question(
    content: Content, jobs: JobSearch, language: str, paused: bool
) -> None:
    talk = asked_when(content, jobs, language)
    talk.begin_dialogue(paused=paused)
    reply = talk.say(IN_MARCH[language])
    assert (talk.card.day, talk.card.month_only) == (date(2027, 3, 1), True)
    assert reply.text.endswith(content.phrase("plan.place_ask", language))


def test_nothing_but_the_hub_remembers_it(content: Content, jobs: JobSearch) -> None:
    talk = asked_when(content, jobs)
    talk.begin_dialogue()
    talk.kept = {}
    talk.say("in March")
    assert talk.card.day is None


def test_a_question_in_between_is_answered_and_the_next_message_still_counts(
    content: Content, jobs: JobSearch
) -> None:
    talk = asked_when(content, jobs)
    talk.begin_dialogue()
    aside = talk.say("how do I register my car?", "registration.car")
    assert aside.topic == "registration.car"
    talk.begin_dialogue()
    talk.say("in March")
    assert talk.card.day == date(2027, 3, 1)


def test_whoever_says_hello_after_a_pause_is_not_asked_again_at_once(
    content: Content, jobs: JobSearch
) -> None:
    talk = asked_when(content, jobs)
    talk.begin_dialogue(paused=True)
    reply = talk.say("hello", "conversation.greet")
    assert content.phrase("plan.date_ask", "en") not in reply.text
    assert content.phrase("plan.go_on", "en") in talk.titles


def test_a_search_goes_on_in_a_new_dialogue(talk: Talk) -> None:
    first = talk.say("jobs for a nurse in Luleå", SEARCH)
    talk.begin_dialogue()
    more = talk.say("more", "conversation.affirm")
    assert more.topic == SEARCH
    assert more.listings
    assert {one.url for one in more.listings}.isdisjoint(one.url for one in first.listings)


def test_where_two_want_to_work_is_still_asked(talk: Talk) -> None:
    talk.say("I am a nurse and my husband is a welder, is there work for both?", TANDEM)
    assert talk.kept["asked"] == "tandem.where"
    talk.begin_dialogue()
    assert talk.say("Skellefteå", "conversation.set_municipality").topic == TANDEM
    assert talk.kept["asked"] is None

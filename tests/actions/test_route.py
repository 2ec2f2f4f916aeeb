"""Which live topic a message belongs to, also when it does not say so."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.jobs.search import JobSearch
from tests.actions.talking import Talk
from tests.support.job_service import JobService


def test_a_greeting_with_an_occupation_and_a_place_is_a_search(talk: Talk) -> None:
    reply = talk.say("Hello, I'm an engineer, is there work in Kiruna?", "conversation.greet")
    assert reply.topic == "jobs.search"


def test_two_occupations_without_a_clear_topic_are_work_for_two(talk: Talk) -> None:
    assert talk.say("nurse and husband welder, Luleå").topic == "jobs.tandem"


@pytest.mark.parametrize("asked", ["service.move_plan", "jobs.tandem"])
def test_a_person_and_a_cry_for_help_come_before_every_question(talk: Talk, asked: str) -> None:
    talk.say("begin", asked)
    assert talk.say("can I talk to a person", "conversation.human").handover == "asked"
    talk.say("begin", asked)
    assert (
        talk.say("he locks me in and took my passport", "conversation.crisis").handover == "crisis"
    )
    talk.say("begin", asked)
    low = talk.say("my employer beats me and I am so afraid of him", "conversation.crisis", 0.4)
    assert low.handover == "crisis"


def test_more_after_adverts_is_more_whatever_the_classifier_says(talk: Talk) -> None:
    talk.say("jobs for nurses", "jobs.search")
    reply = talk.say("more", "conversation.forget_me")
    assert reply.listings


def test_two_questions_in_one_message_get_two_answers_one_of_them_live(talk: Talk) -> None:
    from dataclasses import replace

    from bot.actions.heard import Heard
    from bot.actions.route import replies
    from bot.jobs.occupations import named
    from tests.actions.talking import TODAY

    text = "is there work for a welder in Luleå and how do I get a flat"
    said = replace(
        talk._understood("jobs.search", 0.95), second=("housing.find_rental", 0.9),
        municipality="lulea", places=("lulea",),
    )  # fmt: skip
    heard = Heard(talk.content, said, TODAY, text, named=named(talk.content, text, "en"))
    first, last = replies(heard, talk.jobs)
    assert (first.topic, last.topic) == ("jobs.search", "housing.find_rental")
    assert first.listings


FAIR = {
    "sv": ("Erik, sjuksköterska, söker jobb i Luleå. Min fru Anna är svetsare",
           "Anna, sjuksköterska, söker jobb i Luleå. Min man Erik är svetsare"),
    "en": ("I'm Peter, a nurse looking for work in Luleå. My wife is a welder",
           "I'm Mary, a nurse looking for work in Luleå. My husband is a welder"),
    "et": ("olen Jaan, meditsiiniõde, otsin tööd Luleås. Mu naine on keevitaja",
           "olen Mari, meditsiiniõde, otsin tööd Luleås. Mu mees on keevitaja"),
    "lv": ("esmu Jānis, medbrālis, meklēju darbu Luleo. Mana sieva ir metinātāja",
           "esmu Anna, medmāsa, meklēju darbu Luleo. Mans vīrs ir metinātājs"),
    "lt": ("aš Jonas, slaugytojas, ieškau darbo Lulėjoje. Mano žmona suvirintoja",
           "aš Ona, slaugytoja, ieškau darbo Lulėjoje. Mano vyras suvirintojas"),
}  # fmt: skip


@pytest.mark.parametrize("language", FAIR)
@pytest.mark.parametrize("topic", ["jobs.search", "jobs.tandem"])
def test_a_mans_and_a_womans_words_get_the_same_adverts(
    content: Content, service: JobService, language: str, topic: str
) -> None:
    answers = []
    for text in FAIR[language]:
        service.requests.clear()
        reply = Talk(content, JobSearch(service.url), language).say(text, topic)
        asked = sorted(map(str, service.requests))
        answers.append((reply.text, reply.listings, reply.card, asked))
    assert answers[0] == answers[1]
    assert answers[0][1]


MEN_AND_WOMEN = {
    "sv": [("sjuksköterskan", "sjuksköterskan"), ("städare", "städerska"), ("lärare", "lärarinna")],
    "en": [("waiter", "waitress"), ("salesman", "saleswoman"), ("cleaner", "cleaning lady")],
    "et": [("müüja", "müüjanna"), ("õpetaja", "õpetajanna")],
    "lv": [("skolotājs", "skolotāja"), ("pavārs", "pavāre"), ("inženieris", "inženiere"),
           ("elektriķis", "elektriķe"), ("ārsts", "ārste"), ("šoferis", "šofere")],
    "lt": [("mokytojas", "mokytoja"), ("virėjas", "virėja"), ("inžinierius", "inžinierė"),
           ("elektrikas", "elektrikė"), ("gydytojas", "gydytoja"), ("vairuotojas", "vairuotoja")],
}  # fmt: skip


@pytest.mark.parametrize("language", MEN_AND_WOMEN)
def test_both_forms_of_an_occupation_are_one_occupation(content: Content, language: str) -> None:
    from bot.jobs.occupations import named

    for man, woman in MEN_AND_WOMEN[language]:
        assert named(content, man, language) == named(content, woman, language)
        assert named(content, man, language).all, man

"""Which live topic a message belongs to, also when it does not say so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content import Content
from bot.jobs.occupations import named
from bot.jobs.search import JobSearch
from bot.plan.card import Adult, Card
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
    text = "is there work for a welder in Luleå and how do I get a flat"
    talk.say(text, "jobs.search", second="housing.find_rental")
    first, last = talk.replies
    assert (first.topic, last.topic) == ("jobs.search", "housing.find_rental")
    assert first.listings


PLAN = "service.move_plan"

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

    for man, woman in MEN_AND_WOMEN[language]:
        assert named(content, man, language) == named(content, woman, language)
        assert named(content, man, language).all, man


FAMILY = Card(
    Adult("nurse", "LV"), Adult("welder", "LV"), adults=2, children=(3, 7),
    day=date(2027, 3, 1), month_only=True, arranged=frozenset({"home"}),
)  # fmt: skip


@pytest.fixture
def planned(talk: Talk) -> Talk:
    """A talk in which a plan was just made."""
    talk.card, talk.place = FAMILY, "lulea"
    assert talk.say("make a plan", PLAN).plan
    return talk


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("housing queue in Kiruna", "housing.queue"),
        ("school for my 7 year old son", "school.enrol"),
        ("find me a job as a cook in Kiruna", "jobs.search"),
    ],
)
def test_a_sure_question_after_a_plan_is_answered_and_leaves_the_family_alone(
    planned: Talk, text: str, topic: str
) -> None:
    assert planned.say(text, topic).topic == topic
    assert planned.card == FAMILY


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("we have no children", "children", ()),
        ("we have no flat yet", "arranged", frozenset()),
        ("we have found a job now", "arranged", frozenset({"home", "job"})),
        ("we move in May", "day", date(2027, 5, 1)),
        ("I am moving alone now", "adults", 1),
    ],
)
def test_every_fact_of_a_plan_can_be_corrected_in_words(
    planned: Talk, text: str, what: str, value: object
) -> None:
    reply = planned.say(text, "conversation.deny")
    assert reply.plan, reply.text
    assert getattr(planned.card, what) == value


def test_an_own_origin_is_corrected_in_words(planned: Talk) -> None:
    planned.say("I come from Estonia", "conversation.deny")
    assert planned.card.me.origin == "EE"


@pytest.mark.parametrize(
    "text",
    ["is there housing", "how is the school", "I want to move for work", "jobs for nurses"],
)
def test_what_is_only_mentioned_is_not_arranged(talk: Talk, text: str) -> None:
    talk.say(text, PLAN)
    assert talk.card.arranged is None


def test_a_question_that_was_just_put_is_not_overwritten_by_the_one_before(talk: Talk) -> None:
    talk.say("we both need jobs", "jobs.tandem")
    talk.say("make a moving plan for us", PLAN)
    talk.say("alone")
    assert talk.card.adults == 1


def test_a_partners_answer_after_a_skipped_question_is_not_the_visitors(talk: Talk) -> None:
    talk.card = Card(Adult("", "EE"), adults=2, skipped=frozenset({"plan.mine"}))
    talk.say("plan", PLAN)
    talk.press(talk.content.phrase("origin.LV", "en"))
    talk.say("welder")
    assert (talk.card.me, talk.card.partner) == (Adult("", "EE"), Adult("welder", "LV"))


def test_the_same_is_no_choice_when_there_is_nothing_to_be_the_same_as(talk: Talk) -> None:
    talk.card = Card(adults=2, skipped=frozenset({"plan.origin"}))
    talk.say("plan", PLAN)
    assert talk.content.phrase("plan.same_origin", "en") not in talk.titles


def test_a_button_of_an_earlier_question_answers_that_question(talk: Talk) -> None:
    first = talk.say("plan", PLAN)
    talk.say("alone")
    talk.replies.append(first)  # the older buttons are still there
    talk.press(talk.content.phrase("plan.with_partner", "en"))
    assert talk.card.adults == 2
    talk.replies.append(first)
    talk.press(talk.content.phrase("plan.skip", "en"))
    assert talk.card.skipped == {"plan.adults"}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what else about the housing queue", "housing.queue"),
        ("next: what does preschool cost?", "school.preschool_fee"),
    ],
)
def test_more_in_a_sure_question_is_no_wish_for_adverts(talk: Talk, text: str, topic: str) -> None:
    talk.say("jobs for nurses", "jobs.search")
    assert talk.say(text, topic).topic == topic


def test_alternatives_are_no_couple(talk: Talk) -> None:
    reply = talk.say("jobs for cook or cleaner in Kiruna", "jobs.search")
    assert reply.topic == "jobs.search"
    assert talk.card.adults == 0


def test_where_two_want_to_live_is_asked_once_also_after_a_search(talk: Talk) -> None:
    talk.say("I am a nurse and my husband is a welder", "jobs.tandem")
    talk.say("anywhere")
    talk.say("jobs for nurses", "jobs.search")
    reply = talk.say("and work for us both?", "jobs.tandem")
    assert reply.listings


def test_which_occupation_is_asked_twice_at_most(talk: Talk) -> None:
    talk.say("jobs in Norrbotten", "jobs.search")
    talk.say("astrologer")
    reply = talk.say("and a personal number")
    assert reply.topic != "jobs.search"


def test_places_before_the_occupation_are_kept(talk: Talk, service: JobService) -> None:
    talk.say("jobs in Kiruna and Luleå", "jobs.search")
    talk.say("nurse")
    assert len(service.requests[-1]["municipality"]) == 2


def test_two_live_topics_in_one_message_keep_what_the_first_asked(talk: Talk) -> None:
    text = "plan our move with kids 3 and 7, and find me a nurse job"
    talk.say(text, PLAN, second="jobs.search")
    (only,) = talk.replies
    assert only.card is not None
    assert only.card["children"] == [3, 7]


def test_a_doubtful_cry_for_help_is_no_answer(talk: Talk) -> None:
    talk.say("plan", PLAN)
    talk.say("my husband beats me often", "conversation.crisis", 0.75)
    assert talk.card.adults == 0
    assert talk.replies[-1].handover == "crisis"

"""service.move_plan: what is asked, what is never asked twice, and the plan that follows."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content import Content
from bot.jobs.search import JobSearch
from bot.locales import LOCALES
from bot.plan.card import Adult, Card
from tests.actions.talking import Talk

PLAN = "service.move_plan"
STORY = {
    "sv": "min man och jag flyttar till Luleå i maj 2027 med två barn, 3 och 7 år, vad först",
    "en": "my husband and I move to Luleå in May 2027 with our children, 3 and 7, what first",
    "et": "kolime mehega Luleåsse 2027. aasta mais kahe lapsega, 3 ja 7 aastat, mida teha",
    "lv": "ar vīru un diviem bērniem, 3 un 7 gadi, 2027. gada maijā braucam uz Luleo, ko darīt",
    "lt": "su vyru ir dviem vaikais, 3 ir 7 metų, 2027 m. gegužę keliamės į Lulėją, nuo ko pradėti",
}


def asks(talk: Talk, name: str) -> bool:
    phrase = talk.content.phrase(name, talk.language)
    return talk.replies[-1].text.endswith(phrase)


@pytest.mark.parametrize("language", LOCALES)
def test_what_a_story_tells_is_not_asked(content: Content, jobs: JobSearch, language: str) -> None:
    talk = Talk(content, jobs, language)
    talk.say(STORY[language], PLAN)
    assert talk.card.children == (3, 7)
    assert (talk.card.day, talk.card.month_only) == (date(2027, 5, 1), True)
    assert talk.card.adults == 2
    assert asks(talk, "plan.origin_ask")


@pytest.mark.parametrize("language", LOCALES)
def test_every_question_can_be_skipped_and_is_asked_once(
    content: Content, jobs: JobSearch, language: str
) -> None:
    talk = Talk(content, jobs, language)
    talk.say("?", PLAN)
    questions = []
    while not talk.replies[-1].plan:
        questions.append(talk.replies[-1].text)
        talk.press(content.phrase("plan.skip", language))
    assert len(questions) == len(set(questions)) == 7  # those about a partner are not needed
    assert len(talk.card.skipped) == 7


def test_the_plan_changes_when_a_fact_changes(talk: Talk) -> None:
    talk.card = Card(Adult("nurse", "LV"), adults=1, children=(3,), day=date(2027, 3, 1),
                     month_only=True, arranged=frozenset())  # fmt: skip
    talk.place = "lulea"
    first = talk.say("make a plan", PLAN)
    assert first.plan
    assert "March 2027" in first.text
    changed = talk.say("we move in May instead")
    assert changed.plan
    assert "May 2027" in changed.text
    older = talk.say("the child is 8")
    assert talk.card.children == (8,)
    assert older.text != changed.text


def test_another_place_changes_the_plan(talk: Talk) -> None:
    talk.card = Card(Adult("nurse", "LV"), adults=1, children=(), day=date(2027, 3, 1),
                     arranged=frozenset())  # fmt: skip
    talk.place = "lulea"
    talk.say("make a plan", PLAN)
    assert "Kiruna" in talk.say("no, to Kiruna", "conversation.set_municipality").text


def test_a_regulated_occupation_brings_its_approval(talk: Talk) -> None:
    facts = {"adults": 1, "children": (), "day": date(2027, 3, 1), "arranged": frozenset()}
    talk.place = "lulea"
    steps = {}
    for occupation in ("nurse", "teacher", "electrician", "cleaner"):
        talk.card = Card(Adult(occupation, "LV"), **facts)  # type: ignore[arg-type]
        steps[occupation] = talk.say("plan", PLAN).text
    approvals = {"nurse": "care", "teacher": "teaching", "electrician": "electricity"}
    told = {step.id: step.texts["en"]["do"] for step in talk.content.steps}
    for occupation, plan in steps.items():
        wanted = approvals.get(occupation)
        for licence in approvals.values():
            assert (told[f"approval_{licence}"] in plan) == (licence == wanted), occupation


def test_an_unclear_answer_is_asked_for_again_with_a_way_out(talk: Talk) -> None:
    talk.say("plan", PLAN)
    reply = talk.say("qwerty zxcvb")
    assert reply.text.startswith(talk.content.phrase("plan.not_understood", "en"))
    assert asks(talk, "plan.adults_ask")
    reply = talk.say("zxcvb qwerty")
    assert reply.buttons[-1].title == talk.content.phrase("plan.go_on", "en")
    again = talk.press(talk.content.phrase("plan.go_on", "en"))
    assert again.text == talk.content.phrase("plan.adults_ask", "en")


def test_a_question_between_is_answered_and_the_plan_goes_on(talk: Talk) -> None:
    talk.say("plan", PLAN)
    reply = talk.say("what does preschool cost?", "school.preschool_fee")
    assert reply.topic == "school.preschool_fee"
    talk.say("alone")  # the answer to what was asked before
    assert talk.card.adults == 1
    assert asks(talk, "plan.origin_ask")


def test_stopping_keeps_what_was_told(talk: Talk) -> None:
    talk.say("plan", PLAN)
    talk.press(talk.content.phrase("plan.alone", "en"))
    reply = talk.say("stop")
    assert reply.text == talk.content.phrase("plan.stopped", "en")
    talk.say("plan", PLAN)
    assert talk.card.adults == 1
    assert asks(talk, "plan.origin_ask")


def test_a_partner_of_another_citizenship_is_heard_in_words(talk: Talk) -> None:
    talk.card = Card(Adult("", "SE"), adults=2)
    talk.say("plan", PLAN)
    assert asks(talk, "plan.partner_origin_ask")
    talk.say("he comes from Poland", "conversation.crisis", confidence=0.5)
    assert talk.card.partner.origin == "EU"


def test_the_same_citizenship_is_one_button(talk: Talk) -> None:
    talk.card = Card(Adult("", "LT"), adults=2)
    talk.say("plan", PLAN)
    talk.press(talk.content.phrase("plan.same_origin", "en"))
    assert talk.card.partner.origin == "LT"


def test_nothing_of_age_sex_or_faith_is_asked(content: Content, jobs: JobSearch) -> None:
    from bot.actions.planning import QUESTIONS

    assert {question.name for question in QUESTIONS} == {
        "plan.adults", "plan.origin", "plan.partner_origin", "plan.mine", "plan.partner",
        "plan.children", "plan.date", "plan.place", "plan.arranged",
    }  # fmt: skip


def test_the_same_citizenship_may_be_typed(talk: Talk) -> None:
    talk.card = Card(Adult("", "LT"), adults=2)
    talk.say("plan", PLAN)
    talk.say("the same as mine")
    assert talk.card.partner.origin == "LT"

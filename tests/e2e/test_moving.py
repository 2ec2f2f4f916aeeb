"""Families from search to plan to a lots, by the real model, in their own words and language."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import icalendar
import pytest

from bot.content import Content
from tests.support.farled import Farled, Visitor
from tests.support.job_service import JobService

pytestmark = [pytest.mark.processes, pytest.mark.rasa]

SEARCH, TANDEM, PLAN = "jobs.search", "jobs.tandem", "service.move_plan"
QUESTIONS = (
    "jobs.occupation_ask", "tandem.mine_ask", "tandem.partner_ask", "tandem.where_ask",
    "plan.adults_ask", "plan.origin_ask", "plan.partner_origin_ask", "plan.children_ask",
    "plan.date_ask", "plan.place_ask", "plan.arranged_ask", "assistant.place_ask",
)  # fmt: skip

NURSE_AND_WELDER_LV = [
    ("labdien, esmu medmāsa, vīrs metinātājs, divi bērni, esam no Daugavpils. "
     "vai ziemeļzviedrijā mums abiem ir darbs?", TANDEM),
    ("Šellefteo vai Luleo", TANDEM),
    ("nē, vīrs tagad ir elektriķis", TANDEM),
    ("parādi darbus medmāsai Šellefteo", SEARCH),
    ("tikai Luleo", SEARCH),
    ("kas jādara vispirms, lai pārceltos?", PLAN),
    ("Latvijas", PLAN),
    ("7 un 3 gadi", PLAN),
    ("marta beigās", PLAN),
    ("darbs ir, dzīvokļa vēl nav", PLAN),
]  # fmt: skip
NURSE_AND_WELDER_EN = [
    ("Hi! I'm a nurse and my husband is a welder, we have two kids and live in Daugavpils. "
     "Are there jobs for both of us up north?", TANDEM),
    ("Skellefteå", TANDEM),
    ("no, my husband is an electrician", TANDEM),
    ("show me nurse jobs in Luleå", SEARCH),
    ("more", SEARCH),
    ("only Kiruna", SEARCH),
    ("what should we do first? please make a plan", PLAN),
    ("Latvia", PLAN),
    ("the same, Latvia", PLAN),
    ("3 and 7", PLAN),
    ("in March", PLAN),
    ("we have a job but no flat", PLAN),
]  # fmt: skip
DOCTORS_ET = [
    ("Tere! Oleme abikaasaga mõlemad arstid Tartust, kas Norrbottenis on meile tööd?", TANDEM),
    ("Luleå", TANDEM),
    ("näita arsti töökuulutusi Kirunas", SEARCH),
    ("ainult Umeå", SEARCH),
    ("tee meile kolimise plaan", PLAN),
    ("Eesti", PLAN),
    ("lapsi ei ole", PLAN),
    ("augustis", PLAN),
    ("mitte midagi veel", PLAN),
]
ENGINEER_LT = [
    ("Sveiki, esu inžinierius iš Kauno, ar yra darbo Kirunoje?", SEARCH),
    ("o Lulėjoje?", SEARCH),
    ("dar", SEARCH),
    ("tik Šelefteo", SEARCH),
    ("nuo ko pradėti? sudarykite man persikėlimo planą", PLAN),
    ("vienas", PLAN),
    ("vaikų nėra", PLAN),
    ("2027-05-15", PLAN),
    ("darbą jau turiu", PLAN),
]
TEACHER_SV = [
    ("Hej, jag är lärare i Malmö, finns det lärarjobb i Kiruna?", SEARCH),
    ("bara Gällivare", SEARCH),
    ("fler", SEARCH),
    ("min sambo är kock, finns jobb åt oss båda?", TANDEM),
    ("Luleå", TANDEM),
    ("vad ska jag göra först när jag flyttar? gör en plan", PLAN),
    ("jag bor i Sverige, från Malmö", PLAN),
    ("han kommer från Polen", PLAN),
    ("inga barn", PLAN),
    ("1 juni", PLAN),
    ("inget än", PLAN),
]
STORIES = {
    "lv": (NURSE_AND_WELDER_LV, "gribu runāt ar cilvēku", ("nurse", "electrician")),
    "en": (NURSE_AND_WELDER_EN, "I want to talk to a person", ("nurse", "electrician")),
    "et": (DOCTORS_ET, "tahan inimesega rääkida", ("doctor", "doctor")),
    "lt": (ENGINEER_LT, "noriu pakalbėti su žmogumi", ("engineer", "")),
    "sv": (TEACHER_SV, "jag vill prata med en lots", ("teacher", "chef")),
}


@pytest.fixture
def mover(farled: Farled, job_service: JobService, request: Any) -> Iterator[Visitor]:
    job_service.mend()
    farled.wait_until_ready()
    made = Visitor(farled.url, language=request.param)
    yield made
    made.close()


def questions_asked(content: Content, visitor: Visitor, language: str) -> Counter[str]:
    """How often each of our questions stood in an answer."""
    texts = "\n".join(message["text"] for message in visitor.said("assistant"))
    phrases = {name: content.phrase(name, language) for name in QUESTIONS}
    return Counter({name: texts.count(phrase) for name, phrase in phrases.items()})


@pytest.mark.parametrize(("mover", "language"), [(x, x) for x in STORIES], indirect=["mover"])
def test_a_family_comes_from_search_to_plan_to_a_lots_and_nothing_is_asked_twice(
    mover: Visitor, language: str, content: Content
) -> None:
    story, goodbye, occupations = STORIES[language]
    for text, topic in story:
        answer = mover.ask(text)
        assert answer.get("topic") == topic, (text, answer["text"])
    asked = questions_asked(content, mover, language)
    assert max(asked.values()) == 1, asked
    assert any(message.get("listings") for message in mover.said("assistant"))

    card = [event["card"] for event in mover.events() if event["type"] == "card"][-1]
    assert card["me"]["occupation"] == occupations[0]
    assert card.get("partner", {}).get("occupation", "") == occupations[1]

    link = mover.said("assistant")[-1]["sources"][0]["url"]
    page = httpx.get(link)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    assert content.phrase("plan.before", language) in page.text
    calendar = icalendar.Calendar.from_ical(httpx.get(link + ".ics").content)
    events = calendar.walk("VEVENT")
    assert len(events) > 10
    assert all(event.get("summary") and event.get("dtstart") for event in events)

    mover.send(goodbye)
    end = time.monotonic() + 30
    while not any(event["type"] == "owner" for event in mover.events()):
        assert time.monotonic() < end
        time.sleep(0.2)


FAULTS = ("429", "500", "hang", "cut", "garble", "empty", "redirect")


@pytest.mark.parametrize("mover", ["lt"], indirect=True)
def test_whatever_the_job_service_does_there_is_a_useful_answer_in_time(
    mover: Visitor, job_service: JobService, content: Content
) -> None:
    harm = {
        "429": lambda: job_service.fail(429, times=4, retry_after="60"),
        "500": lambda: job_service.fail(500, times=4),
        "hang": lambda: job_service.hang(times=4),
        "cut": lambda: job_service.cut(times=4),
        "garble": lambda: job_service.garble(times=4),
        "empty": lambda: job_service.empty(times=4),
        "redirect": lambda: job_service.redirect("http://127.0.0.1:9/", times=4),
    }
    places = ("Kirunoje", "Lulėjoje", "Umeå", "Bodene", "Piteå", "Lycksele", "Storuman")
    mover.ask("ieškau virėjo darbo Sundsvalle")
    for fault, place in zip(FAULTS, places, strict=True):
        job_service.mend()
        harm[fault]()
        begun = time.monotonic()
        answer = mover.ask(f"ar yra virėjo darbo {place}?")
        assert time.monotonic() - begun < 8, fault
        assert answer["topic"] == SEARCH, fault
        assert re.search("arbetsformedlingen.se", answer["sources"][0]["url"]), fault
        assert answer["language"] == "lt"
    job_service.mend()

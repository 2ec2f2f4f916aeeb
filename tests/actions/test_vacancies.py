"""jobs.search: adverts for an occupation and a place, narrowed in the visitor's own words."""

from __future__ import annotations

import time

import pytest

from bot.actions.vacancies import A_PAGE
from bot.content import Content
from bot.jobs.search import JobSearch
from bot.locales import LOCALES
from tests.actions.talking import Talk
from tests.support.job_service import JobService

SEARCH = "jobs.search"
NURSES = {
    "sv": "finns det jobb för sjuksköterskor i Skellefteå",
    "en": "are there jobs for nurses in Skellefteå",
    "et": "kas Skellefteås on õele tööd",
    "lv": "vai Šellefteo ir darbs medmāsai",
    "lt": "ar Šelefteo yra darbo slaugytojai",
}
NURSE_GROUP, SKELLEFTEA = "Z8ci_bBE_tmx", "kicB_LgH_2Dk"


def asked(service: JobService) -> dict[str, list[str]]:
    return service.requests[-1]


@pytest.mark.parametrize("language", LOCALES)
def test_adverts_are_shown_for_an_occupation_and_a_place_in_every_language(
    content: Content, jobs: JobSearch, service: JobService, language: str
) -> None:
    talk = Talk(content, jobs, language)
    reply = talk.say(NURSES[language], SEARCH)
    assert reply.listings
    assert len(reply.listings) <= A_PAGE
    assert NURSE_GROUP in asked(service)["occupation-group"]
    assert asked(service)["municipality"] == [SKELLEFTEA]
    assert "region" not in asked(service)
    assert all("Skellefteå" in one.details for one in reply.listings)
    assert all(one.url.startswith("https://arbetsformedlingen.se/") for one in reply.listings)
    assert ("sjuksköterska" in reply.text) or language == "sv"  # the Swedish word is told


def test_more_shows_the_next_ones_and_in_the_end_says_that_there_are_none(talk: Talk) -> None:
    first = talk.say("jobs for nurses", SEARCH)
    second = talk.say("more")
    third = talk.press(talk.content.phrase("jobs.more", "en"))
    shown = [one.url for reply in (first, second, third) for one in reply.listings]
    assert len(shown) == len(set(shown)) == 3 * A_PAGE
    for _ in range(20):
        reply = talk.say("more please")
    assert not reply.listings
    assert reply.text == talk.content.phrase("jobs.no_more", "en")


def test_a_place_narrows_and_another_occupation_goes_on_there(
    talk: Talk, service: JobService
) -> None:
    talk.say("jobs for nurses", SEARCH)
    talk.say("only Kiruna", "conversation.set_municipality")
    assert asked(service)["municipality"] == ["biN6_UiL_Qob"]
    talk.say("as an electrician instead")
    assert asked(service)["municipality"] == ["biN6_UiL_Qob"]
    assert NURSE_GROUP not in asked(service)["occupation-group"]
    talk.press(talk.content.phrase("jobs.everywhere_button", "en"))
    assert "municipality" not in asked(service)


def test_two_places_are_asked_for_together(talk: Talk, service: JobService) -> None:
    talk.say("welder in Luleå or Piteå", SEARCH)
    assert set(asked(service)["municipality"]) == {"CXbY_gui_14v", "umej_bP2_PpK"}


def test_a_place_without_adverts_gives_those_of_the_region(talk: Talk) -> None:
    reply = talk.say("any work for a welder in Dorotea?", SEARCH)
    assert reply.listings
    assert not any("Dorotea" in one.details for one in reply.listings)
    assert "Dorotea" in reply.text


def test_the_occupation_is_asked_for_once_and_the_place_before_it_kept(
    talk: Talk, service: JobService
) -> None:
    reply = talk.say("what jobs are there in Kiruna", SEARCH)
    assert reply.text.endswith(talk.content.phrase("jobs.occupation_ask", "en"))
    assert not service.requests
    talk.say("electrician")
    assert asked(service)["municipality"] == ["biN6_UiL_Qob"]


def test_an_unknown_occupation_gets_the_service_itself(talk: Talk) -> None:
    talk.say("what jobs are there", SEARCH)
    reply = talk.say("astrologer")
    assert reply.text == talk.content.phrase("jobs.occupation_unknown", "en")
    assert reply.sources[0].url.startswith("https://arbetsformedlingen.se/platsbanken")


def test_a_question_of_fact_is_not_taken_for_a_narrower_search(talk: Talk) -> None:
    talk.say("jobs for nurses", SEARCH)
    reply = talk.say("how do I get a Swedish licence as a nurse?", "jobs.health_licence")
    assert reply.topic == "jobs.health_licence"


def test_the_first_search_is_remembered_as_ones_own_occupation(talk: Talk) -> None:
    talk.say("jobs for nurses", SEARCH)
    talk.say("as a welder instead")
    assert talk.card.me.occupation == "nurse"


def test_contact_persons_are_never_shown(talk: Talk, service: JobService) -> None:
    for text in ("jobs for nurses", "welder", "teacher", "doctor", "electrician", "cook"):
        talk.say(text, SEARCH)
    shown = " ".join(f"{one.headline} {one.details}" for r in talk.replies for one in r.listings)
    people = {
        str(contact["name"])
        for advert in service.adverts
        for contact in advert.get("application_contacts") or ()
        if contact.get("name")
    }
    assert people
    assert not [name for name in people if name in shown]


FAULTS = {
    "429": lambda service: service.fail(429, times=9),
    "429 for long": lambda service: service.fail(429, times=9, retry_after="3600"),
    "500": lambda service: service.fail(500, times=9),
    "hangs": lambda service: service.hang(times=9),
    "drips": lambda service: service.drip(times=9),
    "closes": lambda service: service.cut(times=9),
    "broken": lambda service: service.garble(times=9),
    "redirects": lambda service: service.redirect("http://127.0.0.1:9/", times=9),
}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("fault", FAULTS)
def test_when_the_service_fails_there_is_a_link_and_the_conversation_goes_on(
    content: Content, service: JobService, language: str, fault: str
) -> None:
    talk = Talk(content, JobSearch(service.url, budget_s=0.6), language)
    FAULTS[fault](service)
    begun = time.monotonic()
    reply = talk.say(NURSES[language], SEARCH)
    assert time.monotonic() - begun < 8
    assert reply.text == content.phrase("jobs.down", language)
    assert "Skellefte%C3%A5" in reply.sources[0].url
    service.mend()
    assert talk.say("Kiruna").listings


def test_an_empty_list_is_no_fault(talk: Talk, service: JobService) -> None:
    service.empty(times=2)
    reply = talk.say("welder in Luleå", SEARCH)
    assert not reply.listings
    assert "Luleå" in reply.text
    assert reply.sources


def test_sample_adverts_are_marked_as_such(content: Content, service: JobService) -> None:
    talk = Talk(content, JobSearch(service.url, is_sample=True))
    reply = talk.say("welder in Luleå", SEARCH)
    assert reply.text.startswith(content.phrase("jobs.sample", "en"))

"""The weekly list over HTTP: what stands on it, for whom, and what is done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import httpx
import pytest

from bot.conversations import erasure
from bot.conversations.events import AnswerProposed, LanguageChanged, PlaceChanged, TopicSaid
from bot.desk import audit
from bot.desk.rights import COORDINATOR, EDITOR, LOTS
from bot.plan.known import day_words
from bot.reports.lessons import digest
from tests.conftest import HandClock
from tests.desk.conftest import Lots
from tests.desk.test_rights import hire  # noqa: F401  # a fixture
from tests.reports.talks import lost, lots, visitor
from tests.support.hub import RunningHub

Hire = Callable[..., Lots]
WEEK = "2026-W48"


def asked(hub: RunningHub, text: str, place: str = "lulea", language: str = "sv") -> str:
    """A conversation whose third event is a question that was not understood."""
    with hub.parts.store.transaction() as tx:
        about = LanguageChanged(language), PlaceChanged(place)
        return tx.open("web", None, *about, visitor(text, language), lost(answers=3))[0]


def said(hub: RunningHub, conversation: str) -> list[TopicSaid]:
    with hub.parts.store.transaction() as tx:
        bodies = [event.body for event in tx.events(conversation)]
    return [body for body in bodies if isinstance(body, TopicSaid)]


def page(somebody: Lots, week: str = WEEK) -> str:
    return somebody.client.get(f"/desk/lessons?week={week}&language=en").text


def do(somebody: Lots, act: str, **form: str) -> httpx.Response:
    form = {"csrf": somebody.csrf, "week": WEEK} | form
    return somebody.client.post(f"/desk/lessons/{act}", data=form)


def test_alike_questions_are_one_group_masked_with_counts_and_reasons(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    editor = hire("Eva", EDITOR)
    first = asked(hub, "hur lång är bostadskön 070-123 45 67")
    asked(hub, "hur lång är bostadskön?")
    asked(hub, "cik ilga ir rinda", language="lv")
    text = page(editor)
    assert text.count('class="lesson"') == 2
    assert "Times asked: 2" in text
    assert "Week 48, 23–29 November 2026" in text
    assert not re.search(r">[^<]*\d{4}-\d\d-\d\d", text), "no day as a program writes it"
    assert "not understood" in text
    assert "[number]" in text
    assert "070-1" not in text
    assert first not in text, "an editor may not open cases, so no link to one"
    assert text.index("<h3>Swedish") < text.index("<h3>Latvian")


def test_a_topic_is_written_to_each_question_of_the_group_and_taken_back(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    editor = hire("Eva", EDITOR)
    cases = [asked(hub, "hur lång är bostadskön"), asked(hub, "hur lång är bostadskön?")]
    other = asked(hub, "finns det padel")
    key = digest("sv", "hur lang ar bostadskon")
    answer = do(editor, "topic", key=key, topic="housing.queue")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/desk/lessons?week={WEEK}#k")
    for case in cases:
        assert said(hub, case) == [TopicSaid(3, "housing.queue", "Eva")]
    assert said(hub, other) == []
    assert "Eva: this was about" in page(editor)
    do(editor, "topic", key=key, topic="housing.queue")
    assert len(said(hub, cases[0])) == 1, "the same again is nothing new"
    do(editor, "topic", key=key, topic="")
    assert said(hub, cases[0])[-1].topic == ""
    assert "Eva: this was about" not in page(editor)


def test_what_is_put_away_stays_away_also_asked_again_until_it_is_put_back(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
    clock: HandClock,
) -> None:
    editor = hire("Eva", EDITOR)
    asked(hub, "blabla")
    clock.now -= timedelta(weeks=1)
    asked(hub, "Blabla")
    clock.now += timedelta(weeks=1)
    key = digest("sv", "blabla")
    assert "Put away:" not in page(editor, "2026-W47")
    assert do(editor, "aside", key=key).headers["location"].endswith("#kput-away")
    assert "Put away: 1" in page(editor)
    assert "Put away: 1" in page(editor, "2026-W47")
    assert do(editor, "aside", key=key, back="1").status_code == 303
    assert "Put away: 1" not in page(editor)
    assert "Put away: 1" not in page(editor, "2026-W47")


def test_the_audit_log_tells_who_changed_the_list(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    editor = hire("Eva", EDITOR)
    asked(hub, "blabla")
    key = digest("sv", "blabla")
    do(editor, "topic", key=key, topic="housing.queue")
    do(editor, "aside", key=key)
    do(editor, "aside", key=key, back="1")
    do(editor, "aside", key="0" * 64)
    with hub.parts.store.transaction() as tx:
        found = [(one.name, one.action) for one in audit.entries(tx)]
    taught = [action for name, action in found if name == "Eva" and action != "signed_in"]
    assert taught == ["put_away", "put_away", "taught"]


def test_a_key_that_is_not_of_the_week_changes_nothing(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    editor = hire("Eva", EDITOR)
    case = asked(hub, "blabla")
    for act in ("topic", "aside"):
        answer = do(editor, act, key="0" * 64, topic="housing.queue")
        assert answer.status_code == 409
        assert "ändrats" in answer.text
    assert do(editor, "topic", key=digest("sv", "blabla"), topic="nothing").status_code == 422
    assert said(hub, case) == []
    assert "Put away:" not in page(editor)


def test_a_lots_of_lulea_sees_and_changes_only_what_stems_from_her_municipality(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    anna, leader = hire("Anna", LOTS, "lulea"), hire("Cilla", COORDINATOR)
    hire("Bo", LOTS, "sorsele")
    editor = hire("Eva", EDITOR, "lulea")
    asked(hub, "en fråga i Luleå")
    theirs = asked(hub, "hemligt i Sorsele", "sorsele")
    for somebody in (anna, editor):
        assert "en fråga i Luleå" in page(somebody)
        assert "hemligt" not in page(somebody)
        key = digest("sv", "hemligt i sorsele")
        assert do(somebody, "topic", key=key, topic="housing.queue").status_code == 409
        assert do(somebody, "aside", key=key).status_code == 409
    assert said(hub, theirs) == []
    assert "hemligt" in page(leader)


def test_proposed_replies_are_listed_masked_and_can_be_put_away(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
) -> None:
    editor = hire("Eva", EDITOR)
    case = asked(hub, "vad kostar det")
    with hub.parts.store.transaction() as tx:
        head = tx.append(tx.lock(case), lots("Det kostar lite, hälsar Anna"))
        tx.append(head, AnswerProposed(head.state.seq, 3, "", "Anna"))
    text = page(editor)
    assert "Det kostar lite, hälsar [name]" in text
    assert "Anna proposed this as an answer: A new topic" in text
    key = digest("proposal", case, "5")
    assert do(editor, "aside", key=key).status_code == 303
    assert "Put away: 1" in page(editor)
    assert do(editor, "aside", key=key, back="1").status_code == 303
    assert "Put away: 1" not in page(editor)


def test_a_week_has_its_own_days_only_and_the_erased_are_in_none(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
    clock: HandClock,
) -> None:
    editor = hire("Eva", EDITOR)
    gone = asked(hub, "min hemlighet")
    asked(hub, "frågan den här veckan")
    with hub.parts.store.transaction() as tx:
        erasure.erase(tx, tx.lock(gone))
    assert "hemlighet" not in page(editor)
    assert "frågan" not in page(editor, "2026-W47")
    assert "frågan" not in page(editor, "2026-W49")
    assert "frågan" in page(editor, "")
    assert 'href="/desk/lessons?week=2026-W47"' in page(editor)
    assert 'href="/desk/lessons?week=2026-W49"' not in page(editor), "it has not begun"
    assert 'href="/desk/lessons?week=2026-W53"' in page(editor, "2027-W01"), "a year of 53 weeks"
    for wrong in ("2026-W54", "x", "2026-W00", "9999-W52", "0001-W01"):
        assert editor.client.get(f"/desk/lessons?week={wrong}").status_code == 422


def test_words_of_a_visitor_are_no_markup(hub: RunningHub, hire: Hire) -> None:  # noqa: F811
    editor = hire("Eva", EDITOR)
    asked(hub, "<script>alert(1)</script>")
    assert "<script>alert" not in page(editor)


def test_a_form_without_its_token_does_nothing(hub: RunningHub, hire: Hire) -> None:  # noqa: F811
    editor = hire("Eva", EDITOR)
    case = asked(hub, "blabla")
    form = {"week": WEEK, "key": digest("sv", "blabla"), "topic": "housing.queue"}
    assert editor.client.post("/desk/lessons/topic", data=form).status_code == 403
    assert said(hub, case) == []


def test_facts_past_their_date_are_listed_and_counted_at_the_door(
    hub: RunningHub,
    hire: Hire,  # noqa: F811
    clock: HandClock,
) -> None:
    places = hub.parts.content.municipalities.values()
    days = [fact.expires for one in places for fact in one.facts.values() if fact.expires]
    assert days, "the content has facts that end, or this test shows nothing"
    expires = min(day for day in days if day > date(2026, 11, 25))
    clock.now += expires - clock.now.date() + timedelta(days=1)
    editor = hire("Eva", EDITOR)
    text = page(editor, "")
    assert day_words(expires, "en") in text
    assert "does not hold after that" in text
    assert "content/municipalities/" in text
    found = re.search(r"(\d+) facts past their date", text)
    assert found
    assert int(found[1]) > 0
    assert found[0] in editor.client.get("/desk/account?language=en").text


@pytest.mark.parametrize("role", [LOTS, COORDINATOR, EDITOR])
def test_the_menu_leads_there(hub: RunningHub, hire: Hire, role: str) -> None:  # noqa: F811
    somebody = hire("Kim", role)
    assert 'href="/desk/lessons"' in somebody.client.get("/desk/account").text

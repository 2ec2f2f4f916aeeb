"""A plan as an iCalendar file that real calendars open."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import load
from bot.locales import LOCALES
from bot.plan.calendar import calendar
from bot.plan.card import Adult, Card
from bot.plan.steps import Planned, planned, said
from tests.conftest import ROOT
from tests.plan.cards import cards

LONG_AGO = date(2000, 1, 1)
CONTENT = load(ROOT / "content")
AT = datetime(2026, 11, 25, 10, 0, tzinfo=timezone.utc)
CARD = Card(me=Adult("doctor", "LV"), adults=1, children=(3, 8), day=date(2027, 3, 15))
LONGEST_LINE = 75
ONCE = ("UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION")


def steps_of(card: Card) -> list[Planned]:
    return planned(CONTENT.steps, card, CONTENT.occupations, LONG_AGO)


def made(card: Card = CARD, language: str = "en", key: str = "k", at: datetime = AT) -> bytes:
    return calendar(CONTENT, steps_of(card), language, key=key, at=at)


def events(file: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(file).walk("VEVENT"))


def uids(file: bytes) -> list[str]:
    return [str(event["UID"]) for event in events(file)]


@settings(deadline=None)
@given(card=cards, language=st.sampled_from(tuple(LOCALES)))
def test_every_plan_is_a_correct_file(card: Card, language: str) -> None:
    file = made(card, language)
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert b"\r" not in file.replace(b"\r\n", b"")
    physical = file.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, physical)) <= LONGEST_LINE
    assert all(part.decode("utf-8") for part in physical)
    lines = file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in lines)
    assert lines.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    blocks = "\n".join(lines).split("BEGIN:VEVENT\n")[1:]
    assert len(blocks) == len([one for one in steps_of(card) if one.day])
    for block in blocks:
        for name in (*ONCE, "URL", "CATEGORIES", "TRANSP"):
            assert len(re.findall(rf"^{name}[:;]", block, re.MULTILINE)) == 1, name
        assert "TRANSP:TRANSPARENT\n" in block
        assert "END:VEVENT" in block


@settings(deadline=None)
@given(cards)
def test_a_calendar_reads_what_the_plan_says(card: Card) -> None:
    file = made(card, "lt")
    dated = [one for one in steps_of(card) if one.day]
    read = events(file)
    assert len(read) == len(dated)
    for one, event in zip(dated, read, strict=True):
        words = said(one.step, "lt")
        assert event["SUMMARY"] == words["do"]
        assert event["URL"] == one.step.source.url
        assert event.decoded("DTSTART") == one.day
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
        for part in ("why", "where", "documents"):
            assert words.get(part, "") in event["DESCRIPTION"]
        assert one.step.source.url in event["DESCRIPTION"]
        assert event["CATEGORIES"].cats == [CONTENT.phrase(f"plan.{one.step.phase}", "lt")]


@pytest.mark.parametrize("language", LOCALES)
def test_the_calendar_has_a_name_in_its_language(language: str) -> None:
    read = icalendar.Calendar.from_ical(made(language=language))
    name = CONTENT.phrase("plan.calendar_name", language)
    assert (read["NAME"], read["X-WR-CALNAME"]) == (name, name)


def test_importing_again_updates_instead_of_doubling() -> None:
    again = made(language="sv", at=AT + timedelta(days=3))
    assert uids(made()) == uids(again)
    assert len(set(uids(again))) == len(uids(again)) > 20


def test_another_plan_has_events_of_its_own() -> None:
    assert not set(uids(made(key="a"))) & set(uids(made(key="b")))


def test_the_same_plan_is_the_same_file() -> None:
    assert made() == made()


def test_a_plan_without_a_day_has_no_events() -> None:
    assert events(made(Card())) == []

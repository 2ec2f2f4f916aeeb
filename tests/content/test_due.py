"""What has to be looked at again: what `farled check` warns of, and a month before."""

from __future__ import annotations

from datetime import date, timedelta

from bot.content.check import check
from bot.content.due import EXPIRED, MAX_AGE, OLD, SOON, dues, last_days
from bot.content.load import load
from tests.content.project import DAY, SmallProject, answer, each, place

LINK = "https://www.skatteverket.se"


def with_every_kind(project: SmallProject) -> None:
    source = {"title": "PMLP", "url": LINK, "checked": DAY}
    figures = {"fee": {"value": "12", "source": LINK, "checked": DAY}}
    origins = {"LV": {"source": source, "text": each("From Latvia.")}}
    scams = answer("housing.scams", figures=figures, origins=origins)
    project.write("content/answers/housing/scams.yml", scams)
    ending = {"value": "x", "source": "l.se", "checked": DAY, "expires": DAY + timedelta(days=200)}
    company = {"value": "L", "source": "l.se", "url": LINK, "checked": DAY}
    note = {"source": LINK, "checked": DAY, "text": each("There.")}
    here = place(facts={"housing_company": company, "gone": ending}, notes={"housing.queue": note})
    project.write("content/municipalities/lulea.yml", here)


def test_what_is_past_is_what_the_check_warns_of(project: SmallProject) -> None:
    with_every_kind(project)
    content = load(project.root / "content")
    for days in (0, 180, 181, 200, 201):
        today = DAY + timedelta(days=days)
        warned = sorted(
            str(one.file.relative_to(project.root))
            for one in check(project.root, today).warnings
            if "was checked on" in one.message or "expired on" in one.message
        )
        past = sorted(due.file for due in dues(content, today) if due.past(today))
        assert past == warned, days
    assert len(past) == 9


def test_a_fact_is_work_a_month_before_with_its_place_and_its_page(project: SmallProject) -> None:
    with_every_kind(project)
    content = load(project.root / "content")
    assert dues(content, DAY + MAX_AGE - SOON) == []
    soon = dues(content, DAY + MAX_AGE - SOON + timedelta(days=1))
    assert {due.why for due in soon} == {OLD}
    assert not any(due.past(DAY + MAX_AGE) for due in soon)
    company = next(due for due in soon if due.name == "housing_company")
    assert (company.about, company.url, company.day) == ("lulea", LINK, DAY + MAX_AGE)
    assert {due.file for due in soon} == {
        "content/answers/housing/queue.yml",
        "content/answers/housing/scams.yml",
        "content/municipalities/lulea.yml",
        "content/plan.yml",
    }


def test_a_fact_may_end_before_it_is_old_or_have_no_end() -> None:
    assert last_days(DAY, None) == [(OLD, DAY + MAX_AGE)]
    assert last_days(DAY, date(2026, 12, 31))[1] == (EXPIRED, date(2026, 12, 31))
    assert last_days(None, None) == []

"""Whatever the job service sends is read into adverts or refused, and nobody's number comes out."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import JobServiceError
from bot.jobs.adverts import FIELDS, LONGEST, Advert, Found, read
from tests.support import job_mask
from tests.support.job_adverts import adverts

SAMPLE = Path(__file__).parents[1] / "support/jobs/search_response_synthetic.json"
OWN = "https://arbetsformedlingen.se/platsbanken/annonser/"
HIT: dict[str, Any] = {
    "id": "99",
    "headline": "Svetsare (TESTANNONS)",
    "webpage_url": OWN + "99",
    "application_deadline": "2026-12-15T23:59:59",
    "number_of_vacancies": 2,
    "employer": {"name": "Exempel Verkstad AB"},
    "workplace_address": {
        "municipality": "Luleå",
        "municipality_concept_id": "CXbY_gui_14v",
        "coordinates": [22.15, 65.58],
    },
    "must_have": {"languages": [{"label": "Svenska"}]},
    "occupation_group": {"concept_id": "wQ1E_Bzk_ZyA"},
}
SECRET = "SECRET-0701234567"


def one(**changes: object) -> Advert:
    [advert] = read({"total": {"value": 1}, "hits": [{**HIT, **changes}]}).adverts
    return advert


def none_from(**changes: object) -> bool:
    return not read({"total": {"value": 1}, "hits": [{**HIT, **changes}]}).adverts


def test_a_whole_hit_becomes_an_advert() -> None:
    assert one() == Advert(
        id="99",
        headline="Svetsare (TESTANNONS)",
        employer="Exempel Verkstad AB",
        place="Luleå",
        place_id="CXbY_gui_14v",
        last_day=date(2026, 12, 15),
        posts=2,
        url=OWN + "99",
        languages=("Svenska",),
        coordinates=(65.58, 22.15),
        group="wQ1E_Bzk_ZyA",
    )


def test_the_sample_of_a_reply_is_read() -> None:
    found = read(json.loads(SAMPLE.read_text("utf-8")))
    assert found.total == 2
    assert found.adverts[0].place_id == "CXbY_gui_14v"
    assert found.adverts[0].languages == ("Svenska",)


def test_an_empty_list_is_an_answer() -> None:
    assert read({"total": {"value": 0}, "hits": []}) == Found(0, ())


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        "no",
        {},
        {"hits": []},
        {"total": {"value": 1}},
        {"total": {"value": 1}, "hits": None},
        {"total": {"value": None}, "hits": []},
        {"total": {"value": True}, "hits": []},
        {"total": {"value": -1}, "hits": []},
        {"total": 3, "hits": []},
    ],
)
def test_what_is_no_such_reply_is_refused(reply: object) -> None:
    with pytest.raises(JobServiceError, match="broken reply"):
        read(reply)


@pytest.mark.parametrize("name", sorted(set(HIT) - {"id", "headline"}))
@pytest.mark.parametrize("value", [None, [], {}, "[]", 0, True, [None], {"name": []}])
def test_a_field_of_another_type_costs_only_itself(name: str, value: object) -> None:
    assert one(**{name: value}).headline == HIT["headline"]


@pytest.mark.parametrize("value", [None, "", "  ", [], {}, "\u202e"])
def test_a_hit_without_id_or_headline_is_left_out(value: object) -> None:
    assert none_from(id=value)
    assert none_from(headline=value)


def test_a_place_that_is_not_told_is_the_county_or_the_country() -> None:
    county = {"municipality": None, "region": "Norrbottens län", "country": "Sverige"}
    assert one(workplace_address=county).place == "Norrbottens län"
    assert one(workplace_address={"country": "Norge"}).place == "Norge"
    assert one(workplace_address=None).place == ""
    assert one(workplace_address=county).place_id == ""


@pytest.mark.parametrize(
    ("coordinates", "read_as"),
    [
        ([22.15, 65.58], (65.58, 22.15)),
        ([20, 67], (67.0, 20.0)),
        ([None, None], None),
        ([22.15], None),
        (["22", "65"], None),
        ([22.15, 165.0], None),
        ([True, False], None),
        ([float("nan"), 65.0], None),
        ([10**400, 65], None),
        ("[22.15, 65.58]", None),
    ],
)
def test_coordinates_come_with_the_longitude_first(coordinates: object, read_as: object) -> None:
    assert one(workplace_address={"coordinates": coordinates}).coordinates == read_as


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("2026-12-15T23:59:59", date(2026, 12, 15)),
        ("2026-12-15", date(2026, 12, 15)),
        ("2026-12-15T23:30:00Z", date(2026, 12, 16)),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (1765839599000, None),
    ],
)
def test_the_last_day_is_a_day_in_sweden(deadline: object, day: date | None) -> None:
    assert one(application_deadline=deadline).last_day == day


@pytest.mark.parametrize(
    "url",
    [
        "http://arbetsformedlingen.se/platsbanken/annonser/99",
        "https://example.test/99",
        "https://arbetsformedlingen.se.example.test/99",
        "https://notarbetsformedlingen.se/99",
        "https://example.test\\.arbetsformedlingen.se/99",
        "https://example.test@arbetsformedlingen.se/99",
        "https://[",
        "javascript:alert(1)",
        OWN + "99\n",
        OWN + '99"><script>',
        None,
    ],
)
def test_a_link_that_is_not_the_services_own_is_made_from_the_id(url: object) -> None:
    assert one(webpage_url=url).url == OWN + "99"


def test_an_id_cannot_lead_the_link_elsewhere() -> None:
    assert one(id="../../x?y#z", webpage_url=None).url == OWN + "..%2F..%2Fx%3Fy%23z"


def test_a_headline_is_one_line_of_bearable_length() -> None:
    assert one(headline=" Kock \r\n\t sökes\u00a0nu ").headline == "Kock sökes nu"
    long = one(headline="Kock " * 100).headline
    assert len(long) <= LONGEST
    assert long.endswith("Kock…")


def test_words_that_cannot_be_written_or_turn_the_line_are_dropped() -> None:
    assert one(headline="Ko\ud800ck\u202e\x00").headline == "Kock"


@pytest.mark.parametrize(("posts", "read_as"), [(3, 3), (0, None), (True, None), ("3", None)])
def test_a_number_of_posts_is_a_number(posts: object, read_as: int | None) -> None:
    assert one(number_of_vacancies=posts).posts == read_as


def test_the_fields_asked_for_are_enough_and_hold_no_contacts() -> None:
    whole = {"total": {"value": 1}, "hits": adverts()}
    masked = job_mask.applied(job_mask.parsed(FIELDS), whole)
    assert read(masked) == read(whole)
    assert "000-000" not in json.dumps(masked)
    assert "example.test" not in json.dumps(masked)


def test_no_advert_of_the_stand_in_lets_its_contacts_out() -> None:
    given = adverts()
    shown = repr(read({"total": {"value": len(given)}, "hits": given}))
    people = [person for advert in given for person in advert["application_contacts"]]
    assert len(people) > 100
    for person in people:
        assert person["name"] not in shown
        assert person["telephone"] not in shown
        assert person["email"] not in shown


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
PATHS = ("name", "municipality", "municipality_concept_id", "coordinates", "languages", "region")
NEARLY = ANYTHING | st.dictionaries(st.sampled_from(PATHS), ANYTHING)
CONTACTS = {
    "description": {"text": SECRET, "text_formatted": SECRET, "conditions": SECRET},
    "application_contacts": [{"name": SECRET, "telephone": SECRET, "email": SECRET}],
    "application_details": {"information": SECRET, "email": SECRET, "url": SECRET},
}
HITS = st.fixed_dictionaries({}, optional={name: NEARLY | st.just(HIT[name]) for name in HIT})


@given(ANYTHING)
def test_any_json_is_read_or_refused(reply: object) -> None:
    with contextlib.suppress(JobServiceError):
        assert isinstance(read(reply), Found)


@given(st.lists(HITS | ANYTHING, max_size=4))
def test_any_hits_are_read_and_can_be_written_out(hits: list[Any]) -> None:
    secretive = [{**hit, **CONTACTS} if isinstance(hit, dict) else hit for hit in hits]
    for hit in secretive:
        if isinstance(hit, dict) and isinstance(hit.get("employer"), dict):
            hit["employer"] = {**hit["employer"], "phone_number": SECRET, "email": SECRET}
    shown = repr(read({"total": {"value": 1}, "hits": secretive}))
    assert SECRET not in shown
    assert shown.encode("utf-8")

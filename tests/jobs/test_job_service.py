"""The stand-in does what facts/jobtech.md tells of the job service."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from tests.support.job_service import JobService
from tests.support.servers import free_port, wait_for_port

ROOT = Path(__file__).parents[2]
SHAPES = ROOT / "tests/support/jobs"
LULEA, KIRUNA, DOROTEA = "CXbY_gui_14v", "biN6_UiL_Qob", "tSkf_Tbn_rHk"
NORRBOTTEN, NURSES, WELDERS = "9hXe_F4g_eTG", "Z8ci_bBE_tmx", "wQ1E_Bzk_ZyA"


def shape(name: str) -> Any:
    return json.loads((SHAPES / name).read_text("utf-8"))


def get(service: JobService, path: str, **headers: str) -> requests.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(service.url + path, headers=names, timeout=10)


def total(service: JobService, query: str, **headers: str) -> int:
    reply = get(service, f"/search?limit=0&{query}", **headers).json()
    return int(reply["total"]["value"])


def keys(value: Any, path: str = "") -> set[str]:
    """The paths of all keys in a JSON value; lists count as their first element."""
    if isinstance(value, list):
        return keys(value[0], path) if value else set()
    if not isinstance(value, dict):
        return set()
    return {f"{path}{k}" for k in value}.union(*(keys(v, f"{path}{k}.") for k, v in value.items()))


def test_a_reply_has_every_key_of_the_sample(service: JobService) -> None:
    sample = shape("search_response_synthetic.json")
    reply = get(service, f"/search?occupation-group={NURSES}&limit=100").json()
    assert keys(sample) - keys(reply) - {"hits.application_contacts.name"} == set()
    for hit in reply["hits"]:
        assert set(sample["hits"][0]) <= set(hit)
        assert set(sample["hits"][0]["workplace_address"]) == set(hit["workplace_address"])


def test_every_advert_is_plainly_an_invention(service: JobService) -> None:
    assert len(service.adverts) >= 260
    assert all("(TESTANNONS)" in advert["headline"] for advert in service.adverts)
    urls = {advert["application_details"]["url"] for advert in service.adverts}
    assert all(url.startswith("https://example.test/") for url in urls)
    assert len({advert["id"] for advert in service.adverts}) == len(service.adverts)


def test_every_occupation_we_know_has_an_advert(service: JobService) -> None:
    table = yaml.safe_load((ROOT / "content/occupations.yml").read_text("utf-8"))
    known = {group for one in table.values() for group in one["groups"].values()}
    assert known <= {advert["occupation_group"]["concept_id"] for advert in service.adverts}


def test_our_municipalities_have_adverts_all_but_one(service: JobService) -> None:
    files = (ROOT / "content/municipalities").glob("*.yml")
    ours = {yaml.safe_load(file.read_text("utf-8"))["concept_id"] for file in files}
    there = Counter(one["workplace_address"]["municipality_concept_id"] for one in service.adverts)
    assert ours - set(there) == {DOROTEA}
    assert there[None] > 0
    assert set(there) - ours - {None}


def test_places_are_added_up_and_a_county_widens(service: JobService) -> None:
    lulea, kiruna = (total(service, f"municipality={one}") for one in (LULEA, KIRUNA))
    county = total(service, f"region={NORRBOTTEN}")
    assert total(service, f"municipality={LULEA}&municipality={KIRUNA}") == lulea + kiruna
    assert total(service, f"municipality={LULEA}&region={NORRBOTTEN}") == county > lulea


def test_work_is_added_up_and_narrowed_by_the_place(service: JobService) -> None:
    nurses, welders = (total(service, f"occupation-group={one}") for one in (NURSES, WELDERS))
    both = f"occupation-group={NURSES}&occupation-group={WELDERS}"
    assert total(service, both) == nurses + welders
    assert 0 < total(service, f"{both}&municipality={LULEA}") < nurses + welders
    field = total(service, "occupation-field=NYW6_mP6_vwf")
    assert total(service, f"occupation-field=NYW6_mP6_vwf&occupation-group={WELDERS}") == (
        field + welders
    )


def test_numbers_and_concept_ids_mean_the_same(service: JobService) -> None:
    assert total(service, "municipality=2580") == total(service, f"municipality={LULEA}") > 0
    assert total(service, "region=25") == total(service, f"region={NORRBOTTEN}")
    assert total(service, "occupation-group=7212") == total(service, f"occupation-group={WELDERS}")


def test_a_minus_shuts_a_place_out(service: JobService) -> None:
    every, lulea = total(service, ""), total(service, f"municipality={LULEA}")
    assert total(service, f"municipality=-{LULEA}") == every - lulea
    assert total(service, f"region={NORRBOTTEN}&municipality=-{LULEA}") == (
        total(service, f"region={NORRBOTTEN}") - lulea
    )
    assert total(service, "country=-i46j_HmG_v64") == total(service, "abroad=true") > 0


def test_unknown_codes_find_nothing_without_an_error(service: JobService) -> None:
    reply = get(service, "/search?municipality=xxxx_xxx_xxx")
    assert reply.status_code == 200
    assert reply.json()["total"] == {"value": 0}
    assert total(service, "occupation-group=9999") == 0


@pytest.mark.parametrize(
    "query",
    [
        "limit=101",
        "limit=-1",
        "limit=x",
        "offset=2001",
        "sort=publdate-desc",
        "published-after=yesterday",
        "published-after=2026-13-01T00:00:00",
        "published-before=60",
        "stats=colour",
        "stats.limit=31",
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(service: JobService, query: str) -> None:
    reply = get(service, f"/search?{query}")
    assert reply.status_code == 400
    assert reply.json()["message"] == shape("errors_shape.json")["400_bad_limit"]["message"]
    assert list(reply.json()["errors"]) == [query.partition("=")[0]]


def test_the_limits_themselves_are_allowed(service: JobService) -> None:
    assert len(get(service, "/search?limit=100").json()["hits"]) == 100
    assert get(service, "/search?offset=2000").json()["hits"] == []
    assert len(get(service, "/search").json()["hits"]) == 10


def test_pages_follow_each_other(service: JobService) -> None:
    both = [hit["id"] for hit in get(service, "/search?limit=8").json()["hits"]]
    second = [hit["id"] for hit in get(service, "/search?limit=4&offset=4").json()["hits"]]
    assert both[4:] == second


def test_a_mask_leaves_only_what_it_names(service: JobService) -> None:
    mask = "total{value},hits{id,employer{name},must_have{languages{label}},nothing}"
    reply = get(service, "/search?limit=3", X_Fields=mask).json()
    assert set(reply) == {"total", "hits"}
    for hit in reply["hits"]:
        assert set(hit) == {"id", "employer", "must_have", "nothing"}
        assert set(hit["employer"]) == {"name"}
        assert hit["nothing"] is None
    assert get(service, "/search", X_Fields="hits{id").status_code == 400


def test_counts_have_the_shape_of_the_real_ones(service: JobService) -> None:
    kinds = ["occupation-name", "occupation-group", "occupation-field", "municipality", "region"]
    asked = "&".join(f"stats={kind}" for kind in kinds)
    reply = get(service, f"/search?limit=0&stats.limit=3&{asked}").json()
    real = shape("search_stats_real.json")
    assert [one["type"] for one in reply["stats"]] == kinds
    for one in reply["stats"]:
        assert keys(one) == keys(real["stats"][0])
        counts = [value["count"] for value in one["values"]]
        assert len(counts) == 3
        assert counts == sorted(counts, reverse=True)
    assert (reply["hits"], reply["positions"]) == ([], 0)


def test_positions_are_the_vacancies_of_all_that_was_found(service: JobService) -> None:
    posts = [one["number_of_vacancies"] for one in service.adverts]
    assert None in posts
    assert get(service, "/search?limit=1").json()["positions"] == sum(n or 0 for n in posts)


@pytest.mark.parametrize(
    ("sort", "key", "down"),
    [
        ("pubdate-desc", "publication_date", True),
        ("pubdate-asc", "publication_date", False),
        ("applydate-desc", "last_publication_date", True),
        ("applydate-asc", "last_publication_date", False),
    ],
)
def test_hits_are_sorted_as_asked(service: JobService, sort: str, key: str, down: bool) -> None:
    hits = get(service, f"/search?limit=100&sort={sort}").json()["hits"]
    assert [hit[key] for hit in hits] == sorted((hit[key] for hit in hits), reverse=down)


def test_relevance_puts_the_named_municipality_before_its_county(service: JobService) -> None:
    query = f"/search?limit=50&municipality={LULEA}&region={NORRBOTTEN}"
    near = [
        hit["workplace_address"]["municipality_concept_id"] == LULEA
        for hit in get(service, query).json()["hits"]
    ]
    assert near == sorted(near, reverse=True)
    assert any(near)
    assert not all(near)


def test_words_are_looked_for_in_headline_employer_and_place(service: JobService) -> None:
    either = total(service, "q=svetsare lulea luleå")
    both = total(service, "q=svetsare luleå", x_feature_freetext_bool_method="and")
    assert 0 < both < either
    assert total(service, 'q="svetsare med TIG-licens"') > 0
    assert total(service, "q=svetsare -svetsare") == 0


def test_the_new_ones_can_be_asked_for(service: JobService) -> None:
    assert 0 < total(service, "published-after=4320") < total(service, "")
    assert total(service, "published-after=2200-01-01T00:00:00") == 0


def test_much_is_null_as_in_reality(service: JobService) -> None:
    places = [one["workplace_address"] for one in service.adverts]
    assert sum(one["coordinates"] in (None, [None, None]) for one in places) > 80
    assert None in [one["employer"]["name"] for one in service.adverts]
    assert None in [one["application_deadline"] for one in service.adverts]
    assert {json.dumps(one["label"]) for one in service.adverts} == {'"[]"', "[]"}


def test_one_advert_is_the_bare_advert_or_a_404(service: JobService) -> None:
    first = service.adverts[0]
    assert get(service, f"/ad/{first['id']}").json() == first
    gone = get(service, "/ad/1")
    assert (gone.status_code, gone.json()) == (404, shape("errors_shape.json")["404_ad"])


def test_words_are_completed(service: JobService) -> None:
    reply = get(service, "/complete?q=svets").json()
    assert [one["value"] for one in reply["typeahead"]] == ["svetsare och gasskärare"]


def test_it_can_be_started_by_hand() -> None:
    port = free_port()
    command = [sys.executable, "-m", "tests.support.job_service", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for_port(port)
        reply = requests.get(f"http://127.0.0.1:{port}/search?limit=1", timeout=10)
        assert reply.json()["total"]["value"] >= 260
    finally:
        process.terminate()
        process.wait(10)

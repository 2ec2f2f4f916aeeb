"""The client asks what it should, keeps what it got, and leaves a failing service alone."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from bot.errors import JobServiceError
from bot.jobs.adverts import FIELDS
from bot.jobs.search import JobSearch, Query, platsbanken
from tests.support.job_service import JobService

NURSES, WELDERS = "Z8ci_bBE_tmx", "wQ1E_Bzk_ZyA"
LULEA, KIRUNA, NORRBOTTEN = "CXbY_gui_14v", "biN6_UiL_Qob", "9hXe_F4g_eTG"
SOON_S = 0.3


def test_the_newest_adverts_of_the_place_and_work_are_found(service: JobService) -> None:
    found = JobSearch(service.url).find(Query((NURSES,), (LULEA,), limit=3))
    assert found.total > 3
    assert len(found.adverts) == 3
    assert {advert.place for advert in found.adverts} == {"Luleå"}
    assert {advert.group for advert in found.adverts} == {NURSES}
    assert all("(TESTANNONS)" in advert.headline for advert in found.adverts)


def test_several_groups_and_places_are_parameters_repeated(service: JobService) -> None:
    JobSearch(service.url + "/").find(Query((NURSES, WELDERS), (LULEA, KIRUNA), offset=2, limit=7))
    assert service.requests == [
        {
            "occupation-group": [NURSES, WELDERS],
            "municipality": [LULEA, KIRUNA],
            "limit": ["7"],
            "offset": ["2"],
            "sort": ["pubdate-desc"],
        }
    ]
    [headers] = service.headers
    assert headers["x-fields"] == FIELDS
    assert headers["accept"] == "application/json"
    assert "api-key" not in headers


def test_counties_are_asked_for_as_regions(service: JobService) -> None:
    found = JobSearch(service.url).find(Query((NURSES,), regions=(NORRBOTTEN,)))
    assert service.requests[0]["region"] == [NORRBOTTEN]
    assert "municipality" not in service.requests[0]
    assert found.total > 5


def test_a_key_is_sent_only_when_there_is_one(service: JobService) -> None:
    JobSearch(service.url, "k1").find(Query((NURSES,)))
    assert service.headers[0]["api-key"] == "k1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipalities": (LULEA,), "regions": (NORRBOTTEN,)},
        {"limit": 101},
        {"limit": -1},
        {"offset": 2001},
        {"offset": -1},
    ],
)
def test_a_query_that_the_service_would_refuse_or_widen_cannot_be_made(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match=r"not both|must be"):
        Query((NURSES,), **wrong)  # type: ignore[arg-type]


def test_the_same_query_is_asked_once(service: JobService) -> None:
    search = JobSearch(service.url)
    first = search.find(Query((NURSES,), (LULEA,)))
    assert search.find(Query((NURSES,), (LULEA,))) is first
    search.find(Query((NURSES,), (KIRUNA,)))
    assert len(service.requests) == 2


def test_no_adverts_is_an_answer_that_is_kept(service: JobService) -> None:
    service.empty()
    search = JobSearch(service.url)
    assert [search.find(Query((NURSES,))).total for _ in range(2)] == [0, 0]
    assert len(service.requests) == 1


def test_an_answer_is_kept_for_its_time_only(service: JobService) -> None:
    search = JobSearch(service.url, keep_s=SOON_S)
    search.find(Query((NURSES,)))
    time.sleep(SOON_S)
    search.find(Query((NURSES,)))
    assert len(service.requests) == 2


def test_a_failure_is_not_kept(service: JobService) -> None:
    service.fail(400)
    search = JobSearch(service.url)
    with pytest.raises(JobServiceError, match="refused"):
        search.find(Query((NURSES,)))
    assert search.find(Query((NURSES,))).total > 0


def test_after_failed_calls_in_a_row_the_service_is_left_alone_for_a_while(
    service: JobService,
) -> None:
    service.garble(times=2)
    search = JobSearch(service.url, fail_max=2, open_s=SOON_S)
    for _ in range(2):
        with pytest.raises(JobServiceError, match="broken reply"):
            search.find(Query((NURSES,)))
    with pytest.raises(JobServiceError, match="paused"):
        search.find(Query((NURSES,)))
    assert len(service.requests) == 2
    time.sleep(SOON_S)
    assert search.find(Query((NURSES,))).total > 0


def test_refusals_do_not_close_the_way(service: JobService) -> None:
    service.fail(404, times=3)
    search = JobSearch(service.url, fail_max=2)
    for _ in range(3):
        with pytest.raises(JobServiceError, match="not found"):
            search.find(Query((NURSES,)))
    assert search.find(Query((NURSES,))).total > 0


def test_one_slow_reply_does_not_hold_up_the_others(service: JobService) -> None:
    service.hang()
    search = JobSearch(service.url, budget_s=5)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(search.find, Query((NURSES,)))
        while not service.requests:
            time.sleep(0.01)
        assert search.find(Query((WELDERS,))).total > 0
        assert not slow.done()
        with pytest.raises(JobServiceError, match="too slow"):
            slow.result(20)


def test_threads_may_share_one(service: JobService) -> None:
    search, start = JobSearch(service.url), threading.Barrier(8)

    def find(limit: int) -> int:
        start.wait(5)
        return len(search.find(Query((NURSES,), limit=limit)).adverts)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(find, range(1, 9))) == list(range(1, 9))


def test_what_is_logged_says_how_it_went_and_not_what_was_asked(service: JobService) -> None:
    service.fail(500, times=3)
    search = JobSearch(service.url)
    with capture_logs() as logs:
        with pytest.raises(JobServiceError):
            search.find(Query((NURSES,)))
        total = search.find(Query((NURSES,))).total
        search.find(Query((NURSES,)))
    failed = {"event": "jobs.failed", "log_level": "warning"}
    found = {"event": "jobs.found", "log_level": "info", "total": total}
    assert logs == [
        {**failed, "reason": "service down", "status": 500, "tries": 3},
        {**found, "cached": False},
        {**found, "cached": True},
    ]


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("sjuksköterska Luleå", "sjuksk%C3%B6terska%20Lule%C3%A5"),
        (" a&b=c  #/? ", "a%26b%3Dc%20%23%2F%3F"),
        ("x\ud800", "x"),
    ],
)
def test_the_link_to_platsbanken_holds_the_words_and_nothing_else(what: str, query: str) -> None:
    assert platsbanken(what) == f"https://arbetsformedlingen.se/platsbanken/annonser?q={query}"

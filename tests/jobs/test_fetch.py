"""Every way in which the service fails ends in time, in a short reason, after the right tries."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from bot.errors import JobServiceError
from bot.jobs.fetch import MOST_BYTES, Session, fetch
from bot.jobs.patience import Effort
from bot.jobs.search import JobSearch, Query
from tests.support.job_service import JobService
from tests.support.servers import free_port

BUDGET_S = 1.0
FAR_TOO_LONG_S = 10.0
NURSES = Query(("Z8ci_bBE_tmx",))
Fault = Callable[[JobService], None]


def ask(service: JobService, budget_s: float = 5.0) -> object:
    """One fetch, without the thread that would end it for the caller."""
    parameters = [("limit", "1")]
    return fetch(Session(), service.url + "/search", parameters, {}, Effort.of(budget_s))


def refused(service: JobService, budget_s: float = 5.0) -> JobServiceError:
    with pytest.raises(JobServiceError) as caught:
        ask(service, budget_s)
    return caught.value


def test_what_passes_is_tried_again(service: JobService) -> None:
    faults: list[Fault] = [
        lambda s: s.fail(429, 2),
        lambda s: s.fail(500, 2),
        lambda s: s.fail(503, 1, retry_after="0"),
        lambda s: s.cut(2),
    ]
    for fault in faults:
        fault(service)
        assert isinstance(ask(service), dict)


@pytest.mark.parametrize(
    ("fault", "reason", "status"),
    [
        (lambda s: s.fail(429, 9), "too many requests", 429),
        (lambda s: s.fail(500, 9), "service down", 500),
        (lambda s: s.cut(9), "no connection", None),
    ],
)
def test_three_tries_are_all(
    service: JobService, fault: Fault, reason: str, status: int | None
) -> None:
    fault(service)
    error = refused(service)
    assert (str(error), error.status) == (reason, status)
    assert len(service.requests) == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda s: s.fail(400), "refused"),
        (lambda s: s.fail(401), "bad key"),
        (lambda s: s.fail(404), "not found"),
        (lambda s: s.fail(418), "unexpected status"),
        (lambda s: s.fail(204), "unexpected status"),
        (lambda s: s.garble(), "broken reply"),
        (lambda s: s.flood(MOST_BYTES + 10), "too large a reply"),
    ],
)
def test_what_would_not_change_is_not_tried_again(
    service: JobService, fault: Fault, reason: str
) -> None:
    fault(service)
    assert str(refused(service)) == reason
    assert len(service.requests) == 1


def test_a_redirect_is_not_followed(service: JobService) -> None:
    service.redirect(service.url + "/search?limit=2")
    assert str(refused(service)) == "redirect"
    assert len(service.requests) == 1


def test_the_wait_that_the_service_asks_for_is_kept(service: JobService) -> None:
    service.fail(429, retry_after="1")
    began = time.monotonic()
    assert isinstance(ask(service), dict)
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("far", ["60", "date"])
def test_a_wait_beyond_the_budget_ends_the_call_at_once(service: JobService, far: str) -> None:
    later = format_datetime(datetime.now(timezone.utc) + timedelta(minutes=5), usegmt=True)
    service.fail(503, retry_after=later if far == "date" else far)
    refused(service, budget_s=FAR_TOO_LONG_S)
    assert len(service.requests) == 1


@pytest.mark.parametrize("odd", ["soon", "²", "-5", "", "Wed, 99 Foo 2026", "1e9"])
def test_an_odd_wait_is_no_wait(service: JobService, odd: str) -> None:
    service.fail(429, retry_after=odd)
    assert isinstance(ask(service), dict)


def test_nobody_there_is_told_as_such() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/search"
    effort = Effort.of(5)
    with pytest.raises(JobServiceError, match="no connection"):
        fetch(Session(), nowhere, [], {}, effort)
    assert effort.tries == 3


def test_a_wrong_address_is_told_as_such() -> None:
    with pytest.raises(JobServiceError, match="broken reply"):
        fetch(Session(), "nonsense", [], {}, Effort.of(5))


@pytest.mark.parametrize("fault", [JobService.hang, JobService.drip])
def test_a_fetch_ends_by_itself_soon_after_its_budget(service: JobService, fault: Fault) -> None:
    fault(service)
    began = time.monotonic()
    assert str(refused(service, BUDGET_S)) == "too slow"
    assert time.monotonic() - began < FAR_TOO_LONG_S


@pytest.mark.parametrize("fault", [JobService.hang, JobService.drip, JobService.drip_head])
def test_the_budget_holds_however_slowly_the_service_speaks(
    service: JobService, fault: Fault
) -> None:
    fault(service)
    began = time.monotonic()
    with pytest.raises(JobServiceError, match="too slow"):
        JobSearch(service.url, budget_s=BUDGET_S).find(NURSES)
    assert BUDGET_S * 0.9 < time.monotonic() - began < FAR_TOO_LONG_S

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content import Content
from bot.jobs.search import JobSearch
from tests.actions.talking import Talk
from tests.support.job_service import JobService, running


@pytest.fixture(scope="module")
def stand_in() -> Iterator[JobService]:
    with running() as service:
        yield service


@pytest.fixture
def service(stand_in: JobService) -> Iterator[JobService]:
    stand_in.mend()
    stand_in.requests.clear()
    yield stand_in
    stand_in.mend()


@pytest.fixture
def jobs(service: JobService) -> JobSearch:
    return JobSearch(service.url, budget_s=1.0)


@pytest.fixture
def talk(content: Content, jobs: JobSearch) -> Talk:
    return Talk(content, jobs)

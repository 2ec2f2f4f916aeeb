"""The stand-in of the job service, one for each test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.job_service import JobService, running


@pytest.fixture
def service() -> Iterator[JobService]:
    with running() as started:
        yield started

"""One Farled for all tests of the three processes, two browsers, and stand-ins for services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import chromium
from tests.support.fake_telegram import TOKEN
from tests.support.farled import Farled, Visitor, running_farled
from tests.support.job_service import JobService
from tests.support.job_service import running as running_job_service
from tests.support.telegram_thread import TelegramThread, telegram_in_a_thread
from tests.support.translation_service import KEY, TranslationService
from tests.support.translation_service import translation_service as running_translation_service


@pytest.fixture(scope="session")
def telegram() -> Iterator[TelegramThread]:
    with telegram_in_a_thread() as running:
        yield running


@pytest.fixture(scope="session")
def job_service() -> Iterator[JobService]:
    with running_job_service() as running:
        yield running


@pytest.fixture(scope="session")
def translation_service() -> Iterator[TranslationService]:
    with running_translation_service() as running:
        yield running


@pytest.fixture(scope="session")
def farled(
    tmp_path_factory: pytest.TempPathFactory,
    telegram: TelegramThread,
    job_service: JobService,
    translation_service: TranslationService,
) -> Iterator[Farled]:
    var = tmp_path_factory.mktemp("farled") / "var"
    settings = {
        "telegram_token": TOKEN,
        "telegram_api_url": telegram.fake.url,
        "jobs_url": job_service.url,
        "translation": "libretranslate",
        "translation_url": translation_service.url,
        "translation_key": KEY,
    }
    with running_farled(var, rasa_timeout_s="6", **settings) as running:
        yield running


@pytest.fixture
def visitor(farled: Farled) -> Iterator[Visitor]:
    made = Visitor(farled.url, language="sv", municipality="lulea")
    yield made
    made.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running

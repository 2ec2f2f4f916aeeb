"""A translation service on loopback, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.translation_service import TranslationService, translation_service


@pytest.fixture(scope="package")
def running_service() -> Iterator[TranslationService]:
    with translation_service() as service:
        yield service


@pytest.fixture
def service(running_service: TranslationService) -> TranslationService:
    running_service.reset()
    return running_service

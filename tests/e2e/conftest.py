"""One Farled for all tests of the three processes, with a stand-in for Telegram."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.farled import Farled, Visitor, running_farled


@pytest.fixture(scope="session")
def farled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farled]:
    var = tmp_path_factory.mktemp("farled") / "var"
    with running_farled(var, rasa_timeout_s="6") as running:
        yield running


@pytest.fixture
def visitor(farled: Farled) -> Iterator[Visitor]:
    made = Visitor(farled.url, language="sv", municipality="lulea")
    yield made
    made.close()

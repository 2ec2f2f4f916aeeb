"""What tests of understanding share."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.content.rows import rows
from bot.nlu.evidence import Evidence, Weights, learn
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def evidence(content: Content) -> Evidence:
    """Evidence learnt from a quarter of the rows, which takes a quarter of the time."""
    found = rows(ROOT / "data" / "nlu")
    return learn([(row.text, row.language) for row in found[::4]], content.languages, Weights())

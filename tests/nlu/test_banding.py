"""Which band a ranking falls into."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.content.understanding import LOST, SURE, UNSURE
from bot.nlu.banding import Thresholds
from tests.conftest import ROOT

LIMITS = Thresholds(
    sure_confidence=0.6, sure_margin=-0.3, unsure_confidence=0.2, unsure_margin=-0.6,
    move_confidence=0.55, crisis_confidence=0.3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "margin", "band"),
    [
        (0.9, 0.5, SURE),
        (0.6, -0.3, SURE),
        (0.59, 0.5, UNSURE),
        (0.9, -0.31, UNSURE),
        (0.2, -0.6, UNSURE),
        (0.19, 0.5, LOST),
        (0.9, -0.61, LOST),
    ],
)
def test_both_confidence_and_margin_must_do(confidence: float, margin: float, band: str) -> None:
    assert LIMITS.band([("housing.queue", confidence)], margin) == band


def test_a_cry_for_help_is_heard_earlier() -> None:
    assert LIMITS.band([("conversation.crisis", 0.31)], -0.9) == SURE
    assert LIMITS.band([("conversation.crisis", 0.25)], -0.9) == LOST


def test_a_light_move_needs_less_than_one_with_consequences() -> None:
    assert LIMITS.band([("conversation.thank", 0.56)], -0.5) == SURE
    assert LIMITS.band([("conversation.human", 0.56)], -0.5) == UNSURE


def test_no_ranking_is_lost() -> None:
    assert LIMITS.band([], 0.0) == LOST


def test_the_thresholds_in_code_are_those_of_the_config() -> None:
    config = yaml.safe_load(Path(ROOT / "config.yml").read_text())
    bands = next(c for c in config["pipeline"] if c["name"] == "bot.nlu.bands.Bands")
    assert {**vars(Thresholds())} == {k: v for k, v in bands.items() if k != "name"}

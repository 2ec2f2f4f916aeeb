"""The temperature that the benchmark finds makes confidence honest."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.calibration import best_temperature
from bot.nlu.linear import softened


def test_the_temperature_makes_confidence_as_often_right_as_it_says() -> None:
    random = np.random.default_rng(1)
    truth = random.integers(0, 3, 4000)
    decisions = random.normal(0, 1, (4000, 3))
    decisions[np.arange(4000), truth] += 1.0
    probabilities = softened(decisions, best_temperature(decisions, truth))
    right = probabilities.argmax(axis=1) == truth
    assert probabilities.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.03)

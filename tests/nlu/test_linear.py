"""The classifier learns, is honest about its confidence, and survives being saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.nlu.linear import TEMPERATURE, Linear, fit

QUEUE = ["how do I join the queue", "queue points", "waiting time in the queue", "järjekord"]
GREET = ["hello", "good morning", "hi there", "tere päevast"]
BANK = ["open a bank account", "bank says no", "BankID without number", "pangakonto"]

TOPICS = {"housing.queue": QUEUE, "registration.bank": BANK, "conversation.greet": GREET}


@pytest.fixture(scope="module")
def linear() -> Linear:
    texts, topics = [], []
    for number in range(6):
        for topic, rows in TOPICS.items():
            texts += [f"{row} {'please ' * (number % 2)}{number}" for row in rows]
            topics += [topic] * len(rows)
    return Linear.learn(texts, topics, TEMPERATURE)


def test_it_knows_what_it_has_learnt(linear: Linear) -> None:
    for text, topic in (("QUEUE points?", "housing.queue"), ("Pangakonto", "registration.bank")):
        assert linear.predict([text], 2)[0].ranking[0][0] == topic


def test_missing_diacritics_make_no_difference(linear: Linear) -> None:
    with_them, without = linear.predict(["järjekord", "jarjekord"], 1)
    assert with_them == without


def test_what_it_has_never_seen_lies_further_from_every_topic(linear: Linear) -> None:
    known, unknown = linear.predict(["queue points", "zzz xxyyq"], 1)
    assert unknown.margin < known.margin


def test_a_ranking_is_best_first_and_as_long_as_asked(linear: Linear) -> None:
    prediction = linear.predict(["bank"], 3)[0]
    confidences = [confidence for _, confidence in prediction.ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0)


def test_it_is_the_same_after_saving(linear: Linear, tmp_path: Path) -> None:
    linear.save(tmp_path)
    assert Linear.load(tmp_path).predict(["bank"], 2) == linear.predict(["bank"], 2)


def test_it_takes_an_empty_text(linear: Linear) -> None:
    assert linear.predict([""], 1)[0].ranking


def eight_classes() -> tuple[csr_matrix, npt.NDArray[np.str_]]:
    random = np.random.default_rng(1)
    labels = np.repeat([f"topic{number}" for number in range(8)], 30)
    matrix = csr_matrix(random.normal(0, 1, (240, 12)) + 2 * np.eye(8, 12)[np.repeat(range(8), 30)])
    return matrix, labels


def test_two_fits_are_equal() -> None:
    (_, once, _), (_, again, _) = (fit(*eight_classes()) for _ in range(2))
    assert np.array_equal(once, again)


def test_half_of_the_classes_each_is_what_one_fit_of_all_is() -> None:
    matrix, labels = eight_classes()
    classes, coefficients, intercepts = fit(matrix, labels)
    alone = LinearSVC(class_weight="balanced", random_state=1, tol=0.01).fit(matrix, labels)
    decisions = matrix @ coefficients + intercepts
    assert list(classes) == list(alone.classes_)
    assert np.corrcoef(decisions.ravel(), alone.decision_function(matrix).ravel())[0, 1] > 0.99

"""The intent classifier itself: folded words and character n-grams, one linear model. Pure.

Why this and no neural network: docs/understanding.md.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_class_weight

from bot.content.fold import fold
from bot.nlu.tfidf import Floats, Tfidf

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.str_]

TEMPERATURE = 5.9
"""From cross-validation on our rows: benchmarks/bands.py."""
_WORDS, _CHARACTERS = 0.4, 1.0
_LEAST_ROWS, _MANY_ROWS = 3, 10_000
"""Of many rows an n-gram that fewer have is left out: it makes the model large, not better."""
_FEWEST_TO_SHARE = 6
_OTHERS = "~"
_FILE = "linear.joblib"


@dataclass(frozen=True)
class Prediction:
    """The topics for one text, best first, and how far it is on the right side of the best one."""

    ranking: tuple[tuple[str, float], ...]
    margin: float
    """The largest one-vs-rest decision value: low for what no topic is like."""


@dataclass
class Features:
    """Turns texts into one sparse matrix: TF-IDF of words and of characters within words."""

    words: TfidfVectorizer
    characters: TfidfVectorizer

    @classmethod
    def learn(cls, texts: Sequence[str]) -> tuple[Features, csr_matrix]:
        """The features of `texts`, and what they are for each."""
        least = _LEAST_ROWS if len(texts) > _MANY_ROWS else 1
        made = cls(
            TfidfVectorizer(
                ngram_range=(1, 2),
                min_df=least,
                token_pattern=r"(?u)\b\w+\b",  # noqa: S106 - no password
                preprocessor=fold,
                sublinear_tf=True,
                dtype=np.float32,
            ),
            TfidfVectorizer(
                analyzer="char_wb",
                ngram_range=(3, 5),
                min_df=least,
                preprocessor=fold,
                sublinear_tf=True,
                dtype=np.float32,
            ),
        )
        words = made.words.fit_transform(texts)
        characters = made.characters.fit_transform(texts)
        # What min_df pruned is not needed again and is most of the vectorizer's size.
        made.words.stop_words_ = made.characters.stop_words_ = None
        return made, _joined(words, characters)

    @functools.cached_property
    def _readers(self) -> tuple[Tfidf, Tfidf]:
        return Tfidf.of(self.words), Tfidf.of(self.characters)

    def read(self, text: str) -> tuple[npt.NDArray[np.intp], Floats]:
        """A row of the matrix: the numbers of its columns that are not 0, and their values."""
        words, characters = self._readers
        (word_numbers, word_values), (numbers, values) = words.read(text), characters.read(text)
        return (
            np.concatenate([word_numbers, numbers + len(words.vocabulary)]),
            np.concatenate([word_values * _WORDS, values * _CHARACTERS]),
        )


def _joined(words: csr_matrix, characters: csr_matrix) -> csr_matrix:
    return hstack([words * _WORDS, characters * _CHARACTERS], format="csr", dtype=np.float32)


@dataclass
class Linear:
    """A trained classifier."""

    features: Features
    classes: tuple[str, ...]
    coefficients: npt.NDArray[np.float32]
    """One row a feature, one column a class: the other way round, each message copies them all."""
    intercepts: npt.NDArray[np.float32]
    temperature: float
    """How fast confidence grows with the decision value, so that it is how often it is right."""

    @classmethod
    def learn(cls, texts: Sequence[str], topics: Sequence[str], temperature: float) -> Linear:
        """A classifier for `texts` and their topics."""
        features, matrix = Features.learn(texts)
        classes, coefficients, intercepts = fit(matrix, np.array(topics))
        return cls(
            features=features,
            classes=tuple(map(str, classes)),
            coefficients=_restored(*_rounded(coefficients)),
            intercepts=intercepts.astype(np.float32),
            temperature=temperature,
        )

    def decisions(self, texts: Sequence[str]) -> Matrix:
        """One-vs-rest decision values, one row a text, one column a class."""
        found = np.empty((len(texts), len(self.classes)))
        for row, text in enumerate(texts):
            numbers, values = self.features.read(text)
            found[row] = values @ self.coefficients[numbers] + self.intercepts
        return found

    def predict(
        self, texts: Sequence[str], best: int, push: Matrix | None = None
    ) -> list[Prediction]:
        """For each text its `best` most likely topics and its margin.

        `push` is added to the decision values: what is known besides the text.
        """
        decisions = self.decisions(texts)
        if push is not None:
            decisions = decisions + push
        found = []
        for row, probabilities in zip(
            decisions, softened(decisions, self.temperature), strict=True
        ):
            order = np.argsort(-row)[:best]
            ranking = tuple((self.classes[i], float(probabilities[i])) for i in order)
            found.append(Prediction(ranking, float(row[order[0]])))
        return found

    def save(self, folder: Path) -> None:
        """Writes the classifier into `folder`, its coefficients in one byte each."""
        steps, size = _rounded(self.coefficients)
        kept = (self.features, self.classes, steps, size, self.intercepts, self.temperature)
        joblib.dump(kept, folder / _FILE, compress=3)

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """The classifier that `save` wrote into `folder`."""
        features, classes, steps, size, intercepts, temperature = joblib.load(folder / _FILE)
        return cls(features, classes, _restored(steps, size), intercepts, temperature)


def _rounded(
    coefficients: npt.NDArray[np.floating[Any]],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The coefficients as steps of -127 to 127, and the size of a step for each class."""
    size = np.abs(coefficients).max(axis=0, keepdims=True).astype(np.float32) / 127
    return np.round(coefficients / size).astype(np.int8), size


def _restored(
    steps: npt.NDArray[np.int8], size: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    return steps.astype(np.float32) * size


def softened(decisions: Matrix, temperature: float) -> Matrix:
    """Probabilities from decision values, by softmax."""
    raised = np.exp(temperature * (decisions - decisions.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit(matrix: csr_matrix, labels: Labels) -> tuple[Labels, Matrix, Matrix]:
    """The classes, the coefficients of each (one column a class) and their intercepts.

    Two processes fit half of the classes each, with the rows of the others as one more class. Not
    threads: all fits of a process share liblinear's random numbers (scikit-learn 1.1), and would
    differ each time; test_two_fits_are_equal tells.
    """
    classes = np.unique(labels)
    if len(classes) < _FEWEST_TO_SHARE:
        model = _fitted(matrix, labels, "balanced")
        return classes, np.ascontiguousarray(model.coef_.T), model.intercept_
    coefficients = np.empty((matrix.shape[1], len(classes)))
    intercepts = np.empty(len(classes))
    # max_nbytes: what joblib shares between processes may not be written to, and liblinear does.
    halves = Parallel(n_jobs=2, max_nbytes=None)(
        delayed(_half)(matrix, labels, first) for first in (0, 1)
    )
    for first, (found, at) in enumerate(halves):
        coefficients[:, first::2], intercepts[first::2] = found, at
    return classes, coefficients, intercepts


def _half(matrix: csr_matrix, labels: Labels, first: int) -> tuple[Matrix, Matrix]:
    """Coefficients and intercepts of every second class from `first` on."""
    classes = np.unique(labels)
    mine = classes[first::2]
    seen = np.where(np.isin(labels, mine), labels, _OTHERS)
    weights = compute_class_weight("balanced", classes=classes, y=labels)[first::2]
    model = _fitted(matrix, seen, {**dict(zip(mine, weights, strict=True)), _OTHERS: 1.0})
    rows = np.searchsorted(model.classes_, mine)
    return model.coef_[rows].T, model.intercept_[rows]


def _fitted(matrix: csr_matrix, labels: Labels, weights: str | dict[str, float]) -> LinearSVC:
    # tol: a closer fit takes longer and understands no more (docs/understanding.md).
    model = LinearSVC(C=1.0, class_weight=weights, random_state=1, max_iter=2000, tol=0.2)
    return model.fit(matrix, labels)

"""The intent classifier itself: folded words and character n-grams, one linear model. Pure.

Why this and no neural network: docs/understanding.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.content.fold import fold

Matrix = npt.NDArray[np.float64]

_WORDS, _CHARACTERS = 0.4, 1.0
_LEAST_ROWS, _MANY_ROWS = 3, 10_000
"""Of many rows an n-gram that fewer have is left out: it makes the model large, not better."""
_FOLDS = 5
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

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The matrix for `texts`, one row each."""
        return _joined(self.words.transform(texts), self.characters.transform(texts))


def _joined(words: csr_matrix, characters: csr_matrix) -> csr_matrix:
    return hstack([words * _WORDS, characters * _CHARACTERS], format="csr", dtype=np.float32)


@dataclass
class Linear:
    """A trained classifier."""

    features: Features
    classes: tuple[str, ...]
    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    temperature: float

    @classmethod
    def learn(cls, texts: Sequence[str], topics: Sequence[str]) -> Linear:
        """A classifier for `texts` and their topics; its temperature from a fifth held out."""
        features, matrix = Features.learn(texts)
        labels = np.array(topics)
        classes = tuple(sorted(set(topics)))
        # liblinear lets go of the interpreter while it works: two threads use two cores.
        with ThreadPoolExecutor(1) as beside:
            fitted = beside.submit(_fit, matrix, labels)
            unseen, decisions = next(held_out(matrix, labels, _FOLDS))
        model = fitted.result()
        return cls(
            features=features,
            classes=classes,
            coefficients=_restored(*_rounded(model.coef_)),
            intercepts=model.intercept_.astype(np.float32),
            temperature=best_temperature(decisions, np.searchsorted(classes, labels[unseen])),
        )

    def decisions(self, texts: Sequence[str]) -> Matrix:
        """One-vs-rest decision values, one row a text, one column a class."""
        found = self.features.of(texts) @ self.coefficients.T + self.intercepts
        return np.asarray(found, dtype=float)

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
        kept = replace(self, coefficients=_rounded(self.coefficients))  # type: ignore[arg-type]
        joblib.dump(kept, folder / _FILE, compress=3)

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """The classifier that `save` wrote into `folder`."""
        found: Linear = joblib.load(folder / _FILE)
        return replace(found, coefficients=_restored(*found.coefficients))


def _rounded(coefficients: Matrix) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The coefficients as steps of -127 to 127, and the size of a step for each class."""
    size = np.abs(coefficients).max(axis=1, keepdims=True).astype(np.float32) / 127
    return np.round(coefficients / size).astype(np.int8), size


def _restored(
    steps: npt.NDArray[np.int8], size: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    return steps.astype(np.float32) * size


def softened(decisions: Matrix, temperature: float) -> Matrix:
    """Probabilities from decision values, by softmax."""
    raised = np.exp(temperature * (decisions - decisions.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def held_out(
    matrix: csr_matrix, labels: npt.NDArray[np.str_], folds: int
) -> Iterator[tuple[npt.NDArray[np.intp], Matrix]]:
    """For each fold the numbers of its rows, and decision values by a model without them."""
    classes = np.unique(labels)
    split = StratifiedKFold(folds, shuffle=True, random_state=1)
    for seen, unseen in split.split(matrix, labels):
        model = _fit(matrix[seen], labels[seen])
        found = np.full((len(unseen), len(classes)), -2.0)
        found[:, np.searchsorted(classes, model.classes_)] = model.decision_function(matrix[unseen])
        yield unseen, found


def best_temperature(decisions: Matrix, truth: npt.NDArray[np.intp]) -> float:
    """The softmax temperature under which the right answers were most likely."""

    def surprise(temperature: float) -> float:
        probabilities = softened(decisions, temperature)[np.arange(len(truth)), truth]
        return float(-np.log(probabilities + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 30.0), method="bounded").x)


def _fit(matrix: csr_matrix, labels: npt.NDArray[np.str_]) -> LinearSVC:
    # tol: a closer fit takes a third longer and understands no more.
    model = LinearSVC(C=1.0, class_weight="balanced", random_state=1, max_iter=2000, tol=0.05)
    return model.fit(matrix, labels)

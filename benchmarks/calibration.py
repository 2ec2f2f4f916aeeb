"""How sure the classifier may be of itself: its temperature, by cross-validation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold

from bot.nlu.linear import Labels, Matrix, fit, softened


def held_out(
    matrix: csr_matrix, labels: Labels, folds: int
) -> Iterator[tuple[npt.NDArray[np.intp], Matrix]]:
    """For each fold the numbers of its rows, and decision values by a model without them."""
    split = StratifiedKFold(folds, shuffle=True, random_state=1)
    for seen, unseen in split.split(matrix, labels):
        _, coefficients, intercepts = fit(matrix[seen], labels[seen])
        yield unseen, matrix[unseen] @ coefficients + intercepts


def best_temperature(decisions: Matrix, truth: npt.NDArray[np.intp]) -> float:
    """The softmax temperature under which the right answers were most likely."""

    def surprise(temperature: float) -> float:
        probabilities = softened(decisions, temperature)[np.arange(len(truth)), truth]
        return float(-np.log(probabilities + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 30.0), method="bounded").x)

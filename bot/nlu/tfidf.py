"""TF-IDF of one text at a time: what a fitted TfidfVectorizer gives, without its checks. Pure.

scikit-learn 1.1 spends two thirds of a transform of one text on validation and sparse matrices
(benchmarks/message.py). tests/nlu/test_tfidf.py compares the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tfidf:
    """Reads texts as `vectorizer` does: sublinear counts, smooth IDF, rows of length 1."""

    analyze: Callable[[str], Sequence[str]]
    vocabulary: Mapping[str, int]
    idf: Floats

    @classmethod
    def of(cls, vectorizer: TfidfVectorizer) -> Tfidf:
        """What reads like a fitted `vectorizer`."""
        idf = vectorizer.idf_.astype(np.float32)
        return cls(vectorizer.build_analyzer(), vectorizer.vocabulary_, idf)

    def read(self, text: str) -> tuple[npt.NDArray[np.intp], Floats]:
        """The numbers of the features that `text` has, and the value of each."""
        known = self.vocabulary
        counted = Counter(known[term] for term in self.analyze(text) if term in known)
        numbers = np.fromiter(counted.keys(), np.intp, len(counted))
        counts = np.fromiter(counted.values(), np.float32, len(counted))
        values = (1 + np.log(counts)) * self.idf[numbers]
        length = np.sqrt(values @ values)
        return numbers, values / length if length else values

"""Reading one text gives what scikit-learn gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.content.fold import fold
from bot.nlu.tfidf import Tfidf

ROWS = ["hur får jag lägenhet", "lägenhet i Luleå", "kā dabūt dzīvokli", "butas Luleå butas"]
SETTINGS = {"sublinear_tf": True, "preprocessor": fold, "dtype": np.float32}
VECTORIZERS = [
    TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **SETTINGS).fit(ROWS),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **SETTINGS).fit(ROWS),
]


def same(vectorizer: TfidfVectorizer, text: str) -> bool:
    """Whether both readings of `text` agree."""
    numbers, values = Tfidf.of(vectorizer).read(text)
    row = np.zeros(len(vectorizer.vocabulary_))
    row[numbers] = values
    return np.allclose(row, vectorizer.transform([text]).toarray()[0], atol=1e-5)


@pytest.mark.parametrize("vectorizer", VECTORIZERS)
@given(text=st.text(alphabet="lägenht Luå dzīvok butas ?1", max_size=60))
def test_it_reads_as_scikit_learn_does(vectorizer: TfidfVectorizer, text: str) -> None:
    assert same(vectorizer, text)


@pytest.mark.parametrize("text", ["", "xyz", ROWS[3], " ".join(ROWS)])
def test_it_takes_what_has_no_known_feature(text: str) -> None:
    assert all(same(vectorizer, text) for vectorizer in VECTORIZERS)

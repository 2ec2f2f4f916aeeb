"""In which language a message is written: the evidence of its letters and words. Pure.

Recipe and figures: docs/understanding.md. It adds up what langdetect's profiles say of each
n-gram (once, not by langdetect 1.0.9's resampling, which ignores priors), stop words, letters
that only one language has, words of greeting, and a regression learnt from our own rows. Words
that people use in every language, like Försäkringskassan or Luleå, are left out of it.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from typing import Any

import langdetect
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from bot.content.fold import fold, words
from bot.content.model import LanguageWords
from bot.locales import LOCALES
from bot.nlu.tfidf import Tfidf

Vector = npt.NDArray[np.float64]

OTHER = "other"
TAGS = tuple(LOCALES)
CLASSES = (*TAGS, OTHER)
_PROFILES = (
    *TAGS, "fi", "no", "da", "de", "nl", "pl", "cs", "sk", "sl", "hr", "hu", "ro", "es", "fr", "it",
    "pt", "ca", "tr", "sq", "so", "sw", "af", "cy", "id", "tl", "vi",
)  # fmt: skip
"""Ours and the others in Latin letters; other scripts are seen without profiles."""
_STOP_WORD_NEIGHBOURS = ("da", "nb", "fi", "de", "nl", "pl", "es", "fr")
_SMOOTHING = 0.5 / 10_000
_STRIPPED_WEIGHT = 0.5
_LEAST_PROBABILITY = 1e-6
_WORD = re.compile(r"\w+")
_SHARED_LETTERS, _SHARED_ROWS, _SHARED_LANGUAGES, _SHARED_MOST = 4, 2, 3, 0.8


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in nats; chosen on tests/nlu/dev.*.tsv."""

    profiles: float = 0.072
    stop_word: float = 1.08
    letter: float = 0.45
    chat: float = 1.3
    regression: float = 0.86
    other: float = -2.0
    """What "other" has in place of the regression, which knows our languages only."""


@dataclass(frozen=True)
class Evidence:
    """Reads messages; made by `learn`, kept in the model."""

    grams: Mapping[str, int]
    log_probabilities: npt.NDArray[np.float32]
    profile_class: tuple[int, ...]
    stop_words: Mapping[str, tuple[int, ...]]
    chat: Mapping[str, tuple[int, ...]]
    letters: Mapping[str, int]
    shared: frozenset[str]
    """Folded words that belong to no language: the rows of several have them."""
    vectorizer: TfidfVectorizer
    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]
    weights: Weights = field(default_factory=Weights)

    def probabilities(self, texts: Sequence[str]) -> Vector:
        """How likely each of CLASSES is for each text, without any prior; rows sum to 1."""
        telling = [self._telling(text) for text in texts]
        scores = np.zeros((len(texts), len(CLASSES)))
        scores[:, :-1] = self.weights.regression * self._regression(telling)
        scores[:, -1] = self.weights.other
        for row, text in enumerate(telling):
            scores[row] += self._profiles(text) + self._words_and_letters(text)
        return softmax(scores)

    def _telling(self, text: str) -> str:
        """`text` without shared words, unless it has no others."""

        def kept(word: re.Match[str]) -> str:
            return "" if fold(word.group()) in self.shared else word.group()

        left = _WORD.sub(kept, text)
        return left if any(letter.isalpha() for letter in left) else text

    def _profiles(self, text: str) -> Vector:
        found = [self.grams[gram] for gram in _grams(text) if gram in self.grams]
        best = np.full(len(CLASSES), -np.inf)
        if not found:
            return np.zeros(len(CLASSES))
        sums = self.log_probabilities[found].sum(axis=0) * self.weights.profiles
        np.maximum.at(best, np.array(self.profile_class), sums)
        return np.asarray(best - best.max())

    def _words_and_letters(self, text: str) -> Vector:
        scores = np.zeros(len(CLASSES))
        for word in words(text):
            for kind, weight in (
                (self.stop_words, self.weights.stop_word),
                (self.chat, self.weights.chat),
            ):
                owners = kind.get(word, ())
                for owner in owners:
                    scores[owner] += weight / len(owners)
        for letter in text.lower():
            if letter in self.letters:
                scores[self.letters[letter]] += self.weights.letter
        return scores

    @functools.cached_property
    def _reader(self) -> Tfidf:
        return Tfidf.of(self.vectorizer)

    def _regression(self, texts: Sequence[str]) -> Vector:
        decision = np.empty((len(texts), len(TAGS)))
        for row, text in enumerate(texts):
            numbers, values = self._reader.read(text.lower())
            decision[row] = values @ self.coefficients[numbers] + self.intercepts
        # One model a language: their odds become probabilities that sum to 1.
        odds = 1 / (1 + np.exp(-decision)) + _LEAST_PROBABILITY
        return np.asarray(np.log(odds / odds.sum(axis=1, keepdims=True)))


def learn(
    rows: Sequence[tuple[str, str]], languages: Mapping[str, LanguageWords], weights: Weights
) -> Evidence:
    """An Evidence that has learnt from (text, language) rows and how people greet."""
    grams, log_probabilities, profile_class = _read_profiles()
    vectorizer, coefficients, intercepts = _learn_regression(rows)
    return Evidence(
        grams=grams,
        log_probabilities=log_probabilities,
        profile_class=profile_class,
        stop_words=_stop_words(),
        chat=_owners((tag, languages[tag].chat) for tag in languages),
        letters={
            letter: CLASSES.index(tag) for tag in languages for letter in languages[tag].letters
        },
        shared=shared_words(rows),
        vectorizer=vectorizer,
        coefficients=coefficients,
        intercepts=intercepts,
        weights=weights,
    )


def shared_words(rows: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The folded words that the rows of several languages have, and of none by far the most."""
    counted: dict[str, Counter[str]] = {}
    for text, tag in rows:
        for word in set(words(text)):
            if len(word) >= _SHARED_LETTERS:
                counted.setdefault(word, Counter())[tag] += 1
    return frozenset(
        word
        for word, times in counted.items()
        if sum(count >= _SHARED_ROWS for count in times.values()) >= _SHARED_LANGUAGES
        and max(times.values()) < _SHARED_MOST * sum(times.values())
    )


def softmax(scores: Vector) -> Vector:
    """Probabilities from scores, row by row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _grams(text: str) -> Iterable[str]:
    for word in _spaced(text).split():
        padded = f" {word} "
        for size in (1, 2, 3):
            for start in range(len(padded) - size + 1):
                gram = padded[start : start + size]
                if gram != " ":
                    yield gram


def _spaced(text: str) -> str:
    return "".join(letter if letter.isalpha() else " " for letter in text.lower())


def _read_profiles() -> tuple[dict[str, int], npt.NDArray[np.float32], tuple[int, ...]]:
    """The profiles of langdetect 1.0.9 in lower case, and without diacritics at half weight."""
    folder = Path(langdetect.__file__).parent / "profiles"
    files = [folder / tag for tag in _PROFILES]
    counts: list[Counter[str]] = []
    totals: list[list[float]] = []
    names = []
    for file in files:
        profile: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        names.append(profile["name"])
        counted: Counter[str] = Counter()
        for gram, times in profile["freq"].items():
            lower = gram.lower()
            counted[lower] += times
            if fold(lower) != lower:
                counted[fold(lower)] += int(times * _STRIPPED_WEIGHT)
        counts.append(counted)
        totals.append(profile["n_words"])
    grams = {gram: index for index, gram in enumerate(sorted(set().union(*counts)))}
    table = np.zeros((len(grams), len(files)), dtype=np.float32)
    for column, counted in enumerate(counts):
        for gram, times in counted.items():
            if 1 <= len(gram) <= 3:
                table[grams[gram], column] = times / totals[column][len(gram) - 1]
    classes = tuple(CLASSES.index(name) if name in TAGS else len(TAGS) for name in names)
    return grams, np.log(table + _SMOOTHING), classes


def _stop_words() -> dict[str, tuple[int, ...]]:
    spec = find_spec("spacy")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("spacy is not installed")
    folder = Path(spec.origin).parent / "lang"

    def of(tag: str) -> set[str]:
        # Run by itself: `import spacy` loads TensorFlow through thinc, which takes ten seconds.
        return set(run_path(str(folder / tag / "stop_words.py"))["STOP_WORDS"])

    neighbours = set().union(*(of(tag) for tag in _STOP_WORD_NEIGHBOURS))
    return _owners([*((tag, of(tag)) for tag in TAGS), (OTHER, neighbours)])


def _owners(lists: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, set[int]] = {}
    for tag, entries in lists:
        for entry in entries:
            owners.setdefault(fold(entry), set()).add(CLASSES.index(tag))
    return {word: tuple(sorted(found)) for word, found in owners.items()}


def _learn_regression(
    rows: Sequence[tuple[str, str]],
) -> tuple[TfidfVectorizer, npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """A regression on the rows as typed and without diacritics."""
    typed = {(text.lower(), tag) for text, tag in rows}
    both = sorted(typed | {(fold(text), tag) for text, tag in typed})
    texts, tags = [text for text, _ in both], [TAGS.index(tag) for _, tag in both]
    vectorizer = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 5),
        min_df=3,
        max_features=40_000,
        sublinear_tf=True,
        dtype=np.float32,
    )
    features = vectorizer.fit_transform(texts)
    model = SGDClassifier(loss="log_loss", alpha=3e-6, average=True, max_iter=20, random_state=1)
    model.fit(features, tags)
    if not np.array_equal(model.classes_, np.arange(len(TAGS))):
        raise ValueError("every language needs rows before its evidence can be learnt")
    vectorizer.stop_words_ = None
    return vectorizer, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)

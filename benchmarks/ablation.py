"""What each part of the topic classifier is worth, on questions that it has not seen.

Run: python benchmarks/ablation.py tests/nlu/blind.*.tsv [--lexicon FILE]
     python benchmarks/ablation.py tests/nlu/blind.*.tsv --rows 4 --rasa logistic diet
With --rows all classifiers learn that many rows a topic and language; Rasa's would take days.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.content import load
from bot.content.fold import fold, words
from bot.content.placenames import PlaceNames
from bot.content.rows import Row, rows
from bot.nlu.evaluate import OUT_OF_SCOPE, Case, read_cases
from bot.nlu.linear import Features, fit

ROOT = Path(__file__).resolve().parent.parent
STYLES = ("short", "plain", "hurried", "mixed", "story", "need")
_SENTENCES = re.compile(r"(?<=[?!.…])\s+")
_NUMBER = re.compile(r"\d[\d .,]*")
_SENTENCE_SHARE = 0.3
Values = np.ndarray


def concepts(file: Path) -> Callable[[str], list[str]]:
    """Finds the concepts of a lexicon in a text: folded beginnings of words, in any language."""
    lexicon = yaml.safe_load(file.read_text(encoding="utf-8"))
    stems: dict[str, list[str]] = {}
    for concept, languages in lexicon.items():
        for stem in {fold(s) for listed in languages.values() for s in listed}:
            stems.setdefault(stem, []).append(concept)
    longest = max(map(len, stems))

    def found(text: str) -> list[str]:
        said = words(text)
        joined = [*said, *(f"{a} {b}" for a, b in pairwise(said))]
        return [
            concept
            for word in joined
            for length in range(2, min(len(word), longest) + 1)
            for concept in stems.get(word[:length], ())
        ]

    return found


def masked(text: str, places: PlaceNames) -> str:
    """The text with PLACE and NUMBER for places and numbers."""
    while found := places.find(text):
        text = f"{text[: found.start]} placename {text[found.end :]}"
    return _NUMBER.sub(" somenumber ", text)


def matrix_of(features: Features, texts: Sequence[str]) -> csr_matrix:
    """One row for each text."""
    found = [features.read(text) for text in texts]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in found)])
    columns, values = (np.concatenate(part) for part in zip(*found, strict=True))
    width = len(features.words.vocabulary_) + len(features.characters.vocabulary_)
    return csr_matrix((values, columns, ends), shape=(len(texts), width))


def line(name: str, values: Values, classes: Sequence[str], cases: list[Case], took: float) -> str:
    """Right first, among three, and right first by style; in scope only."""
    order = np.argsort(-values, axis=1)[:, :3]
    inside = [OUT_OF_SCOPE not in case.right for case in cases]
    first = np.array([classes[o[0]] in case.right for o, case in zip(order, cases, strict=True)])
    three = np.array(
        [any(classes[i] in case.right for i in o) for o, case in zip(order, cases, strict=True)]
    )
    shown = f"{name:30}{first[inside].mean():7.3f}{three[inside].mean():7.3f}"
    for style in STYLES:
        chosen = [i and case.style == style for i, case in zip(inside, cases, strict=True)]
        shown += f"{first[chosen].mean():8.3f}"
    return f"{shown}{took:7.0f}s\n"


def ours(name: str, train: list[Row], cases: list[Case], lexicon: Path | None) -> None:
    """Measures one variant of our classifier and prints its line."""
    began = time.perf_counter()
    texts, asked = [row.text for row in train], [case.text for case in cases]
    if name == "+ masks":
        places = PlaceNames.of(load(ROOT / "content"))
        texts, asked = ([masked(t, places) for t in listed] for listed in (texts, asked))
    features, matrix = Features.learn(texts)
    questions = matrix_of(features, asked)
    edge = len(features.words.vocabulary_)
    if name == "words alone":
        matrix, questions = matrix[:, :edge], questions[:, :edge]
    elif name == "characters alone":
        matrix, questions = matrix[:, edge:], questions[:, edge:]
    elif name == "+ concept lexicon" and lexicon:
        vectorizer = TfidfVectorizer(analyzer=concepts(lexicon), sublinear_tf=True, min_df=2)
        matrix = hstack([matrix, vectorizer.fit_transform(texts) * 0.4], format="csr")
        questions = hstack([questions, vectorizer.transform(asked) * 0.4], format="csr")
    classes, coefficients, intercepts = fit(csr_matrix(matrix), np.array([r.topic for r in train]))
    values = questions @ coefficients + intercepts
    if name == "+ stories by sentence":
        for index, text in enumerate(asked):
            sentences = [s for s in _SENTENCES.split(text) if len(words(s)) > 1]
            if len(sentences) > 1:
                best = (matrix_of(features, sentences) @ coefficients + intercepts).max(axis=0)
                values[index] = (1 - _SENTENCE_SHARE) * values[index] + _SENTENCE_SHARE * best
    sys.stdout.write(line(name, values, list(classes), cases, time.perf_counter() - began))
    sys.stdout.flush()


def rasas(name: str, train: list[Row], cases: list[Case]) -> None:
    """Measures one of Rasa's classifiers and prints its line."""
    from benchmarks.rasa_pipelines import rankings

    began = time.perf_counter()
    labels = [row.topic for row in train]
    found = rankings(name, [row.text for row in train], labels, [case.text for case in cases])
    classes = sorted(set(labels))
    values = np.full((len(cases), len(classes)), -1.0)
    for index, ranking in enumerate(found):
        for place, topic in enumerate(ranking):
            values[index, classes.index(topic)] = 1 / (1 + place)
    took = time.perf_counter() - began
    sys.stdout.write(line(f"Rasa's {name}", values, classes, cases, took))
    sys.stdout.flush()


def main() -> None:
    """Prints one line a variant."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, help="rows a topic and language; all without it")
    parser.add_argument("--lexicon", type=Path)
    parser.add_argument("--rasa", nargs="*", default=[], choices=["logistic", "diet"])
    chosen = parser.parse_args()
    cases = [case for file in chosen.files for case in read_cases(file, None)]
    train, counted = [], Counter()
    every = list(rows(ROOT / "data" / "nlu"))
    # The rows of a topic stand style by style: few of them must be of all styles.
    random.Random(1).shuffle(every)
    for row in every:
        counted[row.topic, row.language] += 1
        if chosen.rows is None or counted[row.topic, row.language] <= chosen.rows:
            train.append(row)
    sys.stdout.write(f"{len(train)} rows, {len(cases)} questions\n{'':30}  first  three")
    sys.stdout.write("".join(style.rjust(8) for style in STYLES) + "\n")
    names = ["ours"]
    if not chosen.rasa:
        names += ["words alone", "characters alone", "+ stories by sentence", "+ masks"]
        names += ["+ concept lexicon"] if chosen.lexicon else []
    for name in names:
        ours(name, train, cases, chosen.lexicon)
    for name in chosen.rasa:
        rasas(name, train, cases)


if __name__ == "__main__":
    main()

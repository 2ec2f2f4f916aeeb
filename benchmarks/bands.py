"""Prints the curves from which the thresholds in config.yml are chosen.

Run: python benchmarks/bands.py [tests/nlu/dev.sv.tsv …]
Without files the questions are the training rows themselves, by cross-validation.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.calibration import best_temperature, held_out
from bot.content.choices import LEAST_FOR_A_BUTTON
from bot.content.model import MOVE
from bot.content.rows import rows
from bot.content.understanding import LOST, SURE, UNSURE
from bot.nlu.banding import Thresholds
from bot.nlu.evaluate import OUT_OF_SCOPE, read_cases
from bot.nlu.linear import TEMPERATURE, Features, Linear, softened

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 3
Question = tuple[frozenset[str], list[tuple[str, float]], float]


def cross_validated() -> list[Question]:
    """Each training row as a model sees it that was not trained on it."""
    found = rows(ROOT / "data" / "nlu")
    labels = np.array([row.topic for row in found])
    _, matrix = Features.learn([row.text for row in found])
    classes = np.unique(labels)
    decisions = np.empty((len(labels), len(classes)))
    for unseen, values in held_out(matrix, labels, FOLDS):
        decisions[unseen] = values
    temperature = best_temperature(decisions, np.searchsorted(classes, labels))
    sys.stdout.write(f"cross-validation on {len(found)} rows, temperature {temperature:.2f}\n")
    questions: list[Question] = []
    pairs = zip(decisions, softened(decisions, temperature), labels, strict=True)
    for row, probabilities, label in pairs:
        order = np.argsort(-row)[:10]
        ranking = [(str(classes[i]), float(probabilities[i])) for i in order]
        questions.append((frozenset({str(label)}), ranking, float(row[order[0]])))
    return questions


def questions_of(files: list[Path]) -> list[Question]:
    """The questions of TSV files, as a model on all rows sees them."""
    found = rows(ROOT / "data" / "nlu")
    linear = Linear.learn([row.text for row in found], [row.topic for row in found], TEMPERATURE)
    cases = [case for file in files for case in read_cases(file, None)]
    sys.stdout.write(f"{len(cases)} held-out questions, temperature {linear.temperature:.2f}\n")
    predicted = linear.predict([case.text for case in cases], 10)
    return [
        (case.right, list(p.ranking), p.margin) for case, p in zip(cases, predicted, strict=True)
    ]


def line(questions: list[Question], thresholds: Thresholds) -> str:
    """One line of the table for these thresholds."""
    inside = [q for q in questions if OUT_OF_SCOPE not in q[0]]
    outside = [q for q in questions if OUT_OF_SCOPE in q[0]]
    bands = [thresholds.band(ranking, margin) for _, ranking, margin in inside]
    sure = [band == SURE for band in bands]
    wrong = [
        s and ranking[0][0] not in right
        for s, (right, ranking, _) in zip(sure, inside, strict=True)
    ]
    unsure = [q for q, band in zip(inside, bands, strict=True) if band == UNSURE]
    among = [bool(right & set(_buttons(ranking))) for right, ranking, _ in unsure]
    reached = sum(sure) - sum(wrong) + sum(among)
    answered = [
        thresholds.band(ranking, margin) == SURE and not ranking[0][0].startswith(MOVE)
        for _, ranking, margin in outside
    ]
    figures = (
        np.mean(sure), np.mean(wrong), len(unsure) / len(inside), np.mean(among or [False]),
        bands.count(LOST) / len(inside), reached / len(inside), np.mean(answered or [False]),
    )  # fmt: skip
    return "".join(f"{figure:9.3f}" for figure in figures)


def _buttons(ranking: list[tuple[str, float]]) -> list[str]:
    likely = [topic for topic, confidence in ranking if confidence >= LEAST_FOR_A_BUTTON]
    return [topic for topic in likely if not topic.startswith(MOVE)][:3]


def main() -> None:
    """Prints one table for each threshold, the others at their defaults."""
    files = [Path(name) for name in sys.argv[1:]]
    questions = questions_of(files) if files else cross_validated()
    heads = ("sure", "wrong", "buttons", "among", "lost", "reached", "outside")
    curves = {
        "sure_confidence": (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9),
        "sure_margin": (-1.0, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, 0.0),
        "unsure_confidence": (0.0, 0.1, 0.15, 0.2, 0.25, 0.3),
        "move_confidence": (0.35, 0.45, 0.55, 0.65),
        "unsure_margin": (-1.2, -1.0, -0.9, -0.8, -0.7, -0.6, -0.5),
    }
    for name, values in curves.items():
        sys.stdout.write("\n" + name.ljust(20) + "".join(head.rjust(9) for head in heads) + "\n")
        for value in values:
            chosen = replace(Thresholds(), **{name: value})
            sys.stdout.write(f"{value:<20}{line(questions, chosen)}\n")


if __name__ == "__main__":
    main()

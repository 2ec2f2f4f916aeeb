"""Our topic classifier on public intent sets, beside Rasa's own, in one run.

Run: python benchmarks/nlu.py [--diet] [--sets crisis library …]
The sets stand in ../shared/benchmarks; published figures are LaBSE / SONAR of its README.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.nlu.linear import TEMPERATURE, Linear

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "benchmarks"
SETS = {
    "crisis": ("burokratt_kriisijuhtimine", "et", ".500 / .503"),
    "library": ("burokratt_rahvusraamatukogu", "et", ".760 / .763"),
    "insurance": ("burokratt_sotsiaalkindlustusamet", "et", ".608 / .709"),
    **{f"askubuntu-{tag}": ("tilde_askubuntu", tag, "") for tag in ("en", "et", "lv", "lt")},
    **{f"webapps-{tag}": ("tilde_webapps", tag, "") for tag in ("en", "et", "lv", "lt")},
}
Rows = Sequence[dict[str, str]]


def folds(name: str) -> Iterator[tuple[Rows, Rows]]:
    """(training rows, test rows) of a set: its own split, or five folds."""
    file, language, _ = SETS[name]
    lines = (SHARED / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["lang"] == language]
    splits = sorted({row["split"] for row in rows})
    for held_out in ["test"] if "test" in splits else splits:
        yield (
            [row for row in rows if row["split"] != held_out],
            [row for row in rows if row["split"] == held_out],
        )


def best(pipeline: str, train: Rows, asked: Sequence[str]) -> list[str]:
    """The label that a pipeline gives each text."""
    texts, labels = [row["text"] for row in train], [row["intent"] for row in train]
    if pipeline == "farled":
        linear = Linear.learn(texts, labels, TEMPERATURE)
        return [prediction.ranking[0][0] for prediction in linear.predict(asked, 1)]
    # Imported here: TensorFlow takes ten seconds, and our own classifier needs none of it.
    from benchmarks.rasa_pipelines import rankings

    return [ranking[0] if ranking else "" for ranking in rankings(pipeline, texts, labels, asked)]


def main() -> None:
    """Prints the share of right answers and the seconds, for each set and pipeline."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--diet", action="store_true", help="Rasa's DIET as well (an hour)")
    chosen = parser.parse_args()
    pipelines = ["farled", "logistic", *(["diet"] if chosen.diet else [])]
    sys.stdout.write("set".ljust(14) + "".join(p.rjust(16) for p in pipelines) + "   published\n")
    for name in chosen.sets:
        line = name.ljust(14)
        for pipeline in pipelines:
            began, right, asked = time.perf_counter(), 0, 0
            for train, test in folds(name):
                found = best(pipeline, train, [row["text"] for row in test])
                right += sum(f == row["intent"] for f, row in zip(found, test, strict=True))
                asked += len(test)
            line += f"{right / asked:9.3f}{time.perf_counter() - began:6.0f}s"
        sys.stdout.write(f"{line}   {SETS[name][2]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Measures understanding on questions that the model has not seen: `farled evaluate FILE.tsv`."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from bot.content.choices import HAND_OVER
from bot.content.fold import words
from bot.content.understanding import LOST, SURE, UNSURE, Reply
from bot.errors import ContentError, FarledError
from bot.locales import known
from bot.nlu.ask import Question, open_model
from bot.settings import Settings

OUT_OF_SCOPE = "conversation.out_of_scope"
_COLUMNS = ("topic", "also", "style", "text")
_WORDS_THAT_SHOW_A_LANGUAGE = 3
_WORST = 15


Measures = dict[str, float | int | None]


class Confusion(TypedDict):
    """One topic taken for another."""

    topic: str
    taken_for: str
    times: int


class Report(TypedDict):
    """What `farled evaluate` finds."""

    all: Measures
    languages: dict[str, Measures]
    styles: dict[str, Measures]
    confusions: list[Confusion]


@dataclass(frozen=True)
class Case:
    """A question and the topics that count as right."""

    text: str
    topic: str
    also: frozenset[str]
    style: str
    language: str | None

    @property
    def right(self) -> frozenset[str]:
        """Every topic that counts as right."""
        return self.also | {self.topic}


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    case: Case
    reply: Reply

    @property
    def is_right(self) -> bool:
        """Whether the best topic is right, however sure."""
        return self.reply.topic in self.case.right

    @property
    def offered(self) -> tuple[str, ...]:
        """The topics on the buttons of an unsure answer."""
        if self.reply.band != UNSURE:
            return ()
        return tuple(
            "conversation.human" if b.payload == HAND_OVER else b.payload[1:]
            for b in self.reply.buttons
        )

    @property
    def is_reached(self) -> bool:
        """Whether the visitor gets the right answer at once or can press it."""
        if self.reply.band == SURE:
            return self.is_right
        return bool(self.case.right & set(self.offered))

    @property
    def is_in_scope(self) -> bool:
        """Whether the question is one that the assistant should know."""
        return OUT_OF_SCOPE not in self.case.right

    @property
    def is_answered_as_known(self) -> bool:
        """Whether a topic of fact was answered."""
        return self.reply.band == SURE and not str(self.reply.topic).startswith("conversation.")


def read_cases(file: Path, language: str | None) -> list[Case]:
    """The cases of one TSV file; without `language`, its name tells: dev.et.tsv.

    Raises: ContentError for a line that lacks a column.
    """
    language = language or known(file.stem.rpartition(".")[2])
    cases = []
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in reader:
            if any(row.get(column) is None for column in _COLUMNS):
                raise ContentError(
                    f"needs the columns {', '.join(_COLUMNS)}", file, reader.line_num
                )
            also = frozenset(topic.strip() for topic in row["also"].split(",") if topic.strip())
            cases.append(Case(row["text"], row["topic"].strip(), also, row["style"], language))
    return cases


def measures(outcomes: Sequence[Outcome]) -> Measures:
    """The figures of some outcomes; shares are 0 to 1, None where there is nothing to count."""
    inside = [outcome for outcome in outcomes if outcome.is_in_scope]
    outside = [outcome for outcome in outcomes if not outcome.is_in_scope]
    unsure = [outcome for outcome in inside if outcome.offered]
    shown = [
        o for o in outcomes
        if o.case.language and len(words(o.case.text)) >= _WORDS_THAT_SHOW_A_LANGUAGE
        and o.reply.topic != "conversation.change_language"
    ]  # fmt: skip
    return {
        "questions": len(outcomes),
        "right": share(o.is_right for o in outcomes),
        "reached": share(o.is_reached for o in inside),
        "sure": share(o.reply.band == SURE for o in inside),
        "sure_but_wrong": share(o.reply.band == SURE and not o.is_right for o in inside),
        "got_buttons": share(bool(o.offered) for o in inside),
        "right_among_buttons": share(o.is_reached for o in unsure),
        "refused": share(o.reply.band == LOST for o in inside),
        "outside_answered": share(o.is_answered_as_known for o in outside),
        "wrong_language": share(o.reply.language != o.case.language for o in shown),
    }


def share(found: Iterable[bool]) -> float | None:
    """How many of them are true, 0 to 1; None when there are none."""
    counted = list(found)
    return sum(counted) / len(counted) if counted else None


def confusions(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int]]:
    """The most frequent (right topic, topic taken for it, how often)."""
    counted = Counter((o.case.topic, str(o.reply.topic)) for o in outcomes if not o.is_right)
    return [(right, taken, times) for (right, taken), times in counted.most_common(_WORST)]


def report(outcomes: Sequence[Outcome]) -> Report:
    """All figures: together, by language, by language and style; and the worst confusions."""
    by_language: dict[str, list[Outcome]] = defaultdict(list)
    by_style: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        language = outcome.case.language or "?"
        by_language[language].append(outcome)
        by_style[f"{language} {outcome.case.style}"].append(outcome)
    return {
        "all": measures(outcomes),
        "languages": {name: measures(found) for name, found in sorted(by_language.items())},
        "styles": {name: measures(found) for name, found in sorted(by_style.items())},
        "confusions": [
            {"topic": right, "taken_for": taken, "times": times}
            for right, taken, times in confusions(outcomes)
        ],
    }


def main(settings: Settings, files: Sequence[Path], language: str | None, as_json: bool) -> int:
    """`farled evaluate`: prints the figures of all files together; the exit code."""
    try:
        cases = [case for file in files for case in read_cases(file, language)]
        replies = open_model(settings).answer_all(Question(case.text) for case in cases)
        outcomes = [Outcome(case, reply) for case, (_, reply) in zip(cases, replies, strict=True)]
    except (FarledError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = report(outcomes)
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(table(found))
    return 0


def table(found: Report) -> str:
    """The report as a plain table."""
    rows = {"all": found["all"], **found["languages"], **found["styles"]}
    heads = list(rows["all"])
    width = max(map(len, rows)) + 2
    lines = ["".ljust(width) + "  ".join(heads)]
    for name, figures in rows.items():
        cells = (_cell(figures[head]).rjust(len(head)) for head in heads)
        lines.append(name.ljust(width) + "  ".join(cells))
    if found["confusions"]:
        lines += ["", "most often taken for another topic:"]
        for worst in found["confusions"]:
            lines.append(f"  {worst['times']:>3}  {worst['topic']} -> {worst['taken_for']}")
    return "\n".join(lines) + "\n"


def _cell(figure: float | int | None) -> str:
    if figure is None:
        return "-"
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)

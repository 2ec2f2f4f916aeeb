"""`farled check`: everything that is wrong with content and training data, with file and line.

A topic's rule and its line in rasa's domain need no check: bot/nlu/importer.py makes both from
topics.yml. Whether a text is in its language is tested in tests/nlu, where the detector is.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.checks import (
    answers,
    canned,
    likeness,
    lists,
    origins,
    phrases,
    places,
    plan,
    questions,
)
from bot.content.checks.project import ContentWarning, Project
from bot.errors import ContentError
from bot.locales import LOCALES

_RULES = (
    answers.answers,
    places.places,
    phrases.phrases,
    phrases.glossary,
    phrases.languages,
    canned.canned,
    origins.origins,
    plan.plan,
    lists.occupations,
    lists.words,
    questions.enough,
    questions.placed,
    questions.plain,
    questions.once,
    questions.unseen,
    likeness.alike,
    likeness.varied,
)


@dataclass(frozen=True)
class Report:
    """What was found: errors fail the check, warnings want a person's look."""

    errors: list[ContentError]
    warnings: list[ContentError]
    coverage: str


def check(root: Path, today: date | None = None) -> Report:
    """Everything that is wrong with the project in `root`, in order of file and line."""
    project = Project.read(root, today or date.today())
    found = [*project.unreadable, *(error for rule in _RULES for error in rule(project))]
    found.sort(key=lambda error: (str(error.file), error.line, error.message))
    return Report(
        errors=[error for error in found if not isinstance(error, ContentWarning)],
        warnings=[error for error in found if isinstance(error, ContentWarning)],
        coverage=coverage(project),
    )


def coverage(project: Project) -> str:
    """A table: each topic that is answered, with its rows in each language."""
    counts = questions.counts(project)
    topics = [topic for topic in project.topics if topic in project.answered]
    facts = [topic for topic, about in project.topics.items() if not about.is_move]
    width = max(map(len, project.topics), default=0) + 2
    lines = ["".ljust(width) + "".join(tag.rjust(6) for tag in LOCALES)]
    for topic in [*topics, *(t for t, about in project.topics.items() if about.is_move)]:
        answer = project.answered.get(topic)
        texts = (answer.data.get("text") or {}) if answer else {}
        cells = (
            f"{counts[topic, tag]}{'' if answer is None or texts.get(tag) else '!'}".rjust(6)
            for tag in LOCALES
        )
        lines.append(topic.ljust(width) + "".join(cells))
    total = (str(sum(counts[topic, tag] for topic in project.topics)).rjust(6) for tag in LOCALES)
    lines.append("rows".ljust(width) + "".join(total))
    lines.append(f"{len(topics)} of {len(facts)} topics are answered; ! = no text yet")
    return "\n".join(lines)


def main(root: Path) -> int:
    """Prints every problem as `file:line: text` and the coverage; 1 when there are errors."""
    root = root.absolute()
    report = check(root)
    for error in report.warnings:
        sys.stdout.write(f"{_line(error, root)} (warning)\n")
    for error in report.errors:
        sys.stdout.write(f"{_line(error, root)}\n")
    sys.stdout.write(
        f"\n{report.coverage}\n\n{len(report.errors)} errors, {len(report.warnings)} warnings\n"
    )
    return 1 if report.errors else 0


def _line(error: ContentError, root: Path) -> str:
    file = error.file.relative_to(root) if error.file.is_relative_to(root) else error.file
    return f"{file}:{error.line}: {error.message}"

"""Rules for how people ask: the training rows, and the questions that measure them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.content.checks.project import ContentWarning, Findings, Project
from bot.content.fold import key, words
from bot.content.rows import Row
from bot.errors import ContentError
from bot.locales import LOCALES, known

MIN_ROWS, MIN_ROWS_OF_A_MOVE = 100, 80
"""Fewer teach too little; of a greeting there are hardly more."""
WORDS_BY_CHANCE = 2
COLUMNS = ("topic", "also", "style", "text")


def counts(project: Project) -> Counter[tuple[str, str]]:
    """How many rows each (topic, language) has."""
    return Counter((row.topic, row.language) for row in project.rows)


def enough(project: Project) -> Findings:
    """What has an answer has rows in every language, and what has rows has an answer."""
    found = counts(project)
    topics_file = project.root / "content" / "topics.yml"
    with_rows = {topic for topic, _ in found}
    moves = {topic for topic, about in project.topics.items() if about.is_move}
    for topic in sorted(set(project.answered) & project.topics.keys() | moves):
        for tag in LOCALES:
            least = MIN_ROWS_OF_A_MOVE if topic in moves else MIN_ROWS
            if found[topic, tag] < least:
                yield ContentError(
                    f"{topic} has {found[topic, tag]} rows in {tag}, needs {least}", topics_file
                )
    for topic in sorted(with_rows - set(project.answered) - moves):
        row = next(row for row in project.rows if row.topic == topic)
        yield ContentError(f"{topic} has rows and no answer", row.file, row.line)


def placed(project: Project) -> Findings:
    """Rows stand in the file of their area and language, under a topic of topics.yml."""
    for document in project.examples:
        folder, area = document.file.parent.name, document.file.stem
        if folder not in LOCALES:
            yield document.error(f"{folder!r} is no language of ours")
        for index, entry in enumerate(document.data.get("nlu") or ()):
            topic = str(entry.get("intent"))
            language = (entry.get("metadata") or {}).get("language")
            if topic not in project.topics:
                yield document.error(f"{topic!r} is no topic of topics.yml", "nlu", index)
            elif topic.partition(".")[0] != area:
                yield document.error(f"{topic} belongs into another file", "nlu", index)
            if language != folder:
                yield document.error(
                    f"metadata says language {language}, the folder {folder}", "nlu", index
                )


def plain(project: Project) -> Findings:
    """A row is text: no markup, no payload, not empty."""
    for row in project.rows:
        if not key(row.text) and not any(c.isprintable() and c != " " for c in row.text):
            yield ContentError("an empty row", row.file, row.line)
        elif row.text.startswith("/"):
            yield ContentError("begins with a slash", row.file, row.line)
        elif "](" in row.text or "[" in row.text:
            yield ContentError("has square brackets", row.file, row.line)


def once(project: Project) -> Findings:
    """No row stands twice in a language, whatever its case, accents and punctuation."""
    seen: dict[tuple[str, str], Row] = {}
    for row in project.rows:
        first = seen.setdefault((row.language, key(row.text) or row.text), row)
        if first is not row:
            where = f"{first.file.relative_to(project.root)}:{first.line}"
            also = "" if first.topic == row.topic else f" as {first.topic}"
            yield ContentError(f"{row.text!r} stands in {where}{also}", row.file, row.line)


def unseen(project: Project) -> Findings:
    """No question that measures understanding is also a training row; its topics exist."""
    trained = {(row.language, key(row.text)): row for row in project.rows}
    for file in sorted((project.root / "tests" / "nlu").glob("*.tsv")):
        language = known(file.stem.rpartition(".")[2])
        for line, question in _questions(file):
            if isinstance(question, ContentError):
                yield question
                continue
            topics = [question["topic"], *question["also"].split(",")]
            for topic in filter(None, (topic.strip() for topic in topics)):
                if topic not in project.topics:
                    yield ContentError(f"{topic!r} is no topic of topics.yml", file, line)
            for tag in [language] if language else list(LOCALES):
                row = trained.get((tag, key(question["text"])))
                if row is not None:
                    where = f"{row.file.relative_to(project.root)}:{row.line}"
                    # Anybody types "hello": two words may be the same by chance.
                    by_chance = len(words(question["text"])) <= WORDS_BY_CHANCE
                    kind = ContentWarning if by_chance else ContentError
                    yield kind(f"{question['text']!r} is trained in {where}", file, line)


def _questions(file: Path) -> Iterator[tuple[int, dict[str, str] | ContentError]]:
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for question in reader:
            if any(question.get(column) is None for column in COLUMNS):
                wanted = ", ".join(COLUMNS)
                yield reader.line_num, ContentError(f"needs {wanted}", file, reader.line_num)
            else:
                yield reader.line_num, question

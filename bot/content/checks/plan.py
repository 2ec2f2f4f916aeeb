"""Rules for the steps of a move: content/plan.yml, and what content/plan/ says of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.content.checks.facts import source
from bot.content.checks.project import Findings, Project
from bot.content.marked import Document
from bot.content.model import ARRANGED, CONDITIONS, LICENCES, ORIGINS, PHASES
from bot.locales import LOCALES

LENGTHS = {"do": 75, "why": 240, "where": 200, "documents": 240}
"""Characters in each part of a step's words."""
_NEEDED = ("do", "why", "where")
_KEYS = {"id", "phase", "day", "if", "authority", "topic", "source"}
_OLDEST = 19
_ADDRESS = re.compile(
    r"https?:\S*|www\.\S*|\b[\w-]+\.(?:se|eu|com|org|net|nu|ee|lv|lt|fi)\b", re.IGNORECASE
)


def plan(project: Project) -> Findings:
    """Every rule for the steps, and for their words in each language."""
    for document in project.plan:
        for index, step in _steps(document):
            if not isinstance(step, Mapping) or not step.get("id"):
                yield document.error("must be a step with an id", index)
                continue
            for rule in (known_keys, begins, answered, conditions):
                yield from rule(project, document, index, step)
        yield from once(document)
        yield from said(project, document)
    for document in project.plan_words:
        yield from words(project, document)


def known_keys(_: Project, document: Document, index: int, step: Mapping[str, Any]) -> Findings:
    """A step says nothing that the program does not read."""
    for name in step:
        if name not in _KEYS:
            yield document.error(f"{name!r} is no part of a step", index, name)


def begins(_: Project, document: Document, index: int, step: Mapping[str, Any]) -> Findings:
    """A step begins on a day of its phase."""
    phase, day = step.get("phase"), step.get("day")
    if not isinstance(phase, str) or phase not in PHASES:
        yield document.error(f"{phase!r} is no phase: {', '.join(PHASES)}", index, "phase")
        return
    first, last = PHASES[phase]
    if not _is_number(day) or not first <= int(str(day)) <= last:
        yield document.error(f"the day in {phase!r} must be {first} to {last}", index, "day")


def answered(project: Project, document: Document, index: int, step: Mapping[str, Any]) -> Findings:
    """A step rests on a source, and an answer tells more."""
    if step.get("topic") not in project.topics:
        yield document.error(f"{step.get('topic')!r} is no id of topics.yml", index, "topic")
    yield from source(project, document, step.get("source"), index, "source")


def conditions(_: Project, document: Document, index: int, step: Mapping[str, Any]) -> Findings:
    """What must hold for a step can be known of a family."""
    wanted = step.get("if")
    if wanted is None:
        return
    if not isinstance(wanted, Mapping):
        yield document.error("must be conditions and their values", index, "if")
        return
    for name, value in wanted.items():
        if name not in CONDITIONS:
            known = ", ".join(CONDITIONS)
            yield document.error(f"{name!r} is no condition: {known}", index, "if", name)
        elif not _VALUES[name](value):
            yield document.error(f"{name!r} cannot be {value!r}", index, "if", name)


def once(document: Document) -> Findings:
    """No two steps have the same id."""
    seen: set[str] = set()
    for index, step in _steps(document):
        name = _id(step)
        if name in seen:
            yield document.error(f"the step {name!r} stands twice", index, "id")
        seen.add(name)


def said(project: Project, document: Document) -> Findings:
    """Each step is said in every language."""
    found = {words.file.stem: words.data for words in project.plan_words}
    for tag in LOCALES:
        if tag not in found:
            yield document.error(f"there is no plan/{tag}.yml")
            continue
        for index, step in _steps(document):
            if _id(step) not in found[tag]:
                yield document.error(f"{_id(step)!r} has no words in {tag}", index)


def words(project: Project, document: Document) -> Findings:
    """What one language says: of steps that exist, complete, short, and without links."""
    if document.file.stem not in LOCALES:
        yield document.error(f"{document.file.stem!r} is no language of ours")
    ids = {_id(step) for plan in project.plan for _, step in _steps(plan)}
    for name, parts in document.data.items():
        if name not in ids:
            yield document.error(f"{name!r} is no step of plan.yml", name)
        if not isinstance(parts, Mapping):
            yield document.error(f"must have {', '.join(LENGTHS)}", name)
            continue
        for part in _NEEDED:
            if not parts.get(part):
                yield document.error(f"has no {part}", name)
        for part, text in parts.items():
            yield from _part(document, name, part, text)


def _part(document: Document, name: str, part: str, text: Any) -> Findings:
    if part not in LENGTHS:
        yield document.error(f"{part!r} is no part of a step's words", name, part)
        return
    found = _ADDRESS.search(str(text))
    if found:
        yield document.error(f"has an address on the web, {found.group()!r}", name, part)
    length = len(str(text).strip())
    if length > LENGTHS[part]:
        yield document.error(f"{length} characters, at most {LENGTHS[part]}", name, part)


def _steps(document: Document) -> Iterator[tuple[int, Any]]:
    yield from enumerate(document.data if isinstance(document.data, list) else ())


def _id(step: Any) -> str:
    return str(step.get("id", "")) if isinstance(step, Mapping) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _some_of(names: tuple[str, ...]) -> Callable[[Any], bool]:
    def holds(value: Any) -> bool:
        listed = value if isinstance(value, list) else [value]
        return bool(listed) and all(one in names for one in listed)

    return holds


def _ages(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        return False
    return bool(0 <= value[0] <= value[1] <= _OLDEST)


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _one_or_two(value: Any) -> bool:
    return _is_number(value) and value in (1, 2)


def _one_arranged(value: Any) -> bool:
    return value in ARRANGED


_VALUES: Mapping[str, Callable[[Any], bool]] = {
    "origin": _some_of(ORIGINS),
    "not_origin": _some_of(ORIGINS),
    "children": _yes_or_no,
    "ages": _ages,
    "adults": _one_or_two,
    "licence": _some_of(LICENCES),
    "occupation": _yes_or_no,
    "without": _one_arranged,
    "with": _one_arranged,
}

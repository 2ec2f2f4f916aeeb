"""Rules for facts and sources: where they come from, and how old they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.content.checks.project import ContentWarning, Findings, Project
from bot.content.due import OLD, last_days
from bot.content.marked import Document


def fact(project: Project, document: Document, entry: Any, *keys: str | int) -> Findings:
    """Whether a fact says its value, its source and the day it was checked."""
    if not isinstance(entry, Mapping):
        yield document.error("must be {value, source, checked}", *keys)
        return
    if not entry.get("value"):
        yield document.error("has no value", *keys)
    if not entry.get("source"):
        yield document.error("has no source", *keys)
    url = entry.get("url")
    if url and not str(url).startswith("https://"):
        yield document.error(f"the link {url!r} must begin with https://", *keys)
    yield from checked(project, document, entry, *keys)


def source(project: Project, document: Document, entry: Any, *keys: str | int) -> Findings:
    """Whether a source says its title, its page and the day it was read."""
    if not isinstance(entry, Mapping):
        yield document.error("must be {title, url, checked}", *keys)
        return
    if not entry.get("title"):
        yield document.error("has no title", *keys)
    if not str(entry.get("url") or "").startswith("https://"):
        yield document.error("needs a url that begins with https://", *keys)
    yield from checked(project, document, entry, *keys)


def checked(
    project: Project, document: Document, entry: Mapping[str, Any], *keys: str | int
) -> Findings:
    """Whether somebody checked it lately, and whether it still holds."""
    day, expires = entry.get("checked"), entry.get("expires")
    if not isinstance(day, date):
        yield document.error("has no day on which it was checked: checked: 2026-11-21", *keys)
        day = None
    if expires is not None and not isinstance(expires, date):
        yield document.error("expires must be a day", *keys)
        expires = None
    for why, last in last_days(day, expires):
        if project.today > last:
            told = f"was checked on {day}: look again" if why == OLD else f"expired on {last}"
            yield ContentWarning(told, document.file, document.line(*keys))

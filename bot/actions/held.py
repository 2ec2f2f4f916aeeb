"""What a process of actions holds, made when it is first needed."""

from __future__ import annotations

import functools

from bot.content import Content, load
from bot.content.placenames import PlaceNames
from bot.jobs.search import JobSearch
from bot.settings import Settings

JOBS_BUDGET_S = 3.3
"""Seconds for one call of the job service; what takes several in a row stops asking in time."""


@functools.cache
def content() -> Content:
    """The content."""
    return load(Settings.here().content)


@functools.cache
def place_names() -> PlaceNames:
    """The names of places."""
    return PlaceNames.of(content())


@functools.cache
def jobs() -> JobSearch:
    """The job service."""
    settings = Settings.here()
    return JobSearch(
        settings.jobs_url,
        settings.jobs_key,
        budget_s=JOBS_BUDGET_S,
        is_sample=settings.jobs_sample,
    )

"""How adverts and places are put into words for a visitor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.actions.heard import Heard
from bot.content.lists import UNCHECKED
from bot.content.model import Source
from bot.content.understanding import Listing
from bot.jobs.adverts import Advert
from bot.jobs.search import platsbanken
from bot.plan.known import day_words

SWEDISH = "sv"


class Placed(Protocol):
    """What is searched in: slugs of municipalities, ids of areas."""

    @property
    def places(self) -> tuple[str, ...]:
        """Slugs."""

    @property
    def areas(self) -> tuple[str, ...]:
        """Ids of content/areas.yml."""


def listing(heard: Heard, advert: Advert) -> Listing:
    """One advert: its Swedish headline as it is, the rest in the visitor's language."""
    say = heard.draft.say
    parts = [advert.employer, advert.place]
    if advert.last_day:
        parts.append(say("jobs.last_day", date=day_words(advert.last_day, heard.said.language)))
    if advert.posts and advert.posts > 1:
        parts.append(say("jobs.posts", count=str(advert.posts)))
    if advert.languages:
        parts.append(say("jobs.languages", languages=", ".join(advert.languages)))
    return Listing(advert.headline, advert.url, " · ".join(part for part in parts if part))


def where(heard: Heard, search: Placed) -> str:
    """The places of a search in the visitor's language: "in Kiruna", "in Norrbotten and …"."""
    content, language = heard.content, heard.said.language
    found = [content.municipality(slug) for slug in search.places]
    names = [place.called(language).get("place_in", place.name) for place in found if place]
    return ", ".join(names) or heard.draft.say("jobs.everywhere")


def platsbanken_source(heard: Heard, occupations: Iterable[str], places: Iterable[str]) -> Source:
    """The link to the same search in Platsbanken, in Swedish as Platsbanken understands it."""
    content = heard.content
    labels = [content.occupations[name].label[SWEDISH] for name in occupations if name]
    found = [content.municipality(slug) for slug in places]
    what = " ".join([*labels, *(place.name for place in found if place)])
    title = heard.draft.say("jobs.platsbanken", what=what) if what else "Platsbanken"
    return Source(title, platsbanken(what), UNCHECKED)

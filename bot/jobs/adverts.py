"""Adverts as the job service sends them, read into what a visitor may see.

Anything in a reply may be null or of another type, and every advert names people to contact. So
each field is taken by its own reader, and description, contacts, phone and e-mail are never read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.errors import JobServiceError

# What is asked of the service in the header X-Fields: just what Advert is made of.
FIELDS = (
    "total{value},hits{id,headline,webpage_url,application_deadline,number_of_vacancies,"
    "employer{name},workplace_address{municipality,municipality_concept_id,region,country,"
    "coordinates},must_have{languages{label}},occupation_group{concept_id}}"
)
PAGE = "https://arbetsformedlingen.se/platsbanken/annonser/"
LONGEST = 160
_LONGEST_ID = 64
_SERVICE_ZONE = ZoneInfo("Europe/Stockholm")
_OWN_PAGE = re.compile(r"https://([a-z0-9-]+\.)*arbetsformedlingen\.se/[\w./?=&%~:+-]*", re.ASCII)


@dataclass(frozen=True)
class Advert:
    """One vacancy. Words are "" when the employer left them out."""

    id: str
    headline: str
    employer: str
    place: str
    place_id: str
    last_day: date | None
    posts: int | None
    url: str
    languages: tuple[str, ...]
    coordinates: tuple[float, float] | None
    group: str


@dataclass(frozen=True)
class Found:
    """How many adverts there are in all, and those that were asked for."""

    total: int
    adverts: tuple[Advert, ...]


def read(reply: object) -> Found:
    """What the JSON of /search holds; a hit without id or headline is left out.

    Raises: JobServiceError, when it is no such reply.
    """
    total = _count(_inside(reply, "total", "value"), least=0)
    hits = _inside(reply, "hits")
    if total is None or not isinstance(hits, list):
        raise JobServiceError("broken reply")
    adverts = (_advert(hit) for hit in hits)
    return Found(total, tuple(advert for advert in adverts if advert))


def _advert(hit: object) -> Advert | None:
    identity = _identity(_inside(hit, "id"))
    headline = _words(_inside(hit, "headline"))
    if not identity or not headline:
        return None
    return Advert(
        id=identity,
        headline=headline,
        employer=_words(_inside(hit, "employer", "name")),
        place=_place(_inside(hit, "workplace_address")),
        place_id=_words(_inside(hit, "workplace_address", "municipality_concept_id")),
        last_day=_day(_inside(hit, "application_deadline")),
        posts=_count(_inside(hit, "number_of_vacancies"), least=1),
        url=_url(_inside(hit, "webpage_url"), identity),
        languages=_labels(_inside(hit, "must_have", "languages")),
        coordinates=_coordinates(_inside(hit, "workplace_address", "coordinates")),
        group=_words(_inside(hit, "occupation_group", "concept_id")),
    )


def _inside(value: object, *path: str) -> object:
    """The value at the end of the path, or None where the path breaks off."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _words(value: object) -> str:
    """Printable text on one line, at most LONGEST characters; "" for anything else."""
    if not isinstance(value, str):
        return ""
    printable = "".join(c for c in value if c.isprintable() or c.isspace())
    line = " ".join(printable.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _identity(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 < value < 10**_LONGEST_ID else ""
    words = _words(value)
    return words if len(words) <= _LONGEST_ID else ""


def _place(address: object) -> str:
    """The municipality; without one, the county or the country, which is then all that is known."""
    names = (_words(_inside(address, key)) for key in ("municipality", "region", "country"))
    return next((name for name in names if name), "")


def _day(value: object) -> date | None:
    """The day in Sweden: times come local and without a zone."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return moment.astimezone(_SERVICE_ZONE).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def _count(value: object, least: int) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and value >= least else None


def _url(value: object, identity: str) -> str:
    if isinstance(value, str) and _OWN_PAGE.fullmatch(value):
        return value
    return PAGE + quote(identity, safe="")


def _labels(concepts: object) -> tuple[str, ...]:
    if not isinstance(concepts, list):
        return ()
    labels = (_words(_inside(concept, "label")) for concept in concepts)
    return tuple(label for label in labels if label)


def _coordinates(value: object) -> tuple[float, float] | None:
    """Latitude and longitude: the service has them the other way round."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    lon, lat = value
    if not (_within(lat, 90) and _within(lon, 180)):
        return None
    return float(lat), float(lon)


def _within(value: object, most: int) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isinstance(value, int | float) and -most <= value <= most

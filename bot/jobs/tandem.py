"""Places where two people both find work, ranked. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.jobs.adverts import Advert

COMMUTE_KM = 60
"""Road distance up to which two places count as one for two people who live together."""
_EARTH_KM = 6371.0

Adverts = Mapping[str, Sequence[Advert]]
"""Adverts by the slug of their municipality, newest first."""


@dataclass(frozen=True)
class Chance:
    """Work for both: in one place, or in two that are `km` apart by road.

    `mine` and `partners` are the adverts there, newest first, neither empty.
    """

    place: str
    partner_place: str
    mine: Sequence[Advert]
    partners: Sequence[Advert]
    km: int = 0

    @property
    def is_pair(self) -> bool:
        """Whether the two would work in different municipalities."""
        return self.place != self.partner_place


def by_place(adverts: Iterable[Advert], slugs: Mapping[str, str]) -> dict[str, list[Advert]]:
    """The adverts by place; `slugs` are the places that count, by the service's concept id."""
    found: dict[str, list[Advert]] = {}
    for advert in adverts:
        if advert.place_id in slugs:
            found.setdefault(slugs[advert.place_id], []).append(advert)
    return found


def ranked(
    mine: Adverts,
    partners: Adverts,
    distances: Mapping[tuple[str, str], int],
    near: Sequence[str] = (),
) -> list[Chance]:
    """Every place and pair of places with work for both, best first.

    Places of `near` come first; then one place before two, then where the rarer of the two
    occupations has most adverts. `distances` are kilometres by road, by slugs in either order.
    """
    chances = [Chance(p, p, mine[p], partners[p]) for p in mine if p in partners]
    for one in mine:
        for other in partners:
            km = distances.get((one, other), distances.get((other, one)))
            both_at_one = (one in partners) or (other in mine)
            if one != other and km is not None and km <= COMMUTE_KM and not both_at_one:
                chances.append(Chance(one, other, mine[one], partners[other], km))
    return sorted(chances, key=lambda chance: _order(chance, near))


def crow_km(one: Advert, other: Advert) -> int | None:
    """Kilometres as the crow flies between two workplaces; None when a place is not known."""
    if one.coordinates is None or other.coordinates is None:
        return None
    lat, lon = map(math.radians, one.coordinates)
    lat2, lon2 = map(math.radians, other.coordinates)
    across = (
        math.sin((lat2 - lat) / 2) ** 2
        + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    )
    return round(2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, across))))


def _order(chance: Chance, near: Sequence[str]) -> tuple[bool, bool, int, int, str]:
    counts = len(chance.mine), len(chance.partners)
    is_near = chance.place in near or chance.partner_place in near
    return (not is_near, chance.is_pair, -min(counts), -sum(counts), chance.place)

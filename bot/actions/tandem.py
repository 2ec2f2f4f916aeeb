"""`jobs.tandem`: places where two people both find work. One question at a time, in any order."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from bot.actions.heard import EVERYWHERE, INTERRUPTED, MORE, SKIP, Heard, card_changed
from bot.actions.shown import listing, platsbanken_source, where
from bot.actions.vacancies import Search, query
from bot.content.model import Municipality
from bot.content.topical import about_topic
from bot.content.understanding import Button, Reply
from bot.errors import JobServiceError
from bot.jobs.adverts import Advert
from bot.jobs.search import JobSearch
from bot.jobs.tandem import Chance, by_place, crow_km, ranked
from bot.plan.card import Card

TOPIC = "jobs.tandem"
MINE, PARTNER, WHERE = "tandem.mine", "tandem.partner", "tandem.where"
QUESTIONS = (MINE, PARTNER, WHERE)
_PAGE, _PAGES = 100, 3
"""Adverts in one request, and requests at most, for each of the two occupations."""
_PAGING_S = 3.0
"""Seconds after which no further page is asked for: an answer comes within 8."""
_SHOWN = 3
"""Places in one answer."""


@dataclass(frozen=True)
class Where:
    """Where the two want to live: slugs, or anywhere in the north; neither when not asked yet.

    `offset` is how many of the ranked places were shown before.
    """

    places: tuple[str, ...] = ()
    anywhere: bool = False
    offset: int = 0


def about_tandem(heard: Heard, jobs: JobSearch) -> Reply:
    """Places with work for both, or the next question that is open."""
    card = with_unsaid(heard, with_occupations(heard))
    there = _where(heard)
    asks = (
        (MINE, card.me.occupation),
        (PARTNER, card.partner.occupation),
        (WHERE, there.places or there.anywhere),
    )
    question = next((name for name, known in asks if not known), None)
    if question:
        return _ask(heard, card, there, question)
    try:
        mine, partners = _adverts(heard, card, jobs)
    except JobServiceError:
        return _down(heard, card, there)
    ranking = ranked(mine, partners, _distances(heard.content.municipalities), there.places)
    shown = ranking[there.offset : there.offset + _SHOWN]
    chances = shown or ranking[:_SHOWN]
    text = _text(heard, card, there, chances, there.offset if shown else 0)
    if jobs.is_sample:
        text = f"{heard.draft.say('jobs.sample')} {text}"
    best = [advert for chance in chances for advert in (chance.mine[0], chance.partners[0])]
    if not chances:
        best = [*_first(mine), *_first(partners)]
    more = len(ranking) > there.offset + _SHOWN and bool(shown)
    return _reply(heard, card, there, text, best, more)


def with_occupations(heard: Heard) -> Card:
    """The card with the occupations that the message names, each given to whose it is."""
    card, named = heard.card, heard.named
    if not named.all:
        return card
    if heard.asked == MINE and not named.partners:
        return card.with_mine(occupation=named.all[0])
    if heard.asked == PARTNER and not named.mine:
        return card.with_partners(occupation=named.partners or named.all[0])
    if named.mine:
        card = card.with_mine(occupation=named.mine)
    if named.partners:
        card = card.with_partners(occupation=named.partners)
    return card


def with_unsaid(heard: Heard, card: Card) -> Card:
    """In talk about both: the card with occupations of which no word says whose they are.

    Two are the visitor's and the partner's; one is that of who is still missing.
    """
    named = heard.named
    if not named.all or named.mine or named.partners or heard.asked in (MINE, PARTNER):
        return card
    if named.pair and not heard.wording.says("or", heard.text):
        mine, partners = named.pair
        return card.with_mine(occupation=mine).with_partners(occupation=partners)
    if card.me.occupation and card.me.occupation != named.all[0]:
        return card.with_partners(occupation=named.all[0])
    return card.with_mine(occupation=named.all[0])


def _where(heard: Heard) -> Where:
    said, (kind, chosen) = heard.said, heard.choice
    kept = heard.search.get("tandem")
    before = (
        Where(tuple(kept["places"]), kept["anywhere"], kept["offset"])
        if isinstance(kept, Mapping)
        else None
    )
    if before and (kind == MORE or (heard.is_short and _asks_more(heard))):
        return replace(before, offset=before.offset + _SHOWN)
    if kind == EVERYWHERE or heard.wording.is_just("anywhere", heard.text) or said.areas:
        return Where(anywhere=True)
    if heard.asked == WHERE and (kind == SKIP or heard.wording.is_just(SKIP, heard.text)):
        return Where(anywhere=True)
    if kind == "place":
        return Where((chosen,))
    if said.places:
        return Where(said.places)
    if before:
        return replace(before, offset=0)
    here = said.municipality if said.municipality in heard.content.municipalities else None
    return Where((here,) if here else ())


def _ask(heard: Heard, card: Card, there: Where, question: str) -> Reply:
    draft = heard.draft
    text = draft.say(f"{question}_ask")
    unclear = heard.asked == question and not heard.said.pressed and card == heard.card
    if unclear:
        text = f"{draft.say('plan.not_understood')}\n\n{text}"
    elif not heard.asked and not (card.me.occupation or card.partner.occupation):
        first = about_topic(
            replace(draft, said=replace(draft.said, topic=TOPIC, place_asked=True)),
            TOPIC,
        )
        text = f"{first.text}\n\n{text}"
    buttons: tuple[Button, ...] = ()
    if question == WHERE:
        buttons = (heard.button(TOPIC, "jobs.everywhere_button", EVERYWHERE),)
    return draft.make(
        text,
        topic=TOPIC,
        buttons=buttons,
        card=card_changed(heard.card, card),
        remember=draft.remembering(
            topic=TOPIC,
            asked=question + (INTERRUPTED if unclear else ""),
            search=_kept(heard, there),
        ),
    )


def _adverts(
    heard: Heard, card: Card, jobs: JobSearch
) -> tuple[dict[str, list[Advert]], dict[str, list[Advert]]]:
    """The newest adverts for each of the two by place, asked for at the same time."""
    slugs = {p.concept_id: p.slug for p in heard.content.municipalities.values()}
    occupations = (card.me.occupation, card.partner.occupation)
    with ThreadPoolExecutor(len(occupations)) as pool:
        found = list(pool.map(lambda name: _newest(heard, name, jobs), occupations))
    return by_place(found[0], slugs), by_place(found[1], slugs)


def _newest(heard: Heard, occupation: str, jobs: JobSearch) -> list[Advert]:
    everywhere = tuple(heard.content.municipalities)
    adverts: list[Advert] = []
    begun = time.monotonic()
    for page in range(_PAGES):
        search = Search(occupation, everywhere, offset=page * _PAGE)
        found = jobs.find(query(heard, occupation, search, _PAGE))
        adverts += found.adverts
        enough = len(adverts) >= found.total or not found.adverts
        if enough or time.monotonic() - begun > _PAGING_S:
            break
    return adverts


def _asks_more(heard: Heard) -> bool:
    return not heard.named.all and heard.wording.is_just(MORE, heard.text)


def _text(heard: Heard, card: Card, there: Where, chances: Sequence[Chance], offset: int) -> str:
    say = heard.draft.say
    names = {
        "mine": heard.label(card.me.occupation),
        "partner": heard.label(card.partner.occupation),
    }
    if not chances:
        return f"{say('tandem.none', **names)}\n\n{say('tandem.correct')}"
    first = say("tandem.found", **names)
    if there.places and not {chances[0].place, chances[0].partner_place} & {*there.places}:
        first = (
            f"{say('tandem.not_there', where=where(heard, Search(places=there.places)))} {first}"
        )
    lines = [
        f"{number}. {_line(heard, chance, names)}"
        for number, chance in enumerate(chances, offset + 1)
    ]
    return "\n\n".join([first, *lines, say("tandem.correct")])


def _line(heard: Heard, chance: Chance, names: Mapping[str, str]) -> str:
    say, content = heard.draft.say, heard.content
    place, other = (content.municipalities[s] for s in (chance.place, chance.partner_place))
    counts = {
        "mine_count": str(len(chance.mine)),
        "partner_count": str(len(chance.partners)),
        "place": place.name,
        "other": other.name,
        "km": str(chance.km),
    }
    key = "tandem.pair" if chance.is_pair else "tandem.place"
    parts = [say(key, **names, **counts)]
    km = crow_km(chance.mine[0], chance.partners[0])
    if km:
        parts.append(say("tandem.apart", km=str(km)))
    elif not chance.is_pair:
        parts.append(say("tandem.same"))
    facts = content.facts(chance.place, heard.today)
    if "housing_company" in facts:
        parts.append(say("tandem.housing", company=facts["housing_company"]))
    if "site" in facts:
        parts.append(say("tandem.schools", site=facts["site"]))
    return " ".join(parts)


def _reply(
    heard: Heard,
    card: Card,
    there: Where,
    text: str,
    adverts: Iterable[Advert] = (),
    more: bool = False,
) -> Reply:
    draft = heard.draft
    occupations = (card.me.occupation, card.partner.occupation)
    sources = [
        platsbanken_source(heard, (name,), there.places) for name in dict.fromkeys(occupations)
    ]
    return draft.make(
        text,
        topic=TOPIC,
        listings=tuple(listing(heard, advert) for advert in adverts),
        sources=tuple(sources),
        buttons=(
            *((heard.button(TOPIC, "jobs.more", MORE),) if more else ()),
            *draft.topics(("service.move_plan", "housing.queue")),
        ),
        card=card_changed(heard.card, card),
        remember=draft.remembering(topic=TOPIC, asked=None, search=_kept(heard, there)),
    )


def _down(heard: Heard, card: Card, there: Where) -> Reply:
    return _reply(heard, card, there, heard.draft.say("jobs.down"))


def _kept(heard: Heard, there: Where) -> dict[str, object]:
    kept = {**vars(there), "places": list(there.places)}
    known = there.places or there.anywhere
    return {**heard.search, **({"tandem": kept} if known else {})}


def _distances(places: Mapping[str, Municipality]) -> dict[tuple[str, str], int]:
    return {
        (place.slug, other): km
        for place in places.values()
        for other, km in place.distances.items()
    }


def _first(adverts: Mapping[str, list[Advert]]) -> list[Advert]:
    """The newest adverts of any place."""
    return [advert for found in adverts.values() for advert in found[:1]][:2]

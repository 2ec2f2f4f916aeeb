"""`jobs.search`: adverts for an occupation in a place, and what people say to narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions.heard import EVERYWHERE, INTERRUPTED, MORE, Heard, card_changed
from bot.actions.shown import listing, platsbanken_source, where
from bot.content.draft import Draft
from bot.content.topical import about_topic
from bot.content.understanding import Button, Reply
from bot.errors import JobServiceError
from bot.jobs.adverts import Advert, Found
from bot.jobs.search import JobSearch, Query
from bot.plan.card import Card

TOPIC = "jobs.search"
TANDEM = "jobs.tandem"
ASKED_OCCUPATION = "jobs.occupation"
A_PAGE = 5
"""Adverts in one answer."""
NORTH = ("norrbotten", "vasterbotten")
"""The areas that are searched while no place is named."""


@dataclass(frozen=True)
class Search:
    """What is looked for: an occupation, in municipalities, else in areas; `offset` adverts on."""

    occupation: str = ""
    places: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    offset: int = 0

    def slot(self) -> dict[str, object]:
        """As it is remembered between two messages."""
        return {**vars(self), "places": list(self.places), "areas": list(self.areas)}


def remembered(heard: Heard) -> Search:
    """What was searched for last."""
    kept = heard.search
    return Search(
        str(kept.get("occupation") or ""),
        tuple(map(str, _list(kept.get("places")))),
        tuple(map(str, _list(kept.get("areas")))),
        int(str(kept.get("offset") or 0)),
    )


def refined(heard: Heard) -> Search:
    """The search that the message asks for: what it names anew, the rest as it was before."""
    before = remembered(heard)
    said, (kind, chosen) = heard.said, heard.choice
    asks_more = kind == MORE or (not heard.named.all and heard.wording.is_just("more", heard.text))
    if asks_more and before.occupation:
        return replace(before, offset=before.offset + A_PAGE)
    named = heard.named.mine or next(iter(heard.named.all), "")
    occupation = named or before.occupation or heard.card.me.occupation
    if kind == EVERYWHERE or heard.wording.is_just("anywhere", heard.text):
        return Search(occupation)
    if kind == "place":
        return Search(occupation, (chosen,))
    if said.places or said.areas:
        return Search(occupation, said.places, said.areas if not said.places else ())
    if before.occupation or before.places or before.areas:
        return replace(before, occupation=occupation, offset=0)
    here = said.municipality if said.municipality in heard.content.municipalities else None
    return Search(occupation, (here,) if here else ())


def about_vacancies(heard: Heard, jobs: JobSearch) -> Reply:
    """Adverts for what the message asks; asks for the occupation while none is known."""
    wanted = refined(heard)
    draft = heard.draft
    if not wanted.occupation:
        return _ask_occupation(heard)
    card = heard.card
    if not card.me.occupation and wanted.occupation != card.partner.occupation:
        card = card.with_mine(occupation=wanted.occupation)
    try:
        found, widened = _found(heard, wanted, jobs)
    except JobServiceError:
        return _answer(heard, draft, card, wanted, text=draft.say("jobs.down"))
    text = _text(heard, wanted, found, widened)
    more = found.total > wanted.offset + len(found.adverts)
    wanted = replace(wanted, places=(), areas=()) if widened else wanted
    if jobs.is_sample:
        text = f"{draft.say('jobs.sample')} {text}"
    return _answer(heard, draft, card, wanted, text=text, adverts=found.adverts, more=more)


def query(heard: Heard, occupation: str, search: Search, limit: int = A_PAGE) -> Query:
    """The question to the job service: the municipalities, or else the areas, never both."""
    content = heard.content
    groups = tuple(content.occupations[occupation].groups.values())
    places = (content.municipality(slug) for slug in search.places)
    municipalities = tuple(place.concept_id for place in places if place and place.concept_id)
    if municipalities:
        return Query(groups, municipalities=municipalities, offset=search.offset, limit=limit)
    areas = [content.areas[name] for name in search.areas or NORTH if name in content.areas]
    regions = tuple(area.region for area in areas if area.region)
    if not regions and areas:
        inside = [content.municipality(slug) for area in areas for slug in area.places]
        ids = tuple(place.concept_id for place in inside if place)
        return Query(groups, municipalities=ids, offset=search.offset, limit=limit)
    return Query(groups, regions=regions, offset=search.offset, limit=limit)


def _found(heard: Heard, wanted: Search, jobs: JobSearch) -> tuple[Found, bool]:
    """What there is, and whether it is from a wider area as the place has nothing."""
    found = jobs.find(query(heard, wanted.occupation, wanted))
    if found.total or wanted.offset or not wanted.places:
        return found, False
    wider = jobs.find(query(heard, wanted.occupation, Search(wanted.occupation)))
    return wider, bool(wider.total)


def _text(heard: Heard, wanted: Search, found: Found, widened: bool) -> str:
    say = heard.draft.say
    what = {"occupation": heard.label(wanted.occupation), "where": where(heard, wanted)}
    count, shown = str(found.total), len(found.adverts)
    if widened:
        return (
            f"{say('jobs.none', **what)} {say('jobs.widened', count=count)}{_hints(heard, wanted)}"
        )
    if not found.total:
        return say("jobs.none", **what)
    if not shown:
        return say("jobs.no_more")
    if wanted.offset:
        span = {"from": str(wanted.offset + 1), "to": str(wanted.offset + shown), "count": count}
        return say("jobs.page", **span)
    key = "jobs.found_all" if shown == found.total else "jobs.found"
    return f"{say(key, **what, count=count)}{_hints(heard, wanted)}"


def _hints(heard: Heard, wanted: Search) -> str:
    """How to go on, and the Swedish word; said once in a search for one occupation."""
    if remembered(heard).occupation == wanted.occupation:
        return ""
    say, occupation = heard.draft.say, heard.content.occupations[wanted.occupation]
    hints = [say("jobs.refine")]
    if heard.said.language != "sv":
        hints.insert(0, say("jobs.in_swedish", swedish=occupation.label["sv"]))
    return "\n\n" + " ".join(hints)


def _answer(
    heard: Heard,
    draft: Draft,
    card: Card,
    wanted: Search,
    *,
    text: str,
    adverts: Sequence[Advert] = (),
    more: bool = False,
) -> Reply:
    return draft.make(
        text,
        topic=TOPIC,
        listings=tuple(listing(heard, advert) for advert in adverts),
        sources=(platsbanken_source(heard, (wanted.occupation,), wanted.places),),
        buttons=_buttons(heard, wanted, more),
        card=card_changed(heard.card, card),
        remember=draft.remembering(
            topic=TOPIC, search={**heard.search, **wanted.slot()}, asked=None
        ),
    )


def _buttons(heard: Heard, wanted: Search, more: bool) -> tuple[Button, ...]:
    buttons = [heard.button(TOPIC, "jobs.more", MORE)] if more else []
    if wanted.places or wanted.areas:
        buttons.append(heard.button(TOPIC, "jobs.everywhere_button", EVERYWHERE))
    if not heard.card.partner.occupation and heard.card.adults != 1:
        buttons.append(heard.button(TANDEM, "jobs.two", "begin"))
    return (*buttons, *heard.draft.topics(("service.move_plan",)))


def _ask_occupation(heard: Heard) -> Reply:
    draft = heard.draft
    if heard.asked == ASKED_OCCUPATION:
        return draft.make(
            draft.say("jobs.occupation_unknown"),
            topic=TOPIC,
            sources=(platsbanken_source(heard, (), ()),),
            buttons=draft.lots,
            remember=draft.remembering(topic=TOPIC, asked=ASKED_OCCUPATION + INTERRUPTED),
        )
    reply = about_topic(replace(draft, said=replace(draft.said, place_asked=True)), TOPIC)
    text = f"{reply.text}\n\n{draft.say('jobs.occupation_ask')}"
    places = {"places": list(heard.said.places), "areas": list(heard.said.areas)}
    search = {**heard.search, **places}
    remember = {**reply.remember, "asked": ASKED_OCCUPATION, "search": search}
    return replace(reply, text=text, remember=remember)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()

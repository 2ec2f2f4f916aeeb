"""Replies to a question of fact: the answer, what holds in a place, what holds for an origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from bot.content.answering import Part, answer_text, local_part, origin_part
from bot.content.choices import origin_buttons, others, place_buttons, ways_out
from bot.content.draft import Draft
from bot.content.lists import UNCHECKED
from bot.content.model import Source
from bot.content.understanding import Reply

_COMPARED = "living.about_place"
"""The topic in which places are compared as such; nothing general is said then."""
MOST_COMPARED = 3
"""Places in one answer."""


def about_topic(draft: Draft, topic: str) -> Reply:
    """The answer to a topic, with what is known for the visitor's origin and place."""
    content, said = draft.content, draft.said
    if not content.answered(topic):
        return draft.make(
            draft.say("assistant.not_yet"), buttons=draft.lots, remember=draft.remembering()
        )
    answer = content.answers[topic]
    text, sources = answer_text(answer, said.language)
    remember = draft.remembering(others=others(said))
    origin = origin_part(answer, said.origin, said.language)
    if origin:
        text, sources = f"{text}\n\n{origin.text}", (*sources, *origin.sources)
    about = content.topics.get(topic)
    if about is not None and about.local:
        local = about_places(draft, topic) if len(said.places) > 1 else about_place(draft, topic)
        if local is not None and topic == _COMPARED and len(said.places) > 1:
            text, sources = local.text, local.sources
        elif local is not None:
            text, sources = f"{text}\n\n{local.text}", (*sources, *local.sources)
        elif said.municipality is not None:
            if said.place_named:
                text = f"{text}\n\n{draft.say('assistant.place_unknown')}"
        elif said.doubtful:
            text = f"{text}\n\n{draft.say('assistant.place_doubt')}"
            return draft.make(
                text,
                sources=once(sources),
                buttons=place_buttons(content, topic, said.doubtful),
                remember=remember,
            )
        elif not said.place_asked:
            text = f"{text}\n\n{draft.say('assistant.place_ask')}"
            remember["place_asked"] = True
    return draft.make(
        text,
        sources=once(sources),
        buttons=(*draft.topics(answer.follow_ups), *ways_out(content, said)),
        remember=remember,
    )


def about_place(draft: Draft, topic: str) -> Part | None:
    """What is said of the visitor's place in an answer; None when there is no file for it."""
    place = draft.content.municipality(draft.said.municipality)
    if place is None:
        return None
    answer = draft.content.answers[topic]
    part = local_part(draft.content, answer, place, draft.said.language, draft.today)
    if part is not None:
        return part
    site = place.facts.get("site")
    found = (Source(site.value, site.url, site.checked or UNCHECKED),) if site and site.url else ()
    return Part(draft.say("assistant.place_missing", place=place.name), found)


def about_places(draft: Draft, topic: str) -> Part:
    """What is said of each of the places that the message names, side by side."""
    content, slugs = draft.content, draft.said.places[:MOST_COMPARED]
    texts: list[str] = []
    sources: list[Source] = []
    for slug in slugs:
        one = replace(draft, said=replace(draft.said, municipality=slug))
        part = about_place(one, topic)
        if part is not None:
            texts.append(f"{content.municipalities[slug].name}: {part.text}")
            sources += part.sources
    texts += _between(draft, slugs) if topic == _COMPARED else []
    return Part("\n\n".join(texts), tuple(sources))


def _between(draft: Draft, slugs: Sequence[str]) -> list[str]:
    """How far the places are from each other, as far as it is known."""
    places = [draft.content.municipalities[slug] for slug in slugs]
    found = []
    for one, other in combinations(places, 2):
        km = one.distances.get(other.slug) or other.distances.get(one.slug)
        if km:
            values = {"place": one.name, "other": other.name, "km": str(km)}
            found.append(draft.say("assistant.place_between", **values))
    return found


def which_origin(draft: Draft) -> Reply:
    """Asks where the visitor comes from; the buttons go on with the topic."""
    buttons = origin_buttons(draft.content, draft.said.topic or "", draft.said.language)
    return draft.make(
        draft.say("assistant.origin_ask"), buttons=buttons, remember=draft.remembering()
    )


def about_origin(draft: Draft) -> Reply:
    """What holds for the visitor's origin in the topic that the button names, or the one before."""
    said = draft.said
    topic = said.topic if said.pressed else said.last_topic
    answer = draft.content.answers.get(topic or "")
    understood: dict[str, object] = {"lost_count": 0}
    if answer is None or not answer.origins:
        return draft.make(draft.say("assistant.origin_set"), remember=understood)
    part = origin_part(answer, said.origin, said.language)
    if part is None:
        missing = draft.say("assistant.origin_missing")
        return draft.make(missing, topic=topic, buttons=draft.lots, remember=understood)
    return draft.make(
        part.text,
        topic=topic,
        sources=part.sources,
        buttons=draft.topics(answer.follow_ups),
        remember={**understood, "topic": topic},
    )


def once(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources without a page that stands there twice."""
    return tuple({source.url: source for source in reversed(sources)}.values())[::-1]

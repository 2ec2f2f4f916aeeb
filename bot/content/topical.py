"""Replies to a question of fact: the answer, what holds in a place, what holds for an origin."""

from __future__ import annotations

from bot.content.answering import Part, answer_text, local_part, origin_part
from bot.content.choices import origin_buttons, others, ways_out
from bot.content.draft import Draft
from bot.content.load import UNCHECKED
from bot.content.model import Source
from bot.content.understanding import Reply


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
        local = about_place(draft, topic)
        if local is not None:
            text, sources = f"{text}\n\n{local.text}", (*sources, *local.sources)
        elif said.municipality is not None:
            if said.place_named:
                text = f"{text}\n\n{draft.say('assistant.place_unknown')}"
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

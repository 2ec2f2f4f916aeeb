"""Which live topic a message belongs to: what it asks, what it answers, what it goes on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.actions import planning, tandem, vacancies
from bot.actions.heard import GO_ON, INTERRUPTED, SKIP, Heard
from bot.content.fold import words
from bot.content.model import MOVE
from bot.content.reply import replies as plain_replies
from bot.content.reply import reply as plain_reply
from bot.content.understanding import SURE, Reply, Understanding
from bot.jobs.search import JobSearch

LIVE = (vacancies.TOPIC, tandem.TOPIC, planning.TOPIC)
_HUMAN, _CRISIS = MOVE + "human", MOVE + "crisis"
_NEVER_AN_ANSWER = {
    MOVE + name for name in ("crisis", "human", "forget_me", "change_language", "bot_challenge")
}
"""Moves that count whatever was asked, unless the message is a plain answer to it."""
_PLAIN_CRY = 0.8
"""From this confidence on a cry for help is one, even where the message could be an answer."""
_LIGHT = {MOVE + name for name in ("greet", "thank", "affirm", "out_of_scope", "set_municipality")}
"""Moves that a message with an occupation may be taken for: "Hello, I am an engineer …"."""
_LONG_QUESTION, _PLAIN_CONFIDENCE = 8, 0.9
_RANKED = 3
"""How many of the likeliest topics a vague message may mean."""


def replies(heard: Heard, jobs: JobSearch) -> tuple[Reply, ...]:
    """What the assistant answers, live topics included."""
    live = _live(heard)
    if live is not None:
        return (_finished(heard, _ANSWERS[live](heard, jobs)),)
    if heard.asked and _wants(heard, "stop"):
        draft = heard.draft
        stopped = draft.make(draft.say("plan.stopped"), remember=draft.remembering(asked=None))
        return (_finished(heard, stopped),)

    def one(said: Understanding) -> Reply:
        if said.band == SURE and said.topic in LIVE:
            return _finished(heard, _ANSWERS[said.topic](replace(heard, said=said), jobs))
        return plain_reply(heard.content, said, heard.today)

    found = plain_replies(heard.content, heard.said, heard.today, one)
    return (*found[:-1], _with_way_back(heard, found[-1]))


def _live(heard: Heard) -> str | None:
    """The live topic that the message is about, though it may not ask for it in words."""
    said = heard.said
    sure = said.topic if said.band == SURE else None
    if said.foreign or sure == _HUMAN or (sure == _CRISIS and said.confidence >= _PLAIN_CRY):
        return None
    if said.pressed:
        return sure if sure in LIVE and heard.choice[0] else None
    if _answers_question(heard):
        return _asker(heard.asked)
    if said.last_topic in (vacancies.TOPIC, tandem.TOPIC) and _wants(heard, "more"):
        return said.last_topic
    if sure in _NEVER_AN_ANSWER:
        return None
    if _is_unclear_answer(heard):
        return _asker(heard.asked)
    if _is_question_of_fact(heard):
        return None
    if heard.named.mine and heard.named.partners and said.band != SURE:
        return tandem.TOPIC
    if heard.named.partners and _in_jobs(heard):
        return tandem.TOPIC if said.last_topic != planning.TOPIC else planning.TOPIC
    if said.last_topic == vacancies.TOPIC and _narrows(heard):
        return vacancies.TOPIC
    searches_anew = sure == vacancies.TOPIC and heard.named.all
    if said.last_topic == tandem.TOPIC and _narrows(heard) and not searches_anew:
        return tandem.TOPIC
    if _corrects_plan(heard):
        return planning.TOPIC
    likely = [topic for topic, _ in said.ranking[:_RANKED]]
    if sure is None and heard.named.all and vacancies.TOPIC in likely:
        return vacancies.TOPIC
    if sure in _LIGHT and heard.named.all and (said.places or said.areas):
        return vacancies.TOPIC
    return None


def _answers_question(heard: Heard) -> bool:
    """Whether the message is an answer to the question that the assistant put."""
    asked = heard.asked
    if not asked or _is_question_of_fact(heard) or _wants(heard, "stop"):
        return False
    if heard.said.topic in _NEVER_AN_ANSWER and heard.said.band == SURE and not heard.is_short:
        return False
    if asked.startswith("plan."):
        # Another fact of the family is welcome as well; what was asked is asked again then.
        return planning.answered(heard) is not None or planning.absorbed(heard) != heard.card
    if asked == tandem.WHERE:
        said = heard.said
        anywhere = _wants(heard, "anywhere") or _wants(heard, SKIP)
        return bool(said.places or said.areas or anywhere or heard.named.all)
    return bool(heard.named.all) or (
        asked == vacancies.ASKED_OCCUPATION and heard.said.band != SURE
    )


def _is_unclear_answer(heard: Heard) -> bool:
    """Whether it is best to ask the same again, once: no answer, and nothing else either."""
    vague = heard.said.band != SURE or (heard.said.topic or "").startswith(MOVE)
    stops = _wants(heard, "stop")
    return (
        bool(heard.asked)
        and not heard.interrupted
        and vague
        and not stops
        and "?" not in heard.text
    )


def _is_question_of_fact(heard: Heard) -> bool:
    """Whether the message surely asks for another topic, so that it is no answer to ours."""
    said, topic = heard.said, heard.said.topic or ""
    if said.band != SURE or topic in LIVE or topic.startswith(MOVE):
        return False
    long = len(words(heard.text)) > _LONG_QUESTION and said.confidence >= _PLAIN_CONFIDENCE
    return "?" in heard.text or long


def _in_jobs(heard: Heard) -> bool:
    said = heard.said
    asks = said.band == SURE and said.topic in (vacancies.TOPIC, tandem.TOPIC)
    return asks or said.last_topic in LIVE


def _narrows(heard: Heard) -> bool:
    """Whether a short message says more of the search before: an occupation, a place, "more"."""
    said = heard.said
    about_other = said.band == SURE and (said.topic or "").partition(".")[0] not in (
        "jobs",
        "conversation",
    )
    names = heard.named.all or said.places or said.areas
    says_more = _wants(heard, "more") or _wants(heard, "anywhere")
    return bool(heard.is_short and (says_more or (names and not about_other)))


def _corrects_plan(heard: Heard) -> bool:
    """Whether the message, after a plan was made or begun, tells another fact of the family."""
    if heard.said.last_topic != planning.TOPIC or heard.asked:
        return False
    other_place = bool(heard.said.places) and heard.is_short
    return other_place or planning.absorbed(heard) != heard.card


def _asker(asked: str) -> str:
    area = asked.partition(".")[0]
    return {"plan": planning.TOPIC, "tandem": tandem.TOPIC}.get(area, vacancies.TOPIC)


def _wants(heard: Heard, what: str) -> bool:
    return heard.wording.is_just(what, heard.text)


def _with_way_back(heard: Heard, reply: Reply) -> Reply:
    """A plain answer in the middle of our questions: with a button that goes on with them."""
    if not heard.asked:
        return reply
    topic = _asker(heard.asked)
    phrase = "plan.go_on" if topic == planning.TOPIC else "jobs.two"
    if topic == vacancies.TOPIC or reply.handover:
        return replace(reply, remember={**reply.remember, "asked": None})
    button = heard.button(topic, phrase, GO_ON, quiet=True)
    # The question stays open for one more message: people come back to it by themselves.
    asked = None if heard.interrupted else heard.asked + INTERRUPTED
    remember = {**reply.remember, "asked": asked}
    return replace(reply, buttons=(*reply.buttons, button), remember=remember)


def _finished(heard: Heard, reply: Reply) -> Reply:
    """What every reply carries besides its words."""
    said, (kind, chosen) = heard.said, heard.choice
    slug = chosen if kind == "place" else said.municipality
    known = slug if slug in heard.content.municipalities else None
    remember: dict[str, object] = {"others": None, **reply.remember}
    if kind == "place":
        remember["municipality"] = chosen
    if said.origin:
        remember["origin"] = said.origin
    return replace(reply, municipality=known, understood=said.ranking[:3], remember=remember)


_ANSWERS: dict[str, Callable[[Heard, JobSearch], Reply]] = {
    vacancies.TOPIC: vacancies.about_vacancies,
    tandem.TOPIC: tandem.about_tandem,
    planning.TOPIC: lambda heard, jobs: planning.about_plan(heard),
}

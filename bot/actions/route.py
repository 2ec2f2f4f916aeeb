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
_FEW = 3
"""Words in the longest message that says one thing only."""
_RANKED = 3
"""How many of the likeliest topics a vague message may mean."""


def replies(heard: Heard, jobs: JobSearch) -> tuple[Reply, ...]:
    """What the assistant answers, live topics included."""
    live = _live(heard)
    if live is not None:
        return (_finished(heard, _ANSWERS[live](heard, jobs)),)
    if heard.asked and _wants(heard, "stop") and not _is_question_of_fact(heard):
        draft = heard.draft
        stopped = draft.make(draft.say("plan.stopped"), remember=draft.remembering(asked=None))
        return (_finished(heard, stopped),)

    def one(said: Understanding) -> Reply:
        if said.band == SURE and said.topic in LIVE:
            return _finished(heard, _ANSWERS[said.topic](replace(heard, said=said), jobs))
        return plain_reply(heard.content, said, heard.today)

    said = heard.said
    if said.second and said.topic in LIVE and said.second[0] in LIVE:
        # Each puts questions of its own: one at a time.
        said = replace(said, second=None)
    found = plain_replies(heard.content, said, heard.today, one)
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
    if _is_question_of_fact(heard):
        return None
    if said.last_topic in (vacancies.TOPIC, tandem.TOPIC) and _wants(heard, "more"):
        return said.last_topic
    if sure in _NEVER_AN_ANSWER:
        return None
    return _asker(heard.asked) if _is_unclear_answer(heard) else _goes_on(heard)


def _goes_on(heard: Heard) -> str | None:
    """The live topic that a message goes on with, by the occupations and places it names."""
    said, named = heard.said, heard.named
    sure = said.topic if said.band == SURE else None
    if ((named.mine and named.partners) or named.pair) and sure is None:
        return tandem.TOPIC
    if named.partners and _in_jobs(heard):
        return tandem.TOPIC if said.last_topic != planning.TOPIC else planning.TOPIC
    if said.last_topic == vacancies.TOPIC and _narrows(heard):
        return vacancies.TOPIC
    searches_anew = sure == vacancies.TOPIC and named.all
    if said.last_topic == tandem.TOPIC and _narrows(heard) and not searches_anew:
        return tandem.TOPIC
    if _corrects_plan(heard):
        return planning.TOPIC
    likely = [topic for topic, _ in said.ranking[:_RANKED]]
    may_search = sure is None and vacancies.TOPIC in likely
    greets = sure in _LIGHT and bool(said.places or said.areas)
    return vacancies.TOPIC if named.all and (may_search or greets) else None


def _answers_question(heard: Heard) -> bool:
    """Whether the message is an answer to the question that the assistant put."""
    asked, said = heard.asked, heard.said
    if not asked or _is_question_of_fact(heard) or _wants(heard, "stop"):
        return False
    if _may_be_a_cry(heard) or (_is_another_move(heard) and not heard.is_short):
        return False
    if asked.startswith("plan."):
        # Another fact of the family is welcome as well; what was asked is asked again then.
        tells = _is_vague(heard) and planning.absorbed(heard) != heard.card
        return planning.answered(heard) is not None or tells
    if asked == tandem.WHERE:
        anywhere = _wants(heard, "anywhere") or _wants(heard, SKIP)
        return bool(said.places or said.areas or anywhere or heard.named.all)
    if heard.named.all:
        return True
    plain = heard.is_short and "?" not in heard.text and not heard.interrupted
    return asked == vacancies.ASKED_OCCUPATION and said.band != SURE and plain


def _is_vague(heard: Heard) -> bool:
    """Whether the message asks for nothing that is known, or for what we are at already."""
    topic = heard.said.topic or ""
    ours = _asker(heard.asked) if heard.asked else planning.TOPIC
    return heard.said.band != SURE or topic.startswith(MOVE) or topic == ours


def _is_another_move(heard: Heard) -> bool:
    return heard.said.band == SURE and heard.said.topic in _NEVER_AN_ANSWER


def _may_be_a_cry(heard: Heard) -> bool:
    """Whether a message of some words sounds like a cry for help more than like anything else."""
    likely = heard.said.ranking[:1]
    cries = bool(likely) and likely[0][0] == _CRISIS
    return cries and len(words(heard.text)) > _FEW and not heard.named.all and not _origin(heard)


def _origin(heard: Heard) -> bool:
    """Whether a citizenship is asked for and a country named."""
    asks = heard.asked in ("plan.origin", "plan.partner_origin")
    return asks and planning.answered(heard) is not None


def _is_unclear_answer(heard: Heard) -> bool:
    """Whether it is best to ask the same again, once: no answer, and nothing else either."""
    plain = "?" not in heard.text and not _wants(heard, "stop") and not _may_be_a_cry(heard)
    return bool(heard.asked) and not heard.interrupted and _is_vague(heard) and plain


def _is_question_of_fact(heard: Heard) -> bool:
    """Whether the message surely asks for another topic, so that it is no answer to ours."""
    said, topic = heard.said, heard.said.topic or ""
    if said.band != SURE or topic in LIVE or topic.startswith(MOVE):
        return False
    long = len(words(heard.text)) > _LONG_QUESTION and said.confidence >= _PLAIN_CONFIDENCE
    named_beside = _wants(heard, "more") or _wants(heard, "stop")
    return "?" in heard.text or long or (named_beside and len(words(heard.text)) > _FEW)


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
    if not _is_vague(heard):
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
    topic = _asker(heard.asked)
    if not heard.asked or reply.remember.get("asked") or reply.topic == topic:
        return reply
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
    if said.origin and heard.asked != "plan.partner_origin":
        remember["origin"] = said.origin
    return replace(reply, municipality=known, understood=said.ranking[:3], remember=remember)


_ANSWERS: dict[str, Callable[[Heard, JobSearch], Reply]] = {
    vacancies.TOPIC: vacancies.about_vacancies,
    tandem.TOPIC: tandem.about_tandem,
    planning.TOPIC: lambda heard, jobs: planning.about_plan(heard),
}

"""`service.move_plan`: asks for what a plan needs and is not known yet, and makes the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from bot.actions.heard import GO_ON, INTERRUPTED, SKIP, Heard, card_changed
from bot.actions.tandem import with_occupations
from bot.content.model import ORIGINS
from bot.content.origins import country_named
from bot.content.understanding import OTHER_PLACE, Button, Reply
from bot.jobs.occupations import Named
from bot.plan import reading
from bot.plan.card import Card
from bot.plan.known import known
from bot.plan.steps import planned, said

TOPIC = "service.move_plan"
READY = "ready"
_JOB, _HOME = "job", "home"
_SAME = "same"
_BUTTONS = {
    kind: f"plan.{kind}" for kind in ("adults", "origin", "partner_origin", "children", "arranged")
}
"""The question to which a button of that kind belongs."""
_ARRANGED = {
    "job": frozenset({_JOB}),
    "home": frozenset({_HOME}),
    "both": frozenset({_JOB, _HOME}),
    "nothing": frozenset[str](),
}


@dataclass(frozen=True)
class Question:
    """One question of the plan: when it is open, and how an answer changes the card."""

    name: str
    phrase: str
    is_open: Callable[[Card], bool]
    read: Callable[[Heard], Card | None]


def about_plan(heard: Heard) -> Reply:
    """The plan, or the next question that is open."""
    card = answered(heard) or absorbed(heard)
    question = _next(heard, card)
    if question is not None:
        return _ask(heard, card, question)
    return _ready(heard, card)


def answered(heard: Heard) -> Card | None:
    """The card with the answer to the question that was asked; None when it is no answer."""
    question = _question(heard)
    if question is None:
        return None
    read = question.read(heard)
    if read is not None:
        return absorbed(replace(heard, card=read, asked="", named=Named()), question.name)
    if heard.choice[0] == SKIP or heard.wording.is_just(SKIP, heard.text):
        return replace(heard.card, skipped=heard.card.skipped | {question.name})
    return None


def _question(heard: Heard) -> Question | None:
    """The question that is answered: the one whose button was pressed, else the one that is open.

    Buttons of earlier questions stay where they are, and may be pressed later.
    """
    kind, chosen = heard.choice
    name = chosen if kind == SKIP else _BUTTONS.get(kind, heard.asked)
    return next((one for one in QUESTIONS if one.name == name), None)


def absorbed(heard: Heard, answered: str = "") -> Card:
    """The card with all that the message tells by itself; `answered` is the question it answers."""
    card = with_occupations(replace(heard, asked=""))
    if heard.said.pressed:
        return card
    if answered != "plan.partner_origin":
        card = _with_origin(heard, card)
    if answered not in ("plan.children", "plan.date"):
        ages = reading.children(heard.text, heard.wording, asked=False)
        card = card if ages is None else replace(card, children=ages)
    if answered != "plan.adults":
        card = _with_adults(heard, card)
    return _with_plans(heard, card, answered) if _in_plan(heard) else card


def _in_plan(heard: Heard) -> bool:
    return TOPIC in (heard.said.topic, heard.said.last_topic)


def _with_origin(heard: Heard, card: Card) -> Card:
    """With the visitor's origin: said now, or known from before when the card has none."""
    said = heard.said
    if said.origin and (said.origin_named or not card.me.origin):
        return card.with_mine(origin=said.origin)
    return card


def _with_adults(heard: Heard, card: Card) -> Card:
    """With the number of adults; "he" and "one" beside children are not about adults."""
    wording, text = heard.wording, heard.text
    if reading.names_partner(text, wording):
        return replace(card, adults=2)
    alone = wording.says(reading.ALONE, text) and not wording.says(reading.CHILD, text)
    return replace(card, adults=1) if alone and not heard.named.partners else card


def _with_plans(heard: Heard, card: Card, answered: str) -> Card:
    """With the day of the move, and what is arranged and what is not."""
    wording, text = heard.wording, heard.text
    moves = None
    if answered not in ("plan.children", "plan.date"):
        moves = reading.move_day(text, wording, heard.today, asked=False)
    card = card if moves is None else replace(card, day=moves[0], month_only=moves[1])
    if answered == "plan.arranged":
        return card
    done = reading.arranged(text, wording, asked=False) or frozenset()
    lacks = reading.lacking(text, wording)
    if card.arranged is None and not done:
        return card
    return replace(card, arranged=((card.arranged or frozenset()) | done) - lacks)


def _adults(heard: Heard) -> Card | None:
    card = heard.card
    kind, chosen = heard.choice
    count = int(chosen) if kind == "adults" else reading.adults(heard.text, heard.wording)
    return None if count is None else replace(card, adults=count)


def _origin(heard: Heard) -> Card | None:
    card = heard.card
    chosen = _chosen_origin(heard)
    if chosen and heard.wording.says(reading.BOTH, heard.text):
        card = card.with_partners(origin=chosen)
    return card.with_mine(origin=chosen) if chosen else None


def _partner_origin(heard: Heard) -> Card | None:
    card = heard.card
    chosen = _chosen_origin(heard)
    if not chosen and heard.wording.is_just("same", heard.text):
        chosen = card.me.origin
    return card.with_partners(origin=chosen) if chosen else None


def _chosen_origin(heard: Heard) -> str | None:
    kind, chosen = heard.choice
    if kind in ("origin", "partner_origin"):
        return heard.card.me.origin if chosen == _SAME else chosen
    return country_named(heard.content.origins, heard.text) if heard.text else None


def _mine(heard: Heard) -> Card | None:
    return with_occupations(replace(heard, asked="tandem.mine")) if heard.named.all else None


def _partners(heard: Heard) -> Card | None:
    return with_occupations(replace(heard, asked="tandem.partner")) if heard.named.all else None


def _children(heard: Heard) -> Card | None:
    card = heard.card
    if heard.choice[0] == "children":
        return replace(card, children=())
    ages = reading.children(heard.text, heard.wording, asked=True)
    return None if ages is None else replace(card, children=ages)


def _date(heard: Heard) -> Card | None:
    card = heard.card
    moves = reading.move_day(heard.text, heard.wording, heard.today, asked=True)
    return None if moves is None else replace(card, day=moves[0], month_only=moves[1])


def _place(heard: Heard) -> Card | None:
    card = heard.card
    if heard.choice[0] == "place" or heard.said.places or heard.said.municipality == OTHER_PLACE:
        return card
    return None


def _arranged(heard: Heard) -> Card | None:
    card = heard.card
    kind, chosen = heard.choice
    if kind == "arranged":
        return replace(card, arranged=_ARRANGED[chosen])
    done = reading.arranged(heard.text, heard.wording, asked=True)
    return None if done is None else replace(card, arranged=done)


QUESTIONS = (
    Question("plan.adults", "plan.adults_ask", lambda card: not card.adults, _adults),
    Question("plan.origin", "plan.origin_ask", lambda card: not card.me.origin, _origin),
    Question(
        "plan.partner_origin",
        "plan.partner_origin_ask",
        lambda card: card.adults > 1 and not card.partner.origin,
        _partner_origin,
    ),
    Question("plan.mine", "tandem.mine_ask", lambda card: not card.me.occupation, _mine),
    Question(
        "plan.partner",
        "tandem.partner_ask",
        lambda card: card.adults > 1 and not card.partner.occupation,
        _partners,
    ),
    Question("plan.children", "plan.children_ask", lambda card: card.children is None, _children),
    Question("plan.date", "plan.date_ask", lambda card: card.day is None, _date),
    Question("plan.place", "plan.place_ask", lambda card: True, _place),
    Question("plan.arranged", "plan.arranged_ask", lambda card: card.arranged is None, _arranged),
)


def _next(heard: Heard, card: Card) -> Question | None:
    place_known = bool(heard.said.municipality) or heard.choice[0] == "place"
    for question in QUESTIONS:
        if question.name in card.skipped or (question.name == "plan.place" and place_known):
            continue
        if question.is_open(card):
            return question
    return None


def _ask(heard: Heard, card: Card, question: Question) -> Reply:
    draft = heard.draft
    lines = [draft.say(question.phrase)]
    repeated = heard.asked == question.name and card == heard.card
    unclear = repeated and not heard.said.pressed and heard.said.topic != TOPIC
    if unclear:
        lines.insert(0, draft.say("plan.not_understood"))
    elif not heard.asked and heard.said.last_topic != TOPIC and heard.choice[0] != GO_ON:
        lines.insert(0, draft.say("plan.begin"))
    skip = heard.button(TOPIC, "plan.skip", f"{SKIP}:{question.name}", quiet=True)
    return draft.make(
        "\n\n".join(lines),
        topic=TOPIC,
        buttons=(*_choices(heard, card, question.name), skip),
        card=card_changed(heard.card, card),
        remember=draft.remembering(
            topic=TOPIC, asked=question.name + (INTERRUPTED if unclear else "")
        ),
    )


def _choices(heard: Heard, card: Card, question: str) -> tuple[Button, ...]:
    def choices(*pairs: tuple[str, str]) -> tuple[Button, ...]:
        return tuple(heard.button(TOPIC, phrase, choice) for phrase, choice in pairs)

    if question == "plan.adults":
        return choices(("plan.alone", "adults:1"), ("plan.with_partner", "adults:2"))
    if question in ("plan.origin", "plan.partner_origin"):
        kind = question.removeprefix("plan.")
        same = question == "plan.partner_origin" and card.me.origin
        first = (("plan.same_origin", f"{kind}:{_SAME}"),) if same else ()
        return choices(*first, *((f"origin.{origin}", f"{kind}:{origin}") for origin in ORIGINS))
    if question == "plan.children":
        return choices(("plan.no_children", "children:none"))
    if question == "plan.arranged":
        return choices(*((f"plan.arranged_{name}", f"arranged:{name}") for name in _ARRANGED))
    return ()


def _ready(heard: Heard, card: Card) -> Reply:
    draft, content, language = heard.draft, heard.content, heard.said.language
    kind, chosen = heard.choice
    place = chosen if kind == "place" else heard.said.municipality or ""
    about = known(content, card, place, language)
    steps = planned(content.steps, card, content.occupations, heard.today)
    key = "plan.changed" if heard.search.get("plan") == READY else "plan.ready"
    parts = [draft.say(key, known=about)]
    for phase, group in groupby(steps, key=lambda one: one.step.phase):
        titles = [said(one.step, language).get("do", "") for one in group]
        parts.append("\n".join([draft.say(f"plan.{phase}"), *(f"• {title}" for title in titles)]))
    parts.append(draft.say("plan.correct"))
    return draft.make(
        "\n\n".join(parts),
        topic=TOPIC,
        plan=True,
        buttons=(*draft.topics(("jobs.search", "housing.queue")), *draft.lots),
        card=card_changed(heard.card, card),
        remember=draft.remembering(topic=TOPIC, asked=None, search={**heard.search, "plan": READY}),
    )

"""Chooses what the assistant says: the only place where an understanding becomes words.

Pure: from content, an Understanding and the day. Rasa's actions and `farled ask` both use it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from bot.content.answering import LocalPart, answer_text, local_part
from bot.content.catalog import Content
from bot.content.model import Source
from bot.content.understanding import LOST, SURE, UNSURE, Button, Reply, Understanding
from bot.locales import LOCALES

HAND_OVER = "hub:handover"
FORGET = "hub:forget"
LANGUAGE = "hub:language:"
NOT_HELPFUL = "/conversation.not_helpful"
MAX_BUTTONS = 3
LEAST_FOR_A_BUTTON = 0.04
"""A topic less likely than this is no help on a button (docs/understanding.md)."""
FAILURES_BEFORE_OFFER = 2
UNSERVED = "unserved"
MOVE = "conversation."


def replies(content: Content, said: Understanding, today: date) -> tuple[Reply, ...]:
    """What the assistant answers: one reply, or one to each of two questions.

    The choices stand under the last one.
    """
    first = reply(content, said, today)
    if not said.second or not said.topic or first.band != SURE:
        return (first,)
    topic, confidence = said.second
    again = replace(
        said,
        topic=topic,
        confidence=confidence,
        second=(said.topic, said.confidence),
        # What the first reply says of the place is not said again.
        place_asked=said.place_asked or bool(first.remember.get("place_asked")),
        place_named=False,
    )
    last = reply(content, again, today)
    return (
        replace(first, buttons=()),
        replace(last, remember={**first.remember, **last.remember}),
    )


def reply(content: Content, said: Understanding, today: date) -> Reply:
    """What the assistant answers to the first question of a message so understood."""
    answer = _Replier(content, said, today)()
    known_place = said.municipality if said.municipality in content.municipalities else None
    return replace(
        answer,
        municipality=known_place,
        understood=said.ranking[:3],
        language_chosen=answer.language_chosen or said.language_pressed,
        # What the message before may have meant is over with this one.
        remember={"others": None, **answer.remember},
    )


def failed(content: Content, language: str, municipality: str | None = None) -> Reply:
    """What the assistant says when something broke while it made an answer."""
    return Reply(
        text=content.phrase("error.failed", language),
        language=language,
        topic=None,
        confidence=0.0,
        band=LOST,
        buttons=(Button(content.phrase("buttons.talk_to_lots", language), HAND_OVER),),
        municipality=municipality if municipality in content.municipalities else None,
    )


class _Replier:
    """One reply in the making: what every branch below needs at hand."""

    def __init__(self, content: Content, said: Understanding, today: date) -> None:
        self.content = content
        self.said = said
        self.today = today

    def __call__(self) -> Reply:
        if self.said.foreign:
            return self.foreign()
        if self.said.band == SURE and self.said.topic:
            if not self.said.topic.startswith(MOVE):
                return self.topic(self.said.topic)
            return self.moves.get(self.said.topic, _Replier.plain_move)(self)
        return self.unsure() if self.said.band == UNSURE else self.lost()

    def say(self, key: str, **values: str) -> str:
        return self.content.phrase(key, self.said.language, **values)

    def make(self, text: str, **more: object) -> Reply:
        reply = Reply(
            text, self.said.language, self.said.topic, self.said.confidence, self.said.band
        )
        return replace(reply, **more)  # type: ignore[arg-type]

    def remembering(self, **slots: object) -> dict[str, object]:
        return {"topic": self.said.topic, "lost_count": 0, **slots}

    @property
    def lots_button(self) -> Button:
        return Button(self.say("buttons.talk_to_lots"), HAND_OVER)

    def topic_buttons(self, topics: list[str]) -> tuple[Button, ...]:
        labelled = ((topic, self.content.label(topic, self.said.language)) for topic in topics)
        buttons = [Button(label, f"/{topic}") for topic, label in labelled if label]
        return tuple(buttons[:MAX_BUTTONS])

    def ways_out(self) -> tuple[Button, ...]:
        """Under an answer to what was typed: the other language, and "not what I meant"."""
        if self.said.pressed:
            return ()
        other = None if self.said.second else LOCALES.get(self.said.other_language or "")
        payload = f'/{self.said.topic}{{"language": "{other.tag}"}}' if other else ""
        return (
            *((Button(other.name, payload, quiet=True),) if other else ()),
            Button(self.say("buttons.not_meant"), NOT_HELPFUL, quiet=True),
        )

    def likely(self) -> list[str]:
        """The topics of fact that may be meant, best first."""
        return [
            topic
            for topic, confidence in self.said.ranking
            if confidence >= LEAST_FOR_A_BUTTON and not topic.startswith(MOVE)
        ]

    def others(self) -> list[str] | None:
        """What else was likely to be meant; to offer when it turns out not to be this."""
        answered = {self.said.topic, self.said.second[0] if self.said.second else None}
        others = [topic for topic in self.likely() if topic not in answered]
        return None if self.said.pressed or not others else others[:MAX_BUTTONS]

    def language_buttons(self) -> tuple[Button, ...]:
        return tuple(Button(locale.name, LANGUAGE + locale.tag) for locale in LOCALES.values())

    # Topics

    def topic(self, topic: str) -> Reply:
        if not self.content.answered(topic):
            return self.make(
                self.say("assistant.not_yet"),
                buttons=(self.lots_button,),
                remember=self.remembering(),
            )
        answer = self.content.answers[topic]
        text, sources = answer_text(answer, self.said.language)
        remember = self.remembering(others=self.others())
        about = self.content.topics.get(topic)
        if about is not None and about.local:
            local = self.local(topic)
            if local is not None:
                text, sources = f"{text}\n\n{local.text}", (*sources, *local.sources)
            elif self.said.municipality is not None:
                if self.said.place_named:
                    text = f"{text}\n\n{self.say('assistant.place_unknown')}"
            elif not self.said.place_asked:
                text = f"{text}\n\n{self.say('assistant.place_ask')}"
                remember["place_asked"] = True
        return self.make(
            text,
            sources=_once(sources),
            buttons=(*self.topic_buttons(list(answer.follow_ups)), *self.ways_out()),
            remember=remember,
        )

    def local(self, topic: str) -> LocalPart | None:
        place = self.content.municipality(self.said.municipality)
        if place is None:
            return None
        part = local_part(
            self.content, self.content.answers[topic], place, self.said.language, self.today
        )
        return part or LocalPart(self.say("assistant.place_missing", place=place.name), ())

    # What people say besides

    def plain_move(self) -> Reply:
        name = (self.said.topic or "").removeprefix(MOVE)
        return self.make(self.say(f"assistant.{name}"), remember=self.remembering())

    def move_with_lots(self) -> Reply:
        return replace(self.plain_move(), buttons=(self.lots_button,))

    def greet(self) -> Reply:
        text = f"{self.say('assistant.greet')}\n\n{self.say('assistant.ask_what')}"
        return self.make(text, remember=self.remembering())

    def affirm(self) -> Reply:
        if self.said.lost_count >= FAILURES_BEFORE_OFFER:
            return self.human()
        if self.said.last_topic == "conversation.forget_me":
            return replace(self.forget_me(), remember={})
        return self.plain_move()

    def human(self) -> Reply:
        return self.make("", handover="asked", remember=self.remembering())

    def crisis(self) -> Reply:
        return self.make(
            self.say("assistant.crisis"), handover="crisis", remember=self.remembering()
        )

    def not_helpful(self) -> Reply:
        meant = self.topic_buttons(list(self.said.others))
        return self.make(
            self.say("assistant.not_meant" if meant else "assistant.not_helpful"),
            buttons=(*meant, self.lots_button),
            remember=self.remembering(lost_count=self.said.lost_count + (not meant)),
        )

    def out_of_scope(self) -> Reply:
        # A question that we took for none may be one: the second time a person is offered.
        failures = self.said.lost_count + 1
        offer = (self.lots_button,) if failures >= FAILURES_BEFORE_OFFER else ()
        return replace(
            self.plain_move(), buttons=offer, remember=self.remembering(lost_count=failures)
        )

    def forget_me(self) -> Reply:
        return self.make(
            self.say("assistant.forget"),
            buttons=(
                Button(self.say("buttons.forget_yes"), FORGET),
                Button(self.say("buttons.forget_no"), "/conversation.deny"),
            ),
            remember=self.remembering(),
        )

    def change_language(self) -> Reply:
        named = self.said.language_named
        if named in LOCALES:
            text = self.content.phrase("assistant.language_changed", named)
            return self.make(
                text,
                language=named,
                language_chosen=True,
                remember={"language": named, "lost_count": 0},
            )
        key = "assistant.language_unknown" if named == UNSERVED else "assistant.language_ask"
        return self.make(self.say(key), buttons=self.language_buttons(), remember={"lost_count": 0})

    def set_municipality(self) -> Reply:
        place = self.content.municipality(self.said.municipality)
        if place is None or not self.said.place_named:
            return self.make(self.say("assistant.place_unknown"), remember={"lost_count": 0})
        before = self.content.topics.get(self.said.last_topic or "")
        if before is not None and before.local and self.content.answered(before.id):
            part = self.local(before.id)
            if part is not None:
                return self.make(
                    part.text,
                    sources=_once(part.sources),
                    buttons=self.topic_buttons(list(self.content.answers[before.id].follow_ups)),
                    remember={"lost_count": 0},
                )
        return self.make(
            self.say("assistant.place_set", place=place.name), remember={"lost_count": 0}
        )

    moves: ClassVar[dict[str, Callable[[_Replier], Reply]]] = {
        "conversation.greet": greet,
        "conversation.affirm": affirm,
        "conversation.human": human,
        "conversation.crisis": crisis,
        "conversation.help": move_with_lots,
        "conversation.bot_challenge": move_with_lots,
        "conversation.not_helpful": not_helpful,
        "conversation.out_of_scope": out_of_scope,
        "conversation.forget_me": forget_me,
        "conversation.change_language": change_language,
        "conversation.set_municipality": set_municipality,
    }

    # When it is not clear what was asked

    def foreign(self) -> Reply:
        return self.make(
            self.say("assistant.language_unknown"),
            topic=None,
            confidence=0.0,
            band=LOST,
            buttons=(*self.language_buttons(), self.lots_button),
            remember={"lost_count": self.said.lost_count + 1},
        )

    def unsure(self) -> Reply:
        buttons = self.topic_buttons(self.likely())
        if not buttons:
            return replace(self.lost(), band=LOST)
        return self.make(self.say("assistant.unsure"), buttons=(*buttons, self.lots_button))

    def lost(self) -> Reply:
        failures = self.said.lost_count + 1
        remember = {"lost_count": failures}
        if failures < FAILURES_BEFORE_OFFER:
            return self.make(self.say("assistant.lost"), remember=remember)
        return self.make(
            self.say("assistant.lost_again"), buttons=(self.lots_button,), remember=remember
        )


def _once(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple({source.url: source for source in reversed(sources)}.values())[::-1]

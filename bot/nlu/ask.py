"""Puts questions to the trained model without a server: how understanding is measured."""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from bot.content import Content, load
from bot.content.fold import is_foreign_script
from bot.content.origins import origin_named
from bot.content.reply import replies
from bot.content.understanding import Reply, Understanding, classified
from bot.errors import FarledError, TrainingFailed
from bot.nlu.train import current
from bot.settings import Settings

_BATCH = 64
_TOPIC_PAYLOAD = "/"


@dataclass(frozen=True)
class Question:
    """A question, a conversation of its own; `language` and `municipality` are hints.

    `before` is the topic that was answered before it, for a follow-up.
    """

    text: str
    language: str | None = None
    municipality: str | None = None
    before: str | None = None


class Asker:
    """A model in this process, asked for understandings and answers; loading it takes a while."""

    def __init__(self, model: Path, content: Content) -> None:
        """Loads `model`; of rasa only the part that understands is run later."""
        # Imported here: rasa takes ten seconds, and `farled --help` must not.
        _hush()
        from rasa.core.agent import Agent

        self._processor: Any = Agent.load(model).processor
        self._content = content

    def understand(
        self, text: str, language: str | None = None, municipality: str | None = None
    ) -> Understanding:
        """What the model understands of one message."""
        return self.understand_all([Question(text, language, municipality)])[0]

    def answer(
        self, text: str, language: str | None = None, municipality: str | None = None
    ) -> Reply:
        """What the assistant would answer to one message."""
        return self._reply(self.understand(text, language, municipality))

    def answer_all(self, questions: Iterable[Question]) -> Iterator[tuple[Question, Reply]]:
        """The replies to many questions, in their order."""
        left = iter(questions)
        while batch := list(islice(left, _BATCH)):
            for question, said in zip(batch, self.understand_all(batch), strict=True):
                yield question, self._reply(said)

    def understand_all(self, questions: Sequence[Question]) -> list[Understanding]:
        """What the model understands of each question; faster than one by one."""
        found: dict[int, Understanding] = {}
        for before in {question.before for question in questions}:
            asked = {i: q for i, q in enumerate(questions) if q.before == before}
            said = self._understand(list(asked.values()), before)
            found.update(zip(asked, said, strict=True))
        return [found[index] for index in range(len(questions))]

    def _understand(self, questions: Sequence[Question], before: str | None) -> list[Understanding]:
        """What the model understands of questions that all follow the topic `before`."""
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.shared.core.events import SlotSet
        from rasa.shared.core.trackers import DialogueStateTracker

        messages = [
            UserMessage(
                # As the hub does: what a person typed is never a payload.
                question.text.lstrip("/ \t\r\n") or "?",
                metadata={"language": question.language, "municipality": question.municipality},
            )
            for question in questions
        ]
        tracker = DialogueStateTracker.from_events(
            "ask", [SlotSet("topic", before)] if before else [], self._processor.domain.slots
        )
        target = self._processor.model_metadata.nlu_target
        found = self._processor.graph_runner.run(
            inputs={
                PLACEHOLDER_MESSAGE: messages,
                PLACEHOLDER_TRACKER: tracker,
            },
            targets=[target],
        )[target]
        return [
            understood(message.data, question.municipality, self._content)
            for message, question in zip(found, questions, strict=True)
        ]

    def _reply(self, said: Understanding) -> Reply:
        answer, *more = replies(self._content, said, date.today())
        if more:
            both = "\n\n".join(one.text for one in (answer, *more))
            sources = tuple(source for one in (answer, *more) for source in one.sources)
            return replace(answer, text=both, sources=sources, buttons=more[-1].buttons)
        if answer.handover and not answer.text:
            # What the hub would say to a visitor who asks for a person during opening hours.
            return replace(answer, text=self._content.phrase("notice.waiting", answer.language))
        return answer


def _hush() -> None:
    """Keeps TensorFlow's and rasa's remarks out of an answer that a person or program reads."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # noqa: TID251 - read by TensorFlow
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")  # noqa: TID251 - read by rasa
    # Libraries switch their own warnings on again, so that no filter holds.
    warnings.showwarning = lambda *_, **__: None
    logging.getLogger("rasa").setLevel(logging.ERROR)


def understood(
    data: Mapping[str, Any], municipality: str | None, content: Content
) -> Understanding:
    """An Understanding of what the pipeline set on a message."""
    found = classified(data)
    origin = origin_named(content.origins, data["text"], data["language"])
    places = [e["value"] for e in data.get("entities", ()) if e["entity"] == "municipality"]
    return Understanding(
        topic=found.topic,
        confidence=found.confidence,
        band=found.band,
        ranking=found.ranking,
        second=found.second,
        language=data["language"],
        municipality=places[-1] if places else municipality,
        place_named=bool(places),
        language_named=content.language_named(data["text"]),
        origin=origin.origin if origin else None,
        origin_alone=origin is not None and origin.alone,
        foreign=is_foreign_script(data["text"]),
        other_language=data.get("other_language"),
    )


def as_json(reply: Reply) -> dict[str, object]:
    """A reply as `farled ask --json` prints it."""
    return {
        "language": reply.language,
        "topic": reply.topic,
        "confidence": round(reply.confidence, 4),
        "band": reply.band,
        "buttons": [
            button.payload.removeprefix(_TOPIC_PAYLOAD)
            for button in reply.buttons
            if button.payload.startswith(_TOPIC_PAYLOAD) and not button.quiet
        ],
        "answer": reply.text,
    }


def open_model(settings: Settings) -> Asker:
    """The model that fits the inputs, loaded.

    Raises: TrainingFailed when there is none.
    """
    model = current(settings)
    if model is None:
        raise TrainingFailed("there is no model for these inputs: run `farled train` first")
    return Asker(model, load(settings.content))


def main(
    settings: Settings,
    question: str | None,
    language: str | None,
    municipality: str | None,
    as_json_lines: bool,
) -> int:
    """`farled ask`: one question, or JSON lines from standard input; the exit code."""
    try:
        asker = open_model(settings)
        if question is None:
            return _ask_lines(asker, sys.stdin, sys.stdout, language, municipality)
        answer = asker.answer(question, language, municipality)
    except FarledError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if as_json_lines:
        _print_line(sys.stdout, {"text": question, **as_json(answer)})
    else:
        sys.stdout.write(_readable(answer))
    return 0


def _ask_lines(
    asker: Asker, lines: TextIO, out: TextIO, language: str | None, municipality: str | None
) -> int:
    questions = (_question(line, language, municipality) for line in lines if line.strip())
    for question, said in asker.answer_all(questions):
        _print_line(out, {"text": question.text, **as_json(said)})
    return 0


def _question(line: str, language: str | None, municipality: str | None) -> Question:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise FarledError(f"not a line of JSON: {line.strip()[:80]}") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise FarledError('each line must be an object with "text"')
    return Question(
        data["text"],
        data.get("language") or language,
        data.get("municipality") or municipality,
        data.get("before"),
    )


def _print_line(out: TextIO, data: Mapping[str, object]) -> None:
    out.write(json.dumps(data, ensure_ascii=False) + "\n")
    out.flush()


def _readable(reply: Reply) -> str:
    lines = [f"{reply.topic}  {reply.confidence:.2f}  {reply.band}  {reply.language}", ""]
    lines += [reply.text, ""]
    lines += [f"  {s.title}: {s.url} ({s.checked})" for s in reply.sources]
    lines += [f"  [{b.title}] {b.payload}" for b in reply.buttons]
    return "\n".join(lines).rstrip() + "\n"

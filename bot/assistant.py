"""The hub's client of rasa: the only file that knows rasa's REST channel.

Rasa 3.6.21 answers 200 with an empty list when something failed inside
(core/channels/rest.py); that, a timeout and any other status are alike here: RasaUnavailable.
tests/test_assistant.py tells when that is no longer so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.content.reading import Reading
from bot.errors import RasaUnavailable

READ_S = 2.0
"""How long a reading may take; without it the desk matches words."""


@dataclass(frozen=True)
class Question:
    """What rasa is told. `dialogue` is the number of the dialogue in the conversation."""

    conversation: str
    dialogue: int
    message: str
    language: str
    language_chosen: bool
    municipality: str
    channel: str
    card: Mapping[str, Any] = field(default_factory=dict)
    """What is known of the family, as JSON data."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What the last answer had to remember: a new dialogue of rasa knows nothing of it."""
    answer_in: str = ""
    """The language to answer in, whatever the message is in; "" when rasa finds it out."""


class Assistant:
    """Asks rasa at `url`; an answer takes at most `timeout_s` seconds."""

    def __init__(
        self, url: str, timeout_s: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, timeout=httpx.Timeout(timeout_s, connect=2.0), transport=transport
        )

    async def ask(self, question: Question) -> list[dict[str, Any]]:
        """The `custom` objects that the actions made, at least one. Raises: RasaUnavailable."""
        body = {
            "sender": f"{question.conversation}-{question.dialogue}",
            "message": question.message,
            "metadata": {
                "language": question.language,
                "language_chosen": question.language_chosen,
                "municipality": question.municipality,
                "channel": question.channel,
                "card": dict(question.card),
                "kept": dict(question.kept),
                "answer_in": question.answer_in,
            },
        }
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            said = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from error
        if not isinstance(said, list):
            raise RasaUnavailable("no list")
        answers = [one["custom"] for one in said if isinstance(one, dict) and one.get("custom")]
        if not answers:
            raise RasaUnavailable("an empty answer")
        if not all(one.get("text") or one.get("handover") for one in answers):
            raise RasaUnavailable("an answer without words")
        return [dict(one) for one in answers]

    async def read(self, text: str, language: str, municipality: str) -> Reading:
        """What rasa understands of words that it shall not answer. Raises: RasaUnavailable."""
        metadata = {"language": language, "language_chosen": False, "municipality": municipality}
        body = {"text": plain_text(text), "metadata": metadata}
        try:
            response = await self._client.post("/webhooks/read/", json=body, timeout=READ_S)
            response.raise_for_status()
            said = response.json()
            ranking = tuple((str(topic), float(sure)) for topic, sure in said["ranking"])
            return Reading(str(said["language"]), str(said["band"]), ranking)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable(type(error).__name__) from error

    async def ready(self) -> bool:
        """True when rasa answers on its port, which it opens only with a model loaded."""
        try:
            response = await self._client.get("/", timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.status_code == 200

    async def close(self) -> None:
        """Ends the connections."""
        await self._client.aclose()


def plain_text(typed: str) -> str:
    """What a visitor typed, so that rasa can only take it for text: never for a payload."""
    return typed.lstrip("/ \t\r\n") or "?"

"""A door of rasa that only reads: what the model understands of a text, and nothing is answered.

Rasa 3.6.21 has POST /model/parse, but only behind --enable-api, which opens the trackers and the
model to whoever reaches the port, and it takes no metadata, so no language to begin from.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.content.understanding import classified

MOST_TOPICS = 5


class ReadingChannel(InputChannel):  # type: ignore[misc]
    """POST /webhooks/read {text, metadata}: language, band and the likeliest topics."""

    @classmethod
    def name(cls) -> str:
        """Where the channel stands below /webhooks/."""
        return "read"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The one route; it never calls `on_new_message`, so no dialogue hears of the text."""
        door = Blueprint("read", __name__)

        @door.post("/")
        async def read(request: Request) -> HTTPResponse:
            body = request.json
            if not isinstance(body, dict) or not isinstance(body.get("text"), str):
                return json({"error": "text: a text"}, status=400)
            message = UserMessage(body["text"], metadata=body.get("metadata"))
            said = await request.app.ctx.agent.processor.parse_message(message)
            found = classified(said)
            ranking = [list(one) for one in found.ranking[:MOST_TOPICS]]
            return json({"language": said["language"], "band": found.band, "ranking": ranking})

        return door

"""LibreTranslate over HTTP: POST /translate of a server that the municipality runs or rents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from bot.errors import TranslationFailed
from bot.translation.asking import REASONS, TIMEOUT_S, asked, data_of, texts_of


@dataclass(frozen=True)
class LibreTranslate:
    """A LibreTranslate server at `url`; the key is empty where it asks for none."""

    url: str
    key: str = ""
    timeout_s: float = TIMEOUT_S
    name: str = "LibreTranslate"

    async def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts in the language `target`. Raises: TranslationFailed."""
        body: dict[str, object] = {
            "q": list(texts),
            "source": source,
            "target": target,
            "format": "html",
        }
        if self.key:
            body["api_key"] = self.key
        reply = await asked(f"{self.url.rstrip('/')}/translate", body, self.timeout_s)
        if reply.status_code != httpx.codes.OK:
            raise TranslationFailed(_reason(reply))
        return texts_of(data_of(reply).get("translatedText"), len(texts))


def _reason(reply: httpx.Response) -> str:
    """Why the server refused: it says 400 for several things and names them in words."""
    if reply.status_code == httpx.codes.BAD_REQUEST:
        told = str(data_of(reply).get("error", "")).lower()
        if "not supported" in told or "not available" in told:
            return "language"
        if "limit" in told:
            return "too_long"
        if "api key" in told:
            return "key"
    return REASONS.get(reply.status_code, "away")

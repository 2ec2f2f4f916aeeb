"""DeepL over HTTP: POST /v2/translate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from bot.errors import TranslationFailed
from bot.translation.asking import REASONS, TIMEOUT_S, asked, data_of, texts_of

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
_TARGETS = {"en": "EN-GB"}
"""Where DeepL wants more than the language to translate into."""


@dataclass(frozen=True)
class DeepL:
    """DeepL with an account's key; `url` only when it is another than DeepL's own."""

    key: str
    url: str = ""
    timeout_s: float = TIMEOUT_S
    name: str = "DeepL"

    @property
    def address(self) -> str:
        """Where it is asked: keys of free accounts end with ":fx" and have a server apart."""
        return self.url.rstrip("/") or (FREE if self.key.endswith(":fx") else PAID)

    async def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts in the language `target`. Raises: TranslationFailed."""
        body = {
            "text": list(texts),
            "source_lang": source.upper(),
            "target_lang": _TARGETS.get(target, target.upper()),
            "tag_handling": "xml",
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        reply = await asked(f"{self.address}/v2/translate", body, self.timeout_s, headers)
        if reply.status_code != httpx.codes.OK:
            raise TranslationFailed(_reason(reply))
        found = data_of(reply).get("translations")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise TranslationFailed("away")
        return texts_of([one.get("text") for one in found], len(texts))


def _reason(reply: httpx.Response) -> str:
    if reply.status_code == httpx.codes.BAD_REQUEST:
        told = str(data_of(reply).get("message", ""))
        return "language" if "_lang" in told else "away"
    return REASONS.get(reply.status_code, "away")

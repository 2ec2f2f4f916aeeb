"""One question to a translation service over HTTP, and what its replies mean."""

from __future__ import annotations

from collections.abc import Mapping

import anyio
import httpx

from bot.errors import TranslationFailed

TIMEOUT_S = 20.0
"""How long a lots waits for a translation at most."""
REASONS = {
    401: "key",
    403: "key",
    413: "too_long",
    414: "too_long",
    429: "quota",
    456: "quota",
}
"""What statuses mean, wherever they mean the same; any other failure is "away"."""


async def asked(
    url: str,
    body: Mapping[str, object],
    timeout_s: float,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """The reply to a JSON body. Raises: TranslationFailed (away) when there is none in time."""
    try:
        with anyio.fail_after(timeout_s):
            async with httpx.AsyncClient(timeout=timeout_s) as client:
                return await client.post(url, json=dict(body), headers=dict(headers or {}))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise TranslationFailed("away") from error


def data_of(reply: httpx.Response) -> dict[str, object]:
    """The reply's JSON object, {} when it is none."""
    try:
        data = reply.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def texts_of(found: object, number: int) -> list[str]:
    """The translated texts. Raises: TranslationFailed (away) unless there is one for each."""
    if not isinstance(found, list) or len(found) != number:
        raise TranslationFailed("away")
    if not all(isinstance(one, str) for one in found):
        raise TranslationFailed("away")
    return found

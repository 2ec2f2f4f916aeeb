"""How often one conversation may ask for something small, counted in this process."""

from __future__ import annotations

import time
from collections.abc import Callable

WINDOW_S = 60.0
AT_MOST = 10_000
"""How many conversations are counted at once."""


class Pace:
    """Allows `limit` requests a minute to each conversation."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._window = 0.0
        self._counted: dict[str, int] = {}

    def allows(self, conversation: str) -> bool:
        """True while this conversation has asked at most `limit` times in this minute."""
        now = self._clock()
        if now - self._window >= WINDOW_S or len(self._counted) >= AT_MOST:
            self._window, self._counted = now, {}
        count = self._counted.get(conversation, 0) + 1
        self._counted[conversation] = count
        return count <= self._limit

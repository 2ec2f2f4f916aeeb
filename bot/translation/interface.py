"""What a translation service must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Translator(Protocol):
    """A translation service. Only bot.translation.careful asks it: it sees no protected words."""

    @property
    def name(self) -> str:
        """The service's name, as people know it."""

    async def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts, in their order, in the language `target`; all are XML with <x id="…"/>.

        Raises: TranslationFailed.
        """

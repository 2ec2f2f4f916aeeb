"""Which translation service the settings name."""

from __future__ import annotations

from bot.settings import Settings
from bot.translation.deepl import DeepL
from bot.translation.interface import Translator
from bot.translation.libretranslate import LibreTranslate


def translator_of(settings: Settings) -> Translator | None:
    """The service of FARLED_TRANSLATION; None for "none"."""
    if settings.translation == "libretranslate":
        return LibreTranslate(settings.translation_url, settings.translation_key)
    if settings.translation == "deepl":
        return DeepL(settings.translation_key, settings.translation_url)
    return None

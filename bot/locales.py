"""The languages Farled speaks. A new language begins with one line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """One language: its BCP 47 primary tag, and its own name."""

    tag: str
    name: str


LOCALES: dict[str, Locale] = {
    locale.tag: locale
    for locale in (
        Locale("sv", "Svenska"),
        Locale("en", "English"),
        Locale("et", "Eesti"),
        Locale("lv", "Latviešu"),
        Locale("lt", "Lietuvių"),
    )
}

DEFAULT = "sv"


def known(tag: str | None) -> str | None:
    """The tag of our language that `tag` names ("en-GB" → "en"), or None if we do not speak it."""
    if not tag:
        return None
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary if primary in LOCALES else None


def or_default(tag: str | None) -> str:
    """The tag of our language that `tag` names, else the default language."""
    return known(tag) or DEFAULT

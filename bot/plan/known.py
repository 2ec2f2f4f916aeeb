"""What a plan rests on, in a few words of the visitor's language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton

from bot.content import Content
from bot.plan.card import Card


def known(content: Content, card: Card, municipality: str, language: str) -> str:
    """For example "2 adults; children's ages: 3, 6; Luleå; move: March 2027"."""
    parts = []
    if card.adults:
        key = "plan.known_alone" if card.adults == 1 else "plan.known_adults"
        parts.append(content.phrase(key, language))
    if card.children is not None:
        ages = ", ".join(map(str, card.children))
        key = "plan.known_children" if card.children else "plan.known_no_children"
        parts.append(content.phrase(key, language, ages=ages))
    place = content.municipality(municipality)
    if place is not None:
        parts.append(place.name)
    if card.day is not None:
        parts.append(content.phrase("plan.known_date", language, date=move_date(card, language)))
    return "; ".join(parts) or content.phrase("plan.known_nothing", language)


def move_date(card: Card, language: str) -> str:
    """The day of the move in words, or its month; empty while it is not known."""
    if card.day is None:
        return ""
    if card.month_only:
        return str(format_skeleton("yMMMM", card.day, locale=language))
    return day_words(card.day, language)


def day_words(day: date, language: str) -> str:
    """A day as it is written in `language`, with its year."""
    return str(format_date(day, format="long", locale="en_GB" if language == "en" else language))

"""How a message looks in Telegram: parts of allowed length as HTML, adverts, sources, buttons.

Pure: knows no network and no database.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from bot.content import Content
from bot.conversations.events import Author, Listing, Message, Source
from bot.conversations.inbox import button_token

TEXT_LIMIT = 4096
"""UTF-16 units in one message, counted without HTML (core.telegram.org/bots/api#sendmessage)."""
TITLE_LIMIT = 300
"""Units of a title that are shown: a source's, or an advert's headline."""
_EARLIEST = 4
"""Paragraphs, lines and sentences end a part only after 1/4 of what fits, lest it be tiny."""
_WORD = re.compile(r"\s")
_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])[\"”»)]?\s"),
    _WORD,
)
"""Where a text may be broken, best first: paragraph, line, sentence, word."""


@dataclass(frozen=True)
class Choice:
    """One inline button: what it says, and its callback data."""

    title: str
    data: str
    quiet: bool = False
    """Whether it stands small beside others, below the choices."""


@dataclass(frozen=True)
class Part:
    """One message to Telegram, in its HTML; only the last of several has buttons."""

    html: str
    choices: tuple[Choice, ...] = ()


def units(text: str) -> int:
    """How long Telegram takes `text` to be: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """`text` in parts of at most `limit` units, none of them empty; only white space is lost."""
    parts = []
    rest = text.strip()
    while units(rest) > limit:
        end = _end_of_part(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def rendered(content: Content, conversation: str, seq: int, message: Message) -> list[Part]:
    """The parts of an event's message; none when it says nothing."""
    name = message.lots if message.author is Author.LOTS else ""
    chunks = split(message.text, TEXT_LIMIT - units(name) - 1)
    pages = [_Page(units(chunk), html.escape(chunk, quote=False)) for chunk in chunks]
    if pages and name:
        label = f"<b>{html.escape(name, quote=False)}</b>\n"
        pages[0] = _Page(units(name) + 1 + pages[0].units, label + pages[0].html)
    if pages and message.translated_by:
        pages = _added(pages, _translated(content, message), "\n\n")
    for listing in message.listings:
        for block in _listing(listing):
            pages = _added(pages, block, "\n\n")
    for number, source in enumerate(message.sources):
        gap = "\n" if number else "\n\n"
        pages = _added(pages, _source(content, message.language, source), gap)
    choices = tuple(
        Choice(button.title, callback_data(conversation, seq, index), button.quiet)
        for index, button in enumerate(message.buttons)
    )
    return [Part(page.html, choices if page is pages[-1] else ()) for page in pages]


def callback_data(conversation: str, seq: int, index: int) -> str:
    """What Telegram sends when a button is pressed; at most 40 bytes of the 64 allowed.

    It names the conversation, as a chat has a new one after it was forgotten.
    """
    return f"{conversation}:{button_token(seq, index)}"


@dataclass(frozen=True)
class _Page:
    """HTML and the units of it that Telegram counts."""

    units: int
    html: str


def _added(pages: list[_Page], line: _Page, gap: str) -> list[_Page]:
    """The pages with one more line, on the last page if it fits there."""
    if pages and pages[-1].units + len(gap) + line.units <= TEXT_LIMIT:
        last = pages[-1]
        return [*pages[:-1], _Page(last.units + len(gap) + line.units, last.html + gap + line.html)]
    return [*pages, line]


def _listing(listing: Listing) -> list[_Page]:
    """An advert as a block: its headline, then its details; what is too long is a block more."""
    headline = _link(listing.headline.strip() or listing.url, listing.url)
    first, *more = split(listing.details, TEXT_LIMIT - headline.units - 1) or [""]
    gap = "\n" if first else ""
    begin = _Page(
        headline.units + units(gap + first),
        headline.html + gap + html.escape(first, quote=False),
    )
    return [begin, *(_Page(units(rest), html.escape(rest, quote=False)) for rest in more)]


def _translated(content: Content, message: Message) -> _Page:
    """The line that says that a machine translated the message."""
    key = f"widget.translated_{message.original_language}"
    label = content.phrase(key, message.language, service=message.translated_by)
    return _Page(units(label), f"<i>{html.escape(label, quote=False)}</i>")


def _source(content: Content, language: str, source: Source) -> _Page:
    before = content.phrase("widget.sources", language) + ": "
    link = _link(source.title or source.url, source.url)
    after = ""
    if source.checked:
        after = f" ({content.phrase('widget.checked', language, date=source.checked)})"
    shown = html.escape(before, quote=False) + link.html + html.escape(after, quote=False)
    return _Page(units(before) + link.units + units(after), shown)


def _link(title: str, url: str) -> _Page:
    """A title that leads to `url`, when that is a web address."""
    title = split(title, TITLE_LIMIT)[0]
    shown = html.escape(title, quote=False)
    if url.startswith(("https://", "http://")):
        shown = f'<a href="{html.escape(url)}">{shown}</a>'
    return _Page(units(title), shown)


def _end_of_part(text: str, limit: int) -> int:
    """Where the first part of a too long text ends."""
    fits = _fitting(text, limit)
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, 0, fits + 1)]
        # white space at the edge is cut off, so a break may begin just after what fits
        ends = [min(end, fits) for end in ends]
        if ends and (ends[-1] > fits // _EARLIEST or pattern is _WORD):
            return ends[-1]
    return fits


def _fitting(text: str, limit: int) -> int:
    """How many characters from the beginning are at most `limit` units."""
    count = used = 0
    for character in text:
        used += units(character)
        if used > limit:
            break
        count += 1
    return count

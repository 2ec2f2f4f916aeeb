"""What a translation service may neither see nor change, taken out of a text and put back. Pure.

Private, never sent: e-mail addresses, @names, links, and every run of digits with six or more in
it, however they are spaced. That is wider than the personal identity numbers of Sweden, Estonia,
Latvia and Lithuania and than any telephone number, so that no spelling of one is missed.
Kept as written: the terms of content/glossary.yml, and names of places.

A service gets XML in which <x id="0"/> stands for what was taken out. If not each of them comes
back exactly once, the answer is not used.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content import Content

_DOMAINS = "se|ee|lv|lt|eu|com|org|net|nu|info|io|me|fi|no|dk|de"
_PRIVATE = (
    r"(?<![^\s<>@])[^\s<>@]+@[^\s<>@]+\.\w+",
    r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)'”’\]]",
    rf"(?<![\w.-])(?:[\w-]*\.)*[\w-]+\.(?:{_DOMAINS})\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)'”’\]])?",
    r"(?<!\w)@\w+(?:[.-]\w+)*",
    r"[+(]?\d(?:[\W_]{0,3}\d){5,}",
)
_BREAK = r"(?<![^\S\n])[^\S\n]*\n\s*"
_OUT = re.compile("|".join((*_PRIVATE, rf"(?P<end>{_BREAK})")), re.IGNORECASE)
_MARK = re.compile(r"""<x\s+id\s*=\s*["'](\d{1,4})["']\s*(?:/\s*>|>\s*</x\s*>)""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>?")


@dataclass(frozen=True)
class Piece:
    """A part of a text: free to be translated, or kept as it is; `end` when a line ends here."""

    text: str
    kept: bool = False
    end: bool = False

    @property
    def has_words(self) -> bool:
        """Whether there is something to translate."""
        return not self.kept and any(one.isalpha() for one in self.text)


def terms_of(content: Content, language: str) -> re.Pattern[str]:
    """The words that stay as they are written in texts of this language."""
    terms = [one.term for one in content.glossary if language not in one.ordinary_in]
    names = [one.name for one in content.municipalities.values()]
    names += [one.name for one in content.places]
    small = {term for term in terms if term == term.lower()}
    written = {*terms, *names, *(term[0].upper() + term[1:] for term in small)}
    longest_first = sorted(written, key=lambda one: (-len(one), one))
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)")


def lines_of(text: str, terms: re.Pattern[str]) -> list[list[Piece]]:
    """The text in lines, each in pieces; joined they are the text."""
    lines: list[list[Piece]] = [[]]
    start = 0
    for found in _OUT.finditer(text):
        lines[-1] += _with_terms(text[start : found.start()], terms)
        at_end = found.group("end") is not None
        lines[-1].append(Piece(found.group(), kept=True, end=at_end))
        if at_end:
            lines.append([])
        start = found.end()
    lines[-1] += _with_terms(text[start:], terms)
    return [line for line in lines if line]


def sent(line: Sequence[Piece]) -> str:
    """A line as a service gets it."""
    marks = iter(range(len(line)))
    return "".join(
        f'<x id="{next(marks)}"/>' if one.kept else html.escape(one.text, quote=False)
        for one in line
        if not one.end
    ).strip()


def restored(answer: str, line: Sequence[Piece]) -> str | None:
    """A service's answer with what was taken out of `line`; None when it is not all there."""
    kept = [one.text for one in line if one.kept and not one.end]
    parts = _MARK.split(answer)
    free, marks = parts[::2], [int(mark) for mark in parts[1::2]]
    if sorted(marks) != list(range(len(kept))) or any(_TAG.search(one) for one in free):
        return None
    if not any(one.isalpha() for one in "".join(free)):
        return None
    whole = html.unescape(free[0])
    for mark, words in zip(marks, free[1:], strict=True):
        whole = _joined(_joined(whole, kept[mark]), html.unescape(words))
    return _edges(line, whole)


def plain(answer: str, piece: Piece) -> str:
    """A service's answer for a piece sent alone: its words, or the piece's own if it has none."""
    words = html.unescape(_TAG.sub("", answer)).strip()
    if not any(one.isalpha() for one in words):
        return piece.text
    return _edges([piece], words)


def _edges(line: Sequence[Piece], words: str) -> str:
    """The words with the white space of the line's beginning and end, and its break."""
    own = "".join(one.text for one in line if not one.end)
    before, after = own[: len(own) - len(own.lstrip())], own[len(own.rstrip()) :]
    return before + words.strip() + after + "".join(one.text for one in line if one.end)


def _joined(before: str, after: str) -> str:
    """Both, with a space where two words would run together."""
    meet = before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if meet else before + after


def _with_terms(text: str, terms: re.Pattern[str]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for found in terms.finditer(text):
        pieces += [Piece(text[start : found.start()]), Piece(found.group(), kept=True)]
        start = found.end()
    return [one for one in (*pieces, Piece(text[start:])) if one.text]

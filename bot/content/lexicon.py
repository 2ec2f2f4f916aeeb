"""Finds listed words and phrases in what people type, with their endings and small mistakes. Pure.

An entry is one or more words; a star at the end of the last stands for any ending.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.content.fold import words

STAR = "*"
LONGEST_ENTRY = 4
"""Words in the longest entry that is found."""
_LEAST_FOR_A_TYPO, _LEAST_FOR_TWO = 6, 13
"""Letters of the shortest entry in which one mistake is forgiven, and two."""
_LEAST_FIRST_WORD = 4
"""Letters of its first word: "i work" is no mistyped "it work"."""
_ENDING = 2
"""Letters by which a mistyped phrase may be shorter than its entry."""
_LEAST_HEAD = 6
"""Letters of the shortest beginning that is found as the last part of a compound word."""
_LEAST_BEFORE_HEAD = 3


@dataclass(frozen=True)
class Hit:
    """An entry in a text: what it stands for, and which words it takes, the last not included."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Entries by what they stand for; all folded."""

    whole: Mapping[str, str]
    beginnings: Mapping[str, str]
    """Entries with a star, without it."""

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[str]]) -> Lexicon:
        """A lexicon of lists of entries, by the value that each list stands for."""
        whole: dict[str, str] = {}
        beginnings: dict[str, str] = {}
        for value, listed in entries.items():
            for entry in listed:
                kind = beginnings if entry.endswith(STAR) else whole
                kind[" ".join(words(entry.rstrip(STAR)))] = value
        return cls(whole, beginnings)

    def find(self, text: str, *, forgiving: bool = False) -> list[Hit]:
        """What `text` names, in its order; of entries that overlap the longest.

        A forgiving search also takes the last part of a compound word, and one wrong letter in a
        long word.
        """
        said = words(text)
        hits = []
        at = 0
        while at < len(said):
            hit = self._at(said, at) or (self._nearly(said, at) if forgiving else None)
            if hit:
                hits.append(hit)
            at = hit.end if hit else at + 1
        return hits

    def has(self, text: str) -> bool:
        """Whether `text` names anything of it."""
        return bool(self.find(text))

    def _at(self, said: list[str], at: int) -> Hit | None:
        for count in range(min(LONGEST_ENTRY, len(said) - at), 0, -1):
            phrase = " ".join(said[at : at + count])
            value = self.whole.get(phrase)
            if value is None:
                value = self._beginning(phrase, len(phrase) - len(said[at + count - 1]))
            if value is not None:
                return Hit(value, at, at + count)
        return None

    def _beginning(self, phrase: str, fixed: int) -> str | None:
        """What the longest beginning of `phrase` stands for that reaches beyond `fixed`."""
        lengths = range(len(phrase), fixed, -1)
        return next(
            (self.beginnings[phrase[:n]] for n in lengths if phrase[:n] in self.beginnings), None
        )

    def _nearly(self, said: list[str], at: int) -> Hit | None:
        for count in range(min(LONGEST_ENTRY, len(said) - at), 0, -1):
            phrase = " ".join(said[at : at + count])
            value = self._mistyped(phrase, count)
            if value is not None:
                return Hit(value, at, at + count)
        word = said[at]
        for start in range(_LEAST_BEFORE_HEAD, len(word) - _LEAST_HEAD + 1):
            value = self._beginning(word[start:], _LEAST_HEAD - 1)
            if value is not None:
                return Hit(value, at, at + 1)
        return None

    def _mistyped(self, phrase: str, count: int) -> str | None:
        """What an entry of `count` words stands for that is a mistake or two from `phrase`."""
        for entry, value in self._long.get((count, phrase[0]), ()):
            if abs(len(phrase) - len(entry)) > _ENDING and len(phrase) < len(entry):
                continue
            most = 2 if len(entry) >= _LEAST_FOR_TWO else 1
            cuts = (phrase[: len(entry) + more] for more in (-1, 0, 1))
            if any(OSA.distance(cut, entry, score_cutoff=most) <= most for cut in cuts):
                return value
        return None

    @functools.cached_property
    def _long(self) -> Mapping[tuple[int, str], list[tuple[str, str]]]:
        """Entries long enough for a mistake, longest first, by words and first letter."""
        found: dict[tuple[int, str], list[tuple[str, str]]] = {}
        entries = [*self.beginnings.items(), *self.whole.items()]
        for entry, value in sorted(entries, key=lambda pair: -len(pair[0])):
            sturdy = len(entry.split()[0]) >= _LEAST_FIRST_WORD
            if len(entry) >= _LEAST_FOR_A_TYPO and sturdy:
                found.setdefault((entry.count(" ") + 1, entry[0]), []).append((entry, value))
        return found

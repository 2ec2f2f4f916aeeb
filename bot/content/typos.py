"""Known words that a mistyped word may have been meant as. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

SHORTEST = 6
"""Letters of the shortest known word whose typos are looked for."""
_LONG = 9
_STEM = 5
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class Typos:
    """Known folded words by first letter and length, and words that are never typos of them."""

    known: dict[tuple[str, int], tuple[str, ...]]
    ordinary: frozenset[str]

    @classmethod
    def of(cls, known: Iterable[str], ordinary: Iterable[str]) -> Typos:
        """For single words of at least `SHORTEST` letters; the others of `known` are left out."""
        shelves: dict[tuple[str, int], tuple[str, ...]] = {}
        for word in sorted(set(known)):
            if len(word) >= SHORTEST and word.isalpha():
                shelf = (word[0], len(word))
                shelves[shelf] = (*shelves.get(shelf, ()), word)
        return cls(shelves, frozenset(ordinary))

    def nearest(self, word: str) -> tuple[str, ...]:
        """The known words that `word`, folded, is fewest mistakes away from; none for most words.

        One mistake is allowed, in words of nine letters two. The first letter is right, or has
        changed places with the second.
        """
        if len(word) < SHORTEST - 1 or word in self.ordinary:
            return ()
        allowed = 2 if len(word) >= _LONG else 1
        best: list[str] = []
        for known in self._near_in_size(word, allowed):
            mistakes = OSA.distance(word, known, score_cutoff=allowed)
            if mistakes > allowed or not _likely(word, known, mistakes):
                continue
            if mistakes < allowed:
                allowed, best = mistakes, []
            best.append(known)
        return tuple(best)

    def _near_in_size(self, word: str, allowed: int) -> Iterable[str]:
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            yield from self.known.get((word[0], length), ())
            for known in self.known.get((word[1], length), ()):
                if known[1] == word[0] != word[1]:
                    yield known


def _likely(word: str, known: str, mistakes: int) -> bool:
    """Whether the mistakes between the two are such as hands and ears make.

    Two are only made in a name of nine letters. A letter put for another lies next to it on the
    keyboard, is a vowel for a vowel, or stands in the ending.
    """
    if mistakes > 1:
        return len(known) >= _LONG
    if len(word) != len(known):
        return True
    at = next(i for i, (a, b) in enumerate(zip(word, known, strict=True)) if a != b)
    if word[at + 1 :] != known[at + 1 :]:
        return True
    put, meant = word[at], known[at]
    vowels = put in _VOWELS and meant in _VOWELS and len(known) > SHORTEST
    return at >= _STEM or vowels or meant in _NEIGHBOURS.get(put, ())


def _neighbours() -> dict[str, frozenset[str]]:
    at = {letter: (r, c) for r, row in enumerate(_ROWS) for c, letter in enumerate(row)}
    return {
        a: frozenset(
            b
            for b, (row, column) in at.items()
            if (row == at[a][0] and abs(column - at[a][1]) == 1)
            or (row - at[a][0] == 1 and column - at[a][1] in (-1, 0))
            or (row - at[a][0] == -1 and column - at[a][1] in (0, 1))
        )
        for a in at
    }


_NEIGHBOURS = _neighbours()

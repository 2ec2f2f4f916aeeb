"""Words as hurried hands type them: one mistake each."""

from __future__ import annotations

from collections.abc import Iterator

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def typos(word: str) -> Iterator[tuple[str, int, str]]:
    """Every mistake: its kind, the index of the letter that it befalls, and the word with it."""
    for at, letter in enumerate(word):
        before, after = word[:at], word[at + 1 :]
        yield "drop", at, before + after
        yield "double", at, before + letter + letter + after
        if after and after[0] != letter:
            yield "swap", at, before + after[0] + letter + after[1:]
        for near in beside(letter):
            yield "neighbour", at, before + near + after


def beside(letter: str) -> str:
    """The letters left and right of a letter on the keyboard; none for one with a mark."""
    for row in _KEYS:
        at = row.find(letter.lower())
        if at >= 0:
            return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    return ""

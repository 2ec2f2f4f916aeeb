"""Text as it is compared: without case, diacritics and punctuation, as hurried people type."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l", "ß": "ss"})
_BETWEEN_WORDS = re.compile(r"[^\w]+|_+")


def fold(text: str) -> str:
    """`text` in lower case and without diacritics; punctuation and spaces stay."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return [word for word in _BETWEEN_WORDS.split(fold(text)) if word]


def key(text: str) -> str:
    """What two texts share that a reader would call the same question."""
    return " ".join(words(text))


def is_foreign_script(text: str) -> bool:
    """Whether most letters of `text` are of no Latin alphabet."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter > "\u024f" for letter in letters) * 2 > len(letters)

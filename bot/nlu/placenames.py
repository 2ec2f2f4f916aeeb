"""Finds the place that a message names, in any of our languages and with its endings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.content import Content
from bot.content.fold import fold, key, words
from bot.content.understanding import OTHER_PLACE

_FEW_WORDS = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """A place in a message: its slug (or "other"), and where it stands in the text."""

    slug: str
    start: int
    end: int


@dataclass(frozen=True)
class PlaceNames:
    """Every name of a place, as folded words, with the slug of the place."""

    names: dict[str, str]
    alone: dict[str, str] = field(default_factory=dict)
    """Names that are ordinary words too."""
    written: frozenset[str] = frozenset()
    """Those of `alone` as they are written rightly, lower case, where that sets them apart."""

    @classmethod
    def of(cls, content: Content) -> PlaceNames:
        """The names that `content` knows."""
        names: dict[str, str] = {}
        alone: dict[str, str] = {}
        written: set[str] = set()
        for known in content.places:
            names.update({key(form): OTHER_PLACE for form in known.forms})
            alone.update({key(form): OTHER_PLACE for form in known.alone})
            written.update(_marked(known.name, *known.forms, *known.alone))
        for place in content.municipalities.values():
            forms = [place.name, place.slug, *place.aliases]
            forms += [form for inflected in place.inflections.values() for form in inflected]
            ordinary = {key(form) for form in place.alone}
            alone.update(dict.fromkeys(ordinary, place.slug))
            names.update({key(f): place.slug for f in forms if words(f) and key(f) not in ordinary})
            if ordinary:
                written.update(_marked(*forms, *place.alone))
        return cls(names, alone, frozenset(written))

    def find(self, text: str) -> Found | None:
        """The place that `text` names; of several the last, one with a file before any other."""
        found = list(self._all(text))
        ours = [place for place in found if place.slug != OTHER_PLACE]
        return (ours or found or [None])[-1]  # type: ignore[list-item]

    def is_only_a_place(self, text: str) -> bool:
        """Whether `text` is a name of a place and nothing else."""
        said = key(text)
        return said in self.names or said in self.alone

    def _all(self, text: str) -> Iterator[Found]:
        tokens = list(_WORD.finditer(text))
        folded = [fold(token.group()) for token in tokens]
        few = len(tokens) <= _FEW_WORDS
        for index, (token, word) in enumerate(zip(tokens, folded, strict=True)):
            if word in self.names:
                yield Found(self.names[word], token.start(), token.end())
            elif word in self.alone and (few or self._is_name(token.group(), index)):
                yield Found(self.alone[word], token.start(), token.end())
            elif index:
                pair = f"{folded[index - 1]} {word}"
                if pair in self.names:
                    yield Found(self.names[pair], tokens[index - 1].start(), token.end())

    def _is_name(self, word: str, index: int) -> bool:
        return word.lower() in self.written or (index > 0 and word[:1].isupper())


def _marked(*forms: str) -> set[str]:
    """Those that are written with letters that set them apart from an ordinary word."""
    return {form.lower() for form in forms if fold(form) != form.lower()}

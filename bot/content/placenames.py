"""Finds the places and areas that a message names, in any of our languages, with endings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.content.catalog import Content
from bot.content.fold import fold, key, words
from bot.content.typos import Typos
from bot.content.understanding import OTHER_PLACE

LONGEST_NAME = 3
"""Words of the longest name that is heard."""
_FEW_WORDS = 3
_MOST_DOUBTFUL = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """A place in a message: its slug (or "other"), and where it stands in the text."""

    slug: str
    start: int
    end: int


@dataclass(frozen=True)
class Named:
    """All that a message names. `slugs` and `doubtful` are never both filled."""

    slugs: tuple[str, ...] = ()
    """Municipalities, each once, in the order of the text."""
    other: bool = False
    """Whether a place without a file is named."""
    areas: tuple[str, ...] = ()
    """Slugs of areas, each once, in the order of the text."""
    doubtful: tuple[str, ...] = ()
    """Up to three municipalities of which one may be meant, to ask about."""


@dataclass(frozen=True)
class _Heard:
    """What one word, or a few, may mean: one slug, or several that are equally likely."""

    slugs: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Said:
    """A message in words: as they are written, and folded."""

    tokens: tuple[re.Match[str], ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Said:
        tokens = tuple(_WORD.finditer(text))
        return cls(tokens, tuple(fold(token.group()) for token in tokens))

    @property
    def few(self) -> bool:
        return len(self.tokens) <= _FEW_WORDS


@dataclass(frozen=True)
class PlaceNames:
    """Every name of a place or an area, as folded words, with the slug it means."""

    names: dict[str, str]
    alone: dict[str, str] = field(default_factory=dict)
    """Names that are ordinary words too."""
    written: frozenset[str] = frozenset()
    """Those of `alone` as they are written rightly, lower case, where that sets them apart."""
    areas: frozenset[str] = frozenset()
    """The slugs in `names` that mean an area."""
    before: frozenset[str] = frozenset()
    """Words, lower case, after which an ordinary word may be a place."""
    typos: Typos = field(default_factory=lambda: Typos.of((), ()))

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
        for area in content.areas.values():
            names.update({key(form): area.slug for form in area.names})
        for place in content.municipalities.values():
            forms = [place.name, place.slug, *place.aliases]
            forms += [form for inflected in place.inflections.values() for form in inflected]
            ordinary = {key(form) for form in place.alone}
            alone.update(dict.fromkeys(ordinary, place.slug))
            names.update({key(f): place.slug for f in forms if words(f) and key(f) not in ordinary})
            if ordinary:
                written.update(_marked(*forms, *place.alone))
        return cls(
            names,
            alone,
            frozenset(written),
            frozenset(content.areas),
            frozenset(word.lower() for word in content.place_words.before),
            Typos.of((*names, *alone), map(key, content.place_words.ordinary)),
        )

    def named(self, text: str) -> Named:
        """The places and areas that `text` names, and those it may name."""
        said = _Said.of(text)
        heard = list(self._heard(said))
        sure = _once(place.slugs[0] for place in heard if len(place.slugs) == 1)
        slugs = tuple(slug for slug in sure if slug not in self.areas and slug != OTHER_PLACE)
        doubtful: tuple[str, ...] = ()
        if not slugs:
            doubtful = next((self._ours(p.slugs) for p in heard if len(p.slugs) > 1), ())
        if not heard:
            doubtful = self._perhaps(said)
        areas = tuple(slug for slug in sure if slug in self.areas)
        return Named(slugs, OTHER_PLACE in sure, areas, doubtful)

    def find(self, text: str) -> Found | None:
        """The place that `text` names; of several the last, one with a file before any other."""
        found = [
            Found(place.slugs[0], place.start, place.end)
            for place in self._heard(_Said.of(text))
            if len(place.slugs) == 1 and place.slugs[0] not in self.areas
        ]
        ours = [place for place in found if place.slug != OTHER_PLACE]
        return (ours or found or [None])[-1]  # type: ignore[list-item]

    def is_only_a_place(self, text: str) -> bool:
        """Whether `text` is a name of a place, as we know it, and nothing else."""
        said = key(text)
        return said in self.alone or self.names.get(said, "") not in {"", *self.areas}

    def _heard(self, said: _Said) -> Iterator[_Heard]:
        index = 0
        while index < len(said.tokens):
            length, slugs = self._at(said, index)
            if slugs:
                start, end = said.tokens[index].start(), said.tokens[index + length - 1].end()
                yield _Heard(slugs, start, end)
            index += length

    def _at(self, said: _Said, index: int) -> tuple[int, tuple[str, ...]]:
        """What begins at a word, the longest name first: how many words, and what they mean."""
        for length in range(min(LONGEST_NAME, len(said.tokens) - index), 0, -1):
            name = " ".join(said.folded[index : index + length])
            if name in self.names:
                return length, (self.names[name],)
        word = said.folded[index]
        if word in self.alone:
            return 1, (self.alone[word],) if self._is_name(said, index) else ()
        return 1, self._mistyped(said, index)

    def _mistyped(self, said: _Said, index: int) -> tuple[str, ...]:
        near = self.typos.nearest(said.folded[index])
        if any(name in self.alone for name in near) and not self._is_name(said, index):
            near = tuple(name for name in near if name in self.names)
        slugs = _once(self.names.get(name) or self.alone[name] for name in near)
        return slugs if len(slugs) <= _MOST_DOUBTFUL else ()

    def _is_name(self, said: _Said, index: int) -> bool:
        """Whether a word that is an ordinary one too stands as a name here."""
        word = said.tokens[index].group()
        return said.few or word.lower() in self.written or (index > 0 and word[:1].isupper())

    def _perhaps(self, said: _Said) -> tuple[str, ...]:
        """The places whose names are ordinary words and stand where a place would stand."""
        meant = (
            self.alone[word]
            for token, word in zip(said.tokens, said.folded[1:], strict=False)
            if word in self.alone and token.group().lower() in self.before
        )
        return self._ours(_once(meant))

    def _ours(self, slugs: Iterable[str]) -> tuple[str, ...]:
        ours = [slug for slug in slugs if slug != OTHER_PLACE and slug not in self.areas]
        return tuple(ours[:_MOST_DOUBTFUL])


def _once(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs))


def _marked(*forms: str) -> set[str]:
    """Those that are written with letters that set them apart from an ordinary word."""
    return {form.lower() for form in forms if fold(form) != form.lower()}

"""Finds where a person comes from in what they wrote: "kolin Leedust", "man ir Latvijas pase".

Pure: from the names in content/origins.yml. A wrong origin is worse than none, for rules hang on
it: a country counts only when the writers say that they come from it or are its citizens. Where
other people and things come from is left alone; a button lets anybody choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.content.fold import words
from bot.content.model import Origin

_FROM = {"sv": {"fran", "from"}, "en": {"from"}, "et": {"from"}, "lv": {"no"}, "lt": {"is"}}
_OUT_OF = ("st", "lt")
"""How an Estonian word ends that says where from: Leedust, venemaalt."""
_I = frozenset(
    """
    i im we am m are re ve have moving come coming jag vi har flyttar kommer
    mul meil olen oleme kolin kolime tulen tuleme
    es mes esmu esam man mums parcelos parcelamies braucu braucam nakam naku
    as esu esame turiu turime atvykstu atvykstame keliuosi keliames persikeliu persikeliame
    """.split()  # noqa: SIM905 - easier to read
)
_NOT_I = frozenset(
    """
    my her his she he they not min mitt hon han inte minu tema ei
    mans mana vins vina ne nav neesmu mano jis ji nesu
    """.split()  # noqa: SIM905
)
_CITIZEN = (
    "citizen", "medborgar", "kodani", "kodakond", "pilson", "piliet",
    "pass", "pase", "pasas", "pasu", "pasi",
)  # fmt: skip
_BEFORE = 4
"""Words before a name that say whose it is."""
_WHOLE = 4
"""A name of at most so many letters must be the whole word, or that with an ending of "from"."""
_GREETINGS = {"hi", "hello", "hej", "tere", "labdien", "sveiki", "laba", "diena", "labas"}
_FILLERS = _I.union(*_FROM.values(), _GREETINGS, {"a", "an", "the", "ar", "ir", "on", "sa"})


@dataclass(frozen=True)
class Named:
    """An origin that a message names; `alone` when it says nothing besides."""

    origin: str
    alone: bool


def origin_named(origins: Mapping[str, Origin], text: str, language: str) -> Named | None:
    """The origin that the writer of `text`, in `language`, says to have; the first of several."""
    said = words(text)
    for at in range(len(said)):
        for name, origin in origins.items():
            for length in _lengths(origin, said, at):
                rest = [*said[:at], *said[at + length :]]
                alone = all(word in _FILLERS or word.startswith(_CITIZEN) for word in rest)
                if alone or _is_mine(origin, said, at, length, language):
                    return Named(name, alone)
    return None


def country_named(origins: Mapping[str, Origin], text: str) -> str | None:
    """The first origin whose country or people `text` names, whoever it is that comes from it."""
    said = words(text)
    for at in range(len(said)):
        for name, origin in origins.items():
            if next(_lengths(origin, said, at), None):
                return name
    return None


def _lengths(origin: Origin, said: Sequence[str], at: int) -> Iterator[int]:
    """How many words from `at` on name the origin, for each way in which they do."""
    pair = " ".join(said[at : at + 2])
    if any(_is(said[at], country) for country in origin.countries):
        yield 1
    if " " in pair and pair in origin.countries:
        yield 2
    if said[at] in origin.people:
        yield 1
    for phrase in origin.phrases:
        length = phrase.count(" ") + 1
        if " ".join(said[at : at + length]).startswith(phrase):
            yield length


def _is(word: str, country: str) -> bool:
    if len(country) > _WHOLE:
        return word.startswith(country)
    return word in {country, *(country + ending for ending in _OUT_OF)}


def _is_mine(origin: Origin, said: Sequence[str], at: int, length: int, language: str) -> bool:
    """Whether the words around say that the writer comes from there."""
    before = said[max(0, at - _BEFORE) : at]
    after = said[at + length : at + length + 2]
    if any(word in _NOT_I for word in before):
        return False
    says_i = any(word in _I for word in before)
    is_phrase = length > 1 or said[at] in origin.people
    if is_phrase or (after and after[0].startswith(_CITIZEN)):
        return says_i
    from_there = bool(before) and before[-1] in _FROM.get(language, set())
    out_of = language == "et" and said[at].endswith(_OUT_OF)
    return (from_there and says_i) or (out_of and (says_i or any(word in _I for word in after)))

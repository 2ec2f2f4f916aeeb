"""Which occupations a message names, and whose they are. Pure.

Whose it is comes from words like "my husband" or "I"; that they are a man's or a woman's is
neither kept nor used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.content import Content
from bot.content.fold import words
from bot.content.lexicon import Hit
from bot.content.lists import NO_OCCUPATION
from bot.content.wording import Wording

_IT = re.compile(r"\bIT\b")
"""The field, in capitals: in small letters it is an ordinary word of several languages."""
SWEDISH = "sv"
_MIXED_IN: Mapping[str, tuple[str, ...]] = {SWEDISH: (), "en": (SWEDISH,)}
"""Whose words people mix in; not English in Swedish, where "chef" is a manager."""
PARTNER, ME, BOTH = "partner", "me", "both"


@dataclass(frozen=True)
class Named:
    """The occupations in a message: ids of content/occupations.yml, each once, in its order.

    `mine` and `partners` are the ids that the words give to the visitor and to the partner.
    """

    all: tuple[str, ...] = ()
    mine: str = ""
    partners: str = ""


def named(content: Content, text: str, language: str) -> Named:
    """The occupations that `text` names, in the conversation's language or one mixed in."""
    hits = [hit for hit in _hits(content, text, language) if hit.value != NO_OCCUPATION]
    if not hits:
        return Named()
    wording = content.wording.get(language, Wording())
    ids = tuple(dict.fromkeys(hit.value for hit in hits))
    inside = {at for hit in hits for at in range(hit.start, hit.end)}
    partner = [hit for hit in wording.where(PARTNER, text) if hit.start not in inside]
    both = wording.where(BOTH, text)
    if len(ids) == 1 and any(_beside(one, hits) or not partner for one in both):
        return Named(ids, mine=ids[0], partners=ids[0])
    if not partner:
        return _in_order(ids, mine=bool(wording.says(ME, text)))
    theirs = next((hit for hit in hits if hit.start >= partner[0].end), hits[-1])
    others = [hit for hit in hits if hit is not theirs]
    before = [hit for hit in others if hit.end <= partner[0].start]
    mine = (before or [hit for hit in others if wording.says(ME, text) or len(ids) > 1])[-1:]
    return Named(ids, mine=mine[0].value if mine else "", partners=theirs.value)


def _beside(both: Hit, hits: list[Hit]) -> bool:
    """Whether "both" stands next to the occupation: "we are both doctors"."""
    return any(hit.start - both.end in (0, 1) or both.start == hit.end for hit in hits)


def _in_order(ids: tuple[str, ...], mine: bool) -> Named:
    """Two occupations without words for whose they are: the visitor's own stands first."""
    if len(ids) > 1:
        return Named(ids, mine=ids[0], partners=ids[1])
    return Named(ids, mine=ids[0] if mine else "")


def _hits(content: Content, text: str, language: str) -> list[Hit]:
    """What is found as it stands, in any language, and then what is nearly so."""
    tags = dict.fromkeys((language, *_MIXED_IN.get(language, (SWEDISH, "en"))))
    lexicons = [content.occupation_names.get(tag) for tag in tags]
    hits: list[Hit] = []
    for lexicon in filter(None, lexicons):
        hits += [hit for hit in lexicon.find(text) if not _overlaps(hit, hits)]
    for lexicon in filter(None, (lexicons[0], content.occupation_names.get(SWEDISH))):
        for near in lexicon.find(text, forgiving=True):
            inside = [hit for hit in hits if near.start <= hit.start and hit.end <= near.end]
            shorter = all(hit.end - hit.start < near.end - near.start for hit in inside)
            if shorter and not _overlaps(near, [hit for hit in hits if hit not in inside]):
                hits = [*(hit for hit in hits if hit not in inside), near]
    if not hits and _IT.search(text):
        at = next(at for at, word in enumerate(words(text)) if word == "it")
        hits.append(Hit("it", at, at + 1))
    return sorted(hits, key=lambda hit: hit.start)


def _overlaps(hit: Hit, others: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)

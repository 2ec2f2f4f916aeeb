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

    @property
    def pair(self) -> tuple[str, str] | None:
        """Two occupations of which no word says whose they are; the visitor's own stands first."""
        unsaid = len(self.all) == 2 and not self.mine and not self.partners
        return (self.all[0], self.all[1]) if unsaid else None


def named(content: Content, text: str, language: str) -> Named:
    """The occupations that `text` names, in the conversation's language or one mixed in."""
    wording = content.wording.get(language, Wording())
    hits = [hit for hit in _hits(content, text, language) if hit.value != NO_OCCUPATION]
    hits = [hit for hit in hits if not _is_denied(hit, wording.where("not", text))]
    ids = tuple(dict.fromkeys(hit.value for hit in hits))
    inside = {at for hit in hits for at in range(hit.start, hit.end)}
    partner = [hit for hit in wording.where(PARTNER, text) if hit.start not in inside]
    if len(ids) == 1 and any(
        _beside(both, hits) or not partner for both in wording.where(BOTH, text)
    ):
        return Named(ids, mine=ids[0], partners=ids[0])
    if not hits or not partner:
        says_i = len(ids) == 1 and wording.says(ME, text)
        return Named(ids, mine=ids[0] if says_i else "")
    return _told_apart(ids, hits, partner[0], wording.where(ME, text))


def _told_apart(ids: tuple[str, ...], hits: list[Hit], partner: Hit, me: list[Hit]) -> Named:
    """What stands before a word like "my husband" and after an "I" is the visitor's own."""
    after = [hit for hit in hits if hit.start >= partner.end]
    before = [hit for hit in hits if hit.end <= partner.start]
    own = [hit for hit in before if any(one.start <= hit.start for one in me)]
    if own and not after:
        return Named(ids, mine=own[-1].value)
    theirs = after[0] if after else hits[-1]
    others = [hit for hit in hits if hit is not theirs]
    mine = ([hit for hit in before if hit is not theirs] or others)[-1:]
    return Named(ids, mine=mine[0].value if mine else "", partners=theirs.value)


def _is_denied(hit: Hit, denials: list[Hit]) -> bool:
    """Whether a "not" stands right before it, or a word between: "not a nurse"."""
    return any(0 <= hit.start - no.end <= 1 for no in denials)


def _beside(both: Hit, hits: list[Hit]) -> bool:
    """Whether "both" stands next to the occupation: "we are both doctors"."""
    return any(hit.start - both.end in (0, 1) or both.start == hit.end for hit in hits)


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
        hits += [Hit("it", at, at + 1) for at, word in enumerate(words(text)) if word == "it"][:1]
    return sorted(hits, key=lambda hit: hit.start)


def _overlaps(hit: Hit, others: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)

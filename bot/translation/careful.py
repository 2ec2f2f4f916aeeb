"""Translates texts so that nothing private leaves and no protected word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.translation.interface import Translator
from bot.translation.protected import Piece, lines_of, plain, restored, sent

MOST_TEXTS = 40
"""Texts in one request: DeepL takes 50."""
MOST_CHARACTERS = 4500
"""Characters in one request of several texts: LibreTranslate's own server takes 5000."""

Line = list[Piece]


async def translated(
    translator: Translator,
    texts: Sequence[str],
    source: str,
    target: str,
    terms: re.Pattern[str],
) -> list[str]:
    """The texts in the language `target`, line by line.

    A line from which something protected did not come back is asked for again in its free pieces.
    Raises: TranslationFailed.
    """
    split = [lines_of(text, terms) for text in texts]
    lines = [line for text in split for line in text if any(one.has_words for one in line)]
    answers = await _asked(translator, [sent(line) for line in lines], source, target)
    done = {id(line): restored(answer, line) for line, answer in zip(lines, answers, strict=True)}
    mangled = [line for line in lines if done[id(line)] is None]
    pieces = await _pieces(translator, mangled, source, target)

    def said(line: Line) -> str:
        whole = done.get(id(line))
        return whole if whole is not None else "".join(pieces.get(id(p), p.text) for p in line)

    return ["".join(map(said, text)) for text in split]


async def _pieces(
    translator: Translator, lines: Sequence[Line], source: str, target: str
) -> dict[int, str]:
    """The free pieces of these lines, translated one by one."""
    free = [one for line in lines for one in line if one.has_words]
    answers = await _asked(translator, [sent([one]) for one in free], source, target)
    return {id(one): plain(answer, one) for one, answer in zip(free, answers, strict=True)}


async def _asked(
    translator: Translator, texts: Sequence[str], source: str, target: str
) -> list[str]:
    answers: list[str] = []
    for some in _portions(texts):
        answers += await translator.translate(some, source, target)
    return answers


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    for text in texts:
        if portion and (
            len(portion) == MOST_TEXTS or sum(map(len, portion)) + len(text) > MOST_CHARACTERS
        ):
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion

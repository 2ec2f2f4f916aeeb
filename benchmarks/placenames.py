"""How often an ordinary word is taken for a place, and how many mistyped names are found.

Run: python benchmarks/placenames.py [--words]
With --words every word that is taken for a mistyped name is listed, to be judged by eye. A word
that is heard as a place only once in all rows tells how often unseen ordinary words will be.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.content import Content, load
from bot.content.fold import key, words
from bot.content.placenames import PlaceNames
from bot.content.rows import rows
from bot.locales import LOCALES
from bot.nlu.evaluate import read_cases
from tests.support.typos import typos

ROOT = Path(__file__).resolve().parent.parent


def alarms(name: str, texts: list[str], places: PlaceNames, shown: bool) -> None:
    """Prints in how many texts a word is heard as a mistyped name, and in how many is asked."""
    heard: Counter[str] = Counter()
    asked = hits = 0
    began = time.perf_counter()
    named = [places.named(text) for text in texts]
    took = (time.perf_counter() - began) / len(texts)
    for text, found in zip(texts, named, strict=True):
        asked += bool(found.doubtful)
        mistyped = {
            word
            for word in words(text)
            if word not in places.names and word not in places.alone and places.typos.nearest(word)
        }
        hits += bool(mistyped)
        heard.update(mistyped)
    share = 10_000 / len(texts)
    once = sum(count == 1 for count in heard.values())
    print(
        f"{name:6}{len(texts):7} texts; per 10,000: a word heard as mistyped {hits * share:.1f} "
        f"({len(heard)} words, {once} of them once), asked {asked * share:.1f}; "
        f"{took * 1000:.3f} ms each"
    )
    if shown:
        for word, count in heard.most_common():
            near = places.typos.nearest(word)
            print(f"    {count:4} {word}: {', '.join(near[:3])}")


def excepted(texts: list[str], places: PlaceNames) -> None:
    """Prints in how many texts only the list of ordinary words prevents a false alarm."""
    unlisted = dataclasses.replace(places.typos, ordinary=frozenset())
    heard: Counter[str] = Counter()
    for text in texts:
        heard.update(
            word
            for word in places.typos.ordinary.intersection(words(text))
            if word not in places.names and unlisted.nearest(word)
        )
    once = sum(count == 1 for count in heard.values())
    share = 10_000 / len(texts)
    print(
        f"without the list of ordinary words: {sum(heard.values()) * share:.1f} more per 10,000 "
        f"({len(heard)} words, {once} of them once: {once * share:.1f} to expect of unseen words)"
    )


def found(content: Content, places: PlaceNames) -> None:
    """Prints the share of mistyped names that is heard, by language and kind."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for slug, tag, form in forms(content):
        for kind, at, typo in typos(form):
            if key(typo) in places.names or key(typo) in places.alone:
                continue
            named = places.named(typo)
            first = at == 0 and kind in ("drop", "neighbour")
            result = "right" if named.slugs == (slug,) else "none"
            if named.slugs and named.slugs != (slug,):
                result = "wrong"
            elif slug in named.doubtful:
                result = "asked"
            counts[tag, f"{kind}, first letter" if first else kind][result] += 1
    for (tag, kind), results in sorted(counts.items()):
        total = sum(results.values())
        parts = ", ".join(
            f"{name} {results[name] / total:.3f}" for name in ("right", "asked", "none", "wrong")
        )
        print(f"{tag} {kind:24}{total:6}: {parts}")


def forms(content: Content) -> Iterator[tuple[str, str, str]]:
    """Slug, language and form: the single words of at least six letters."""
    for place in content.municipalities.values():
        for tag in LOCALES:
            for form in dict.fromkeys((place.name, *place.inflections.get(tag, ()))):
                if len(form) >= 6 and form.isalpha():
                    yield place.slug, tag, form


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true")
    shown = parser.parse_args().words
    content = load(ROOT / "content")
    places = PlaceNames.of(content)
    asked = [row.text for row in rows(ROOT / "data" / "nlu")]
    alarms("rows", asked, places, shown)
    excepted(asked, places)
    dev = sorted((ROOT / "tests" / "nlu").glob("dev.*.tsv"))
    alarms("dev", [case.text for file in dev for case in read_cases(file, None)], places, shown)
    found(content, places)


if __name__ == "__main__":
    main()

"""How often the desk's suggestions have the right topic, and how often they should be none.

Run: python benchmarks/suggestions.py [CUT …]
The development questions of tests/nlu, by understanding at each cut and by word match beside it;
then the conversation moves among them, and what visitors write to a person without asking for a
fact (tests/desk/chatter), for which the right number of suggestions is none.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.content import Content, load
from bot.content.likely import Likely
from bot.content.model import MOVE
from bot.content.reading import MOST, Reading, worth_showing
from bot.content.understanding import Understanding
from bot.locales import LOCALES
from bot.nlu.ask import Asker, Question, open_model
from bot.nlu.evaluate import Case, read_cases
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CUTS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8)
CHATTER = ROOT / "tests" / "desk" / "chatter"


def main() -> None:
    """Prints a table of the cuts for each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cuts", nargs="*", type=float, default=CUTS)
    cuts = parser.parse_args().cuts
    asker = open_model(Settings.here())
    content = load(Settings.here().content)
    likely = Likely(content)
    head = "".join(f"{cut:>9.2f}" for cut in cuts)
    print(f"{'':24}{head}{'words':>9}")
    for tag in LOCALES:
        cases = read_cases(ROOT / "tests" / "nlu" / f"dev.{tag}.tsv", tag)
        facts = [case for case in cases if not case.topic.startswith(MOVE)]
        chatter = (CHATTER / f"{tag}.txt").read_text("utf-8").splitlines()
        _line(f"{tag} right among {MOST}", _right(asker, content, likely, facts, tag, cuts))
        said = [case.text for case in cases if case.topic.startswith(MOVE)]
        _line(f"{tag} a move shows some", _some(asker, content, likely, said, tag, cuts))
        _line(f"{tag} chatter shows some", _some(asker, content, likely, chatter, tag, cuts))


def _right(
    asker: Asker, content: Content, likely: Likely, cases: list[Case], tag: str, cuts: list[float]
) -> list[float]:
    """The share of questions whose topic is shown: at each cut, and by words."""
    said = asker.understand_all([Question(case.text, tag) for case in cases])
    pairs = list(zip(cases, said, strict=True))
    found = [
        sum(not case.right.isdisjoint(_shown(content, one, cut)) for case, one in pairs)
        for cut in cuts
    ]
    words = [not c.right.isdisjoint(likely.topics(c.text, tag)[:MOST]) for c in cases]
    return [count / len(cases) for count in (*found, sum(words))]


def _some(
    asker: Asker, content: Content, likely: Likely, texts: list[str], tag: str, cuts: list[float]
) -> list[float]:
    """The share of texts for which anything is shown: at each cut, and by words."""
    said = asker.understand_all([Question(text, tag) for text in texts])
    found = [sum(bool(_shown(content, one, cut)) for one in said) for cut in cuts]
    words = sum(bool(likely.topics(text, tag)) for text in texts)
    return [count / len(texts) for count in (*found, words)]


def _shown(content: Content, said: Understanding, cut: float) -> list[str]:
    shown = worth_showing(Reading(said.language, said.band, tuple(said.ranking)), cut)
    return [topic for topic in shown if content.answered(topic)][:MOST]


def _line(name: str, shares: list[float]) -> None:
    print(f"{name:24}" + "".join(f"{share:>9.1%}" for share in shares))


if __name__ == "__main__":
    main()

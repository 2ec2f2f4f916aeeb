"""How many occupations of the development lists are recognised, in each language.

    .venv/bin/python benchmarks/occupations.py [--misses]

The lists (tests/jobs/occupations.*.tsv) were written by people who had not seen the words that we
know (content/occupations). "false" are messages that name none of our occupations, and where one
was heard.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.content import load  # noqa: E402
from bot.jobs.occupations import named  # noqa: E402
from bot.locales import LOCALES  # noqa: E402


def main() -> None:
    content = load(ROOT / "content")
    for tag in LOCALES:
        file = ROOT / "tests" / "jobs" / f"occupations.{tag}.tsv"
        rows = [line.split("\t")[:2] for line in file.read_text("utf-8").splitlines() if line]
        heard = [(wanted, text, named(content, text, tag).all) for wanted, text in rows]
        ours = [row for row in heard if row[0] != "none"]
        false = [row for row in heard if row[0] == "none" and row[2]]
        misses = [row for row in ours if row[0] not in row[2]]
        recall = 1 - len(misses) / len(ours)
        print(f"{tag}: recall {recall:.3f} of {len(ours)}, false {len(false)}")
        if "--misses" in sys.argv:
            for wanted, text, found in (*misses, *false):
                print(f"    {wanted} {found}: {text}")


if __name__ == "__main__":
    main()

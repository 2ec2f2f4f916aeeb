"""What it costs to understand one message: CPU time of the trained model, without any server.

Run: python benchmarks/message.py [tests/nlu/dev.*.tsv …]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.nlu.ask import Question, open_model
from bot.nlu.evaluate import read_cases
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
_QUESTIONS = 500


def milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU time of `work` for one text, on average."""
    began = time.process_time()
    for text in texts:
        work(text)
    return (time.process_time() - began) / len(texts) * 1000


def main() -> None:
    """Prints milliseconds one by one, and in batches as `farled ask` reads its input."""
    files = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "tests/nlu").glob("dev.*.tsv"))
    cases = [case.text for file in files for case in read_cases(file, None)]
    texts = cases[:: max(1, len(cases) // _QUESTIONS)]
    asker = open_model(Settings.here())
    asker.understand(texts[0])
    alone = milliseconds(lambda text: asker.understand(text), texts)
    began = time.process_time()
    asker.understand_all([Question(text) for text in texts])
    together = (time.process_time() - began) / len(texts) * 1000
    sys.stdout.write(
        f"{len(texts)} questions: {alone:.1f} ms CPU alone, {together:.1f} ms in one batch\n"
    )


if __name__ == "__main__":
    main()

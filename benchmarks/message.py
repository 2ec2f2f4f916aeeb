"""What it costs to understand one message: CPU time of the trained model, without any server.

Of the time alone, what our components take is given as well: the rest is rasa's and dask's graph.

Run: python benchmarks/message.py [tests/nlu/dev.*.tsv …]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.nlu.ask import Question, open_model
from bot.nlu.evaluate import read_cases
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
_QUESTIONS = 500
_WARM = 20


def milliseconds(work: Callable[[], object], questions: int) -> float:
    """CPU time of `work` for each of its questions."""
    began = time.process_time()
    work()
    return (time.process_time() - began) / questions * 1000


def time_inside_components() -> list[float]:
    """Grows by the CPU seconds of each run of a node of rasa's graph, from now on."""
    from rasa.engine.graph import GraphNode

    seconds: list[float] = []
    run = GraphNode.__call__

    def timed(node: GraphNode, *inputs: object) -> object:
        began = time.process_time()
        made = run(node, *inputs)
        seconds.append(time.process_time() - began)
        return made

    GraphNode.__call__ = timed
    return seconds


def main() -> None:
    """Prints milliseconds one by one, and in batches as `farled ask` reads its input."""
    files = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "tests/nlu").glob("dev.*.tsv"))
    cases = [case.text for file in files for case in read_cases(file, None)]
    texts = cases[:: max(1, len(cases) // _QUESTIONS)]
    asker = open_model(Settings.here())
    for text in texts[:: max(1, len(texts) // _WARM)]:
        asker.understand(text)
    inside = time_inside_components()
    alone = milliseconds(lambda: [asker.understand(text) for text in texts], len(texts))
    components = sum(inside) / len(texts) * 1000
    questions = [Question(text) for text in texts]
    together = milliseconds(lambda: asker.understand_all(questions), len(texts))
    sys.stdout.write(
        f"{len(texts)} questions, CPU of each: {alone:.1f} ms alone, of these {components:.1f} ms "
        f"in our components; {together:.1f} ms in one batch\n"
    )


if __name__ == "__main__":
    main()

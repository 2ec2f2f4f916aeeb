"""Makes the model that understands: runs `rasa train`, and only when its inputs have changed.

A model's name holds the fingerprint of what it was made from; so a file that is there fits.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from bot.errors import TrainingFailed
from bot.settings import Settings

_PACKAGES = ("rasa", "scikit-learn", "langdetect", "spacy")
_NOT_IN_THE_MODEL = {"ask", "evaluate", "train", "tracker_store", "lock_store", "reading_channel"}
_KEPT_MODELS = 3
_TAIL_LINES = 25
_STEPS = {
    "Starting to train component 'LanguageDetector'": "learning the languages",
    "Starting to train component 'TopicClassifier'": "learning the topics",
    "Starting to train component 'RulePolicy'": "learning the rules",
}


def fingerprint(root: Path) -> str:
    """A short name for everything that a model is made from: rows, rules, code, versions."""
    found = hashlib.sha256()
    for package in _PACKAGES:
        found.update(f"{package}={version(package)}\n".encode())
    for file in _inputs(root):
        found.update(f"{file.relative_to(root).as_posix()}\n".encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:12]


def current(settings: Settings) -> Path | None:
    """The model that fits the inputs as they are now, or None when it must be trained."""
    model = _model(settings)
    return model if model.is_file() else None


def train(settings: Settings, *, progress: Callable[[str], None], force: bool = False) -> Path:
    """The model that fits the inputs, trained now unless it is there already.

    Raises: TrainingFailed with the end of rasa's output.
    """
    model = _model(settings)
    if model.is_file() and not force:
        progress(f"model {model.name} is up to date")
        return model
    model.parent.mkdir(parents=True, exist_ok=True)
    progress("training, this takes a minute or two")
    with tempfile.TemporaryDirectory(dir=model.parent, prefix=".training-") as folder:
        _run(settings, Path(folder), model.name.removesuffix(".tar.gz"), progress)
        (Path(folder) / model.name).replace(model)
    _forget_old(model.parent)
    progress(f"model {model.name} is ready")
    return model


def _model(settings: Settings) -> Path:
    return settings.models.absolute() / f"farled-{fingerprint(settings.root)}.tar.gz"


def _forget_old(folder: Path) -> None:
    """Removes all but the newest models; a running rasa has read its own already."""
    models = sorted(folder.glob("farled-*.tar.gz"), key=lambda file: file.stat().st_mtime)
    for file in models[:-_KEPT_MODELS]:
        file.unlink(missing_ok=True)


def _inputs(root: Path) -> Iterator[Path]:
    content = root / "content"
    files = [root / "config.yml", root / "domain.yml"]
    files += [content / "topics.yml", content / "languages.yml"]
    files += (root / "data").rglob("*.yml")
    nlu = (root / "bot" / "nlu").glob("*.py")
    files += (file for file in nlu if file.stem not in _NOT_IN_THE_MODEL)
    files += [root / "bot" / "content" / name for name in ("fold.py", "rows.py", "load.py")]
    return iter(sorted(file for file in files if file.is_file()))


def _run(settings: Settings, out: Path, name: str, progress: Callable[[str], None]) -> None:
    root = settings.root.absolute()
    command = [
        sys.executable, "-m", "rasa", "train", "--skip-validation", "--force",
        "--config", str(root / "config.yml"), "--domain", str(root / "domain.yml"),
        "--data", str(root / "data"), "--out", str(out), "--fixed-model-name", name,
    ]  # fmt: skip
    environment = {
        **os.environ,  # noqa: TID251 - what the child inherits
        "FARLED_ROOT": str(root),
        "PYTHONPATH": str(root),
        "RASA_TELEMETRY_ENABLED": "false",
        # Rasa's cache of parts would be written and never read: a changed row changes them all.
        "RASA_MAX_CACHE_SIZE": "0",
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONUNBUFFERED": "1",
    }
    tail: deque[str] = deque(maxlen=_TAIL_LINES)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
        command, cwd=root, env=environment, text=True, errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            tail.append(line.rstrip())
            for mark, step in _STEPS.items():
                if mark in line:
                    progress(step)
    if process.returncode or not (out / f"{name}.tar.gz").is_file():
        raise TrainingFailed(
            "rasa train made no model; the end of what it said:\n" + "\n".join(tail)
        )

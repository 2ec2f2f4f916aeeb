"""A real hub that has a translation service."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from tests.conftest import ROOT
from tests.support.hub import RunningHub, running_hub
from tests.support.translation_service import KEY, TranslationService


@contextlib.contextmanager
def translating_hub(
    var: Path, service: TranslationService, name: str = "libretranslate"
) -> Iterator[RunningHub]:
    """The hub while the block runs."""
    settings = dataclasses.replace(
        Settings(),
        root=ROOT,
        var=var,
        translation=name,
        translation_url=service.url,
        translation_key=KEY,
    )
    with running_hub(settings) as hub:
        yield hub

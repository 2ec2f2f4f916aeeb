"""What tests of replies stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.content.project import SmallProject


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A project with one local and one general topic."""
    project = SmallProject(tmp_path)
    phrases = (ROOT / "content" / "phrases" / "en.yml").read_text()
    project.write("content/phrases/en.yml", phrases)
    return project

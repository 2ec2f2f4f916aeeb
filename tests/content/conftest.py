"""What tests of content and of replies stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.content.project import SmallProject


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    """A project that passes the check, with one local and one general topic."""
    return SmallProject(tmp_path)


@pytest.fixture
def small(project: SmallProject) -> SmallProject:
    """The same with all of the assistant's phrases, so that it can reply."""
    phrases = (ROOT / "content" / "phrases" / "en.yml").read_text()
    project.write("content/phrases/en.yml", phrases)
    return project

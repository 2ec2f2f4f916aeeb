"""Every word of the desk is in both of its languages, and a page shows words of one only."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import Content
from bot.desk.pages import LANGUAGES
from bot.desk.readable import language_name
from bot.locales import LOCALES
from bot.settings import Settings
from tests.conftest import ROOT, HandClock
from tests.desk.test_page import Desk, arrive, browser
from tests.support.desk_pages import PAGES, Reader, fill, pages_of
from tests.support.hub import RunningHub, running_hub
from tests.support.the_desk import PROVIDER, SERVICE, furnished
from tests.support.translation_service import translation_service

__all__ = ["arrive", "browser"]

DESK = ROOT / "bot" / "desk"
GROUPS = ("desk", "help", "card", "accounts", "report", "lessons")
"""The groups of phrases from which the desk's words come."""

NAMES = ("Farled", "Web", "Telegram", "Ctrl+Enter", "Alt+1", "Alt+2", "Alt+3", PROVIDER, SERVICE)
PEOPLE = ("Administrator", "Chefen", "Bo", "Nytt Namn", "Lots 1")
FROM_CONTENT = (
    "time, .text, .preview, blockquote, code, kbd, svg, .source, .asked, .draft, "
    ".marks .tag, .tag > span, "
    ".canned li, .help h3, #family-municipality option, .family option, .guesses, .buttons, "
    "[lang]:not(html), td, th[scope=row], .lesson option, dd, datalist"
)
"""Where what people wrote, or what content/ says besides phrases, is shown."""

STRANGE = """(hidden) => {
  const found = [];
  const look = (text, node) => {
    if (node.closest(hidden) || !text.trim()) return;
    found.push(text.trim());
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (["SCRIPT", "STYLE"].includes(node.tagName)) continue;
    look(walk.currentNode.data, node);
  }
  for (const node of document.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (node.hasAttribute(name)) look(node.getAttribute(name), node);
    }
  }
  return found;
}"""


def wrapped(value: Any, tag: str) -> Any:
    """Phrases, each between marks that say its language."""
    if isinstance(value, dict):
        return {key: wrapped(one, tag) for key, one in value.items()}
    if isinstance(value, list):
        return [wrapped(one, tag) for one in value]
    return f"⟦{tag}:{value}⟧" if isinstance(value, str) else value


def strange(text: str, language: str, known: list[str]) -> str:
    """What of a text stands outside of marks, or between those of another language."""
    while True:
        shorter = re.sub(rf"⟦{language}:[^⟦⟧]*⟧", " ", text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"\S+@\S+", " ", text)
    for one in known:
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
    return text.strip() if re.search(r"[^\W\d_]|⟦", text) else ""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose phrases all say which language they are."""
    root = tmp_path_factory.mktemp("marked")
    for one in (*ROOT.glob("*"), *(ROOT / "content").glob("*")):
        to = root / one.relative_to(ROOT)
        if one.name == "content":
            to.mkdir()
        elif one.name not in ("phrases", "var"):
            to.symlink_to(one)
    (root / "content" / "phrases").mkdir()
    for file in (ROOT / "content" / "phrases").glob("*.yml"):
        marked = wrapped(yaml.safe_load(file.read_text("utf-8")), file.stem)
        text = yaml.safe_dump(marked, allow_unicode=True)
        (root / "content" / "phrases" / file.name).write_text(text, "utf-8")
    settings = dataclasses.replace(Settings(), root=root, var=root / "var")
    with translation_service() as service, running_hub(furnished(settings, service)) as hub:
        yield hub


@pytest.mark.browser
@pytest.mark.parametrize("path", sorted(PAGES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_shows_words_of_its_language_only(
    hub: RunningHub,
    arrive: Callable[..., Desk],
    clock: HandClock,
    language: str,
    path: str,
) -> None:
    if path not in {one.path for one in pages_of(hub)}:
        pytest.fail(f"{path} is gone")
    fill(hub, clock)
    content = hub.parts.content
    known = [*NAMES, *PEOPLE, *(one.name for one in LOCALES.values())]
    spoken = [language_name(tag, language) for tag in LOCALES]
    known += [*spoken, *(one.capitalize() for one in spoken)]
    known += [one.name for one in content.municipalities.values()]
    known += [label for one in content.answers if (label := content.label(one, language))]
    known = sorted(known, key=len, reverse=True)
    reader = Reader(hub, clock, arrive().page, language)
    marked = 0
    for state in PAGES[path](reader):
        texts = reader.page.evaluate(STRANGE, FROM_CONTENT)
        marked += sum(f"⟦{language}:" in one for one in texts)
        assert [found for one in texts if (found := strange(one, language, known))] == [], state
        assert not any("undefined" in one for one in texts), state
    assert marked > 5


def test_scripts_use_no_word_that_is_missing(content: Content) -> None:
    groups = {name: content.group(name, "en") for name in GROUPS}
    words = set().union(*groups.values()) | {f"language_{tag}" for tag in LOCALES}
    used = 0
    for file in sorted((DESK / "static").glob("*.js")):
        text = file.read_text("utf-8")
        for key in re.findall(r"\b[wW]ords\??\.([a-z_][a-z0-9_]*)(?! =)\b", text):
            assert key in words, f"{file.name}: {key}"
            used += 1
        for start in re.findall(r"\b[wW]ords\??\.?\[`([a-z_]+_)\$\{", text):
            assert any(key.startswith(start) for key in words), f"{file.name}: {start}…"
    assert used > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_and_code_use_no_word_that_is_missing(content: Content, language: str) -> None:
    texts = content.phrases(language).texts
    files: list[Path] = sorted((DESK / "templates").glob("*.html"))
    used = 0
    for file in files:
        text = file.read_text("utf-8")
        for key, joined in re.findall(r"""phrase\(["']([a-z_.]+)["']\s*(~|\+)?""", text):
            there = key in texts or (joined and any(one.startswith(key) for one in texts))
            assert there, f"{file.name}: {key}"
            used += 1
    for file in sorted(DESK.glob("*.py")):
        code = re.sub(r'log\.\w+\(\s*"[^"]*"', "", file.read_text("utf-8"))
        for key in re.findall(rf'"((?:{"|".join(GROUPS)})\.(?!html)[a-z_]+)"', code):
            assert key in texts or any(one.startswith(key) for one in texts), f"{file.name}: {key}"
    assert used > 60


def test_both_languages_have_the_same_words_and_none_is_left_in_the_other(
    content: Content,
) -> None:
    for group in GROUPS:
        swedish, english = content.group(group, "sv"), content.group(group, "en")
        assert set(swedish) == set(english), group
        same = {key for key, text in swedish.items() if text == english[key]}
        assert same <= ALIKE.get(group, set()), group


ALIKE: dict[str, set[str]] = {
    "desk": {"assistant"},
    "accounts": {"role_lots"},
}
"""Words that are written alike in Swedish and English."""

"""The files under /w/: small, complete, and loadable from any site."""

from __future__ import annotations

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.content import Content
from bot.locales import LOCALES
from bot.widget import served

LOADER_BYTES = 3_000
ALL_BYTES = 20_000
LATER = {"plan.js", "email.js", "activity.js", "transcript.js"}
"""The plan's own page, and what is loaded only when e-mail is offered, a person comes in, or the
text of the conversation is asked for."""


@pytest.fixture
def client(content: Content) -> TestClient:
    return TestClient(Starlette(routes=served.routes(content)))


def test_the_loader_and_the_whole_widget_stay_small(content: Content) -> None:
    sizes = {name: len(file.zipped) for name, file in served.files(content).items()}
    scripts = [size for name, size in sizes.items() if name.endswith(".js") and name not in LATER]
    assert sizes["farled.js"] <= LOADER_BYTES
    assert sum(scripts) <= ALL_BYTES, sizes


def test_the_loader_brings_the_launchers_words_in_every_language(
    client: TestClient, content: Content
) -> None:
    found = re.search(r"const WORDS = (\{.*\});", client.get("/w/farled.js").text)
    assert found is not None
    words = json.loads(found.group(1))
    assert list(words) == list(LOCALES)
    assert words["en"]["open"] == content.phrase("widget.open", "en")


def test_files_are_sent_without_comments_and_with_all_their_code(content: Content) -> None:
    for name, file in served.files(content).items():
        source = (served.FOLDER / name).read_text("utf-8")
        sent = file.body.decode()
        assert "/*" not in sent
        assert sent.count("function ") <= source.count("function ")
        assert sent.count("https?") == source.count("https?")


def test_any_site_may_load_a_file_and_ask_whether_it_changed(client: TestClient) -> None:
    first = client.get("/w/panel.js", headers={"Origin": "https://kommun.example"})
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["content-type"].startswith("text/javascript")
    again = client.get("/w/panel.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["served.py", "page.html", "__init__.py", "nothing.js"])
def test_only_scripts_and_styles_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/w/{name}").status_code == 404


def test_every_phrase_that_the_widget_uses_exists(content: Content) -> None:
    code = "".join(path.read_text("utf-8") for path in served.FOLDER.glob("*.js"))
    code += (served.FOLDER / "page.html").read_text("utf-8")
    keys = set(re.findall(r'"((?:widget|buttons|error|page|jobs)\.\w+)"', code)) - {"page."}
    assert len(keys) > 30
    assert [key for key in sorted(keys) if not content.phrase(key, "en")] == []

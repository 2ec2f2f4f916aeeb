"""What a visitor writes to a lots: the real model reads it, and says nothing."""

from __future__ import annotations

import contextlib
import sqlite3

import httpx
import pytest

from tests.support.farled import Farled

pytestmark = [pytest.mark.processes, pytest.mark.rasa]


def test_the_model_reads_without_answering_and_keeps_no_dialogue(farled: Farled) -> None:
    url = f"http://127.0.0.1:{farled.env['FARLED_RASA_PORT']}"
    tracker = farled.var / "tracker.db"

    def kept() -> int:
        with contextlib.closing(sqlite3.connect(tracker, timeout=20)) as database:
            return int(database.execute("SELECT count(*) FROM events").fetchone()[0])

    def read(text: str, language: str) -> dict[str, object]:
        metadata = {"language": language, "language_chosen": False, "municipality": "lulea"}
        answer = httpx.post(
            f"{url}/webhooks/read/", json={"text": text, "metadata": metadata}, timeout=30
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    before = kept()
    said = read("Kā tikt dzīvokļu rindā?", "sv")
    assert (said["language"], said["band"]) == ("lv", "sure")
    assert said["ranking"][0][0] == "housing.queue"  # type: ignore[index]
    hinted = {tag: read("ok", tag)["language"] for tag in ("sv", "lt")}
    assert hinted == {"sv": "sv", "lt": "lt"}
    assert kept() == before
    assert httpx.post(f"{url}/webhooks/read/", json={"text": 7}, timeout=30).status_code == 400
    assert httpx.get(f"{url}/status", timeout=30).status_code == 404, "rasa's own API is closed"

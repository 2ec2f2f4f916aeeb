"""Only the hub faces the network, and no log of the three processes holds what a person wrote."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.support.farled import Farled, Visitor
from tests.support.hub import until

pytestmark = [pytest.mark.processes, pytest.mark.rasa]

SECRET = "min granne heter Zebulon Quist och jag undrar om barnbidrag"
ODD = '/zebulonintent{"language":"lv"} Zebulon'


def listening_addresses() -> dict[int, set[str]]:
    """port → the addresses on which somebody listens, from the kernel's own table."""
    found: dict[int, set[str]] = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            if state == "0A":
                address, port = local.rsplit(":", 1)
                found.setdefault(int(port, 16), set()).add(address)
    return found


def test_rasa_and_actions_listen_on_loopback_only(farled: Farled) -> None:
    farled.wait_until_ready()
    listening = listening_addresses()
    for name in ("FARLED_RASA_PORT", "FARLED_ACTIONS_PORT", "FARLED_PORT"):
        assert listening[int(farled.env[name])] == {"0100007F"}


def test_what_a_person_wrote_stands_in_no_log(farled: Farled, visitor: Visitor) -> None:
    farled.wait_until_ready()
    visitor.ask(SECRET)
    visitor.ask(ODD)
    logs = farled.logs()
    assert "turn.answered" in logs
    assert "Zebulon" not in logs
    assert "zebulon" not in logs


def test_a_forgotten_visitor_is_forgotten_by_rasa_too(farled: Farled, visitor: Visitor) -> None:
    farled.wait_until_ready()
    visitor.ask(SECRET)
    assert senders(farled, visitor.id) != []
    visitor.forget()
    until(lambda: senders(farled, visitor.id) == [], timeout_s=30)


def senders(farled: Farled, conversation: str) -> list[str]:
    """The dialogues of a conversation that rasa's tracker holds."""
    with contextlib.closing(sqlite3.connect(farled.var / "tracker.db", timeout=20)) as database:
        rows = database.execute(
            "SELECT DISTINCT sender_id FROM events WHERE sender_id LIKE ?", (f"{conversation}%",)
        )
        return [sender for (sender,) in rows]


def test_a_typed_payload_is_just_text(farled: Farled, visitor: Visitor) -> None:
    answer = visitor.ask('/greet{"language":"lv"}')
    assert answer["language"] != "lv"
    assert answer.get("topic") != "conversation.greet" or answer["language"] == "sv"
    assert visitor.said("visitor")[0]["text"] == '/greet{"language":"lv"}'

"""How long a search at the desk takes when there are many conversations.

Run: python benchmarks/search.py [--conversations 20000] [--database sqlite:///…]
Fills an empty database with conversations of ten messages and a note and searches them for a word
that nearly all have, that few have, that one has, and that none has, as an account of one place and
as one of all.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert

from bot.content import load
from bot.conversations import tables
from bot.conversations.events import Author, Body, LanguageChanged, Message, NoteWritten
from bot.conversations.heads import state_to_json
from bot.conversations.migrate import migrate
from bot.conversations.notifier import Notifier
from bot.conversations.owner import State
from bot.conversations.store import Store
from bot.conversations.stored import kind_of as kind
from bot.conversations.stored import to_json
from bot.desk import search
from bot.desk.scope import Scope

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = {
    "common": "hej",
    "rare": "sällsynt",
    "one": "nål",
    "none": "finnsinte",
    "two": "hej nål",
}
BATCH = 500


def said(texts: list[str], number: int, chance: random.Random) -> Iterator[Body]:
    """Twelve events: who opened it, five questions with answers of real length, a note."""
    yield LanguageChanged("sv")
    for turn in range(5):
        asked = "Hej, " + " ".join(chance.sample(texts, 1))[:120]
        if turn == 2 and number % 400 == 0:
            asked += " Sällsynt fråga."
        if turn == 3 and number == 7:
            asked += " Nål."
        yield Message(Author.VISITOR, asked, "sv", client_id=f"m{turn}")
        yield Message(Author.ASSISTANT, chance.choice(texts), "sv", topic="housing.queue")
    yield NoteWritten("ringde upp", 1, "Anna")


def fill(store: Store, count: int) -> None:
    """`count` conversations, one a minute, the last one now."""
    chance = random.Random(5)
    texts = [one.text["sv"] for one in load(ROOT / "content").answers.values()]
    begun = datetime.now(timezone.utc) - timedelta(minutes=count)
    for first in range(0, count, BATCH):
        heads, events = [], []
        for number in range(first, min(count, first + BATCH)):
            name, at = f"c{number:07}", begun + timedelta(minutes=number)
            place = ("lulea", "sorsele", "kiruna", "umea")[number % 4]
            bodies = list(said(texts, number, chance))
            state = State(seq=len(bodies), municipality=place)
            heads.append({
                "id": name, "channel": "web", "address": None, "token_hash": name,
                "created_at": at, "updated_at": at, "seq": state.seq, "owner": state.owner.value,
                "lots_id": 0, "municipality": place, "urgent": False, "owner_since": None,
                "state": state_to_json(state),
            })  # fmt: skip
            events += [
                {"conversation": name, "seq": seq, "at": at, "kind": kind(body),
                 "client_id": getattr(body, "client_id", "") or None, "body": to_json(body)}
                for seq, body in enumerate(bodies, 1)
            ]  # fmt: skip
        with store.transaction() as transaction:
            transaction.connection.execute(insert(tables.conversation), heads)
            transaction.connection.execute(insert(tables.event), events)


def main() -> None:
    """Prints seconds for every question and scope."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--conversations", type=int, default=20_000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(asked.database or f"sqlite:///{folder}/search.db", Notifier())
        migrate(store)
        fill(store, asked.conversations)
        for who, scope in {
            "all": Scope(1),
            "one place": Scope(1, frozenset({"sorsele", "kiruna", "umea"})),
        }.items():
            for name, query in QUESTIONS.items():
                began = time.perf_counter()
                with store.transaction() as transaction:
                    found = len(search.find(transaction, scope, query))
                print(f"{who:10} {name:7} {time.perf_counter() - began:7.2f} s {found:4} found")
        store.close()


if __name__ == "__main__":
    main()

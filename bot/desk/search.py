"""Finds cases by words of their messages, notes and tags: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, String, and_, func, or_, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations import tables
from bot.conversations.heads import Head, heads
from bot.conversations.store import Transaction
from bot.desk.scope import Scope
from bot.desk.tags import MOST_TAGS

FOUND = 50
"""Cases that one search finds, newest first."""
MOST_WORDS = 8
AROUND = 50
"""Characters shown before and after what was found."""
_SAID = ("message", "note")
_HIGHEST = 0xFFFF
"""The last letter that JSON writes as one \\u with four digits."""


def find(transaction: Transaction, scope: Scope, query: str) -> list[tuple[Head, str]]:
    """The newest cases in which every word of `query` occurs, each with words around a hit.

    A case is found when its messages, notes and tags together have all the words, in any case
    of letters. What is erased, or is not in the account's scope, is never found.
    """
    words = fold(query).split()[:MOST_WORDS]
    if not words:
        return []
    table = tables.conversation
    found = (
        select(table)
        .where(scope.clause(), table.c.state["erased"].as_boolean().is_(False))
        .where(*[_has(transaction, word) for word in words])
        .order_by(table.c.updated_at.desc())
        .limit(FOUND)
    )
    cases = heads(transaction.connection.execute(found).mappings())
    said = _excerpts(transaction, [head.id for head in cases], words)
    return [(head, said.get(head.id, "")) for head in cases]


def fold(text: str) -> str:
    """A text as it is compared."""
    return text.lower()


def _has(transaction: Transaction, word: str) -> ColumnElement[Boolean]:
    """True for conversations with `word` in a message, a note or a tag."""
    table, event = tables.conversation, tables.event
    said = (
        select(event.c.seq)
        .where(event.c.conversation == table.c.id, _in_text(transaction, word))
        .exists()
    )
    tags = [table.c.state["tags", place].as_string() for place in range(MOST_TAGS)]
    tagged = [_contains(transaction, tag, word) for tag in tags]
    return or_(said, and_(_may_have(transaction, table.c.state, word), or_(*tagged)))


def _in_text(transaction: Transaction, word: str) -> ColumnElement[Boolean]:
    event = tables.event
    text = event.c.body["text"].as_string()
    may = _may_have(transaction, event.c.body, word)
    return and_(event.c.kind.in_(_SAID), may, _contains(transaction, text, word))


def _may_have(transaction: Transaction, column: Any, word: str) -> ColumnElement[Boolean]:
    """True where the stored JSON has `word`, and in a few more rows; never false where it has it.

    SQLite compares these by itself, much faster than by our lower() (benchmarks/search.py).
    """
    if transaction.connection.dialect.name != "sqlite":
        return true()
    return type_coerce(column, String).like("%" + "".join(map(_stored, word)) + "%")


def _stored(letter: str) -> str:
    """What LIKE finds a letter by in stored JSON, which writes those beyond ASCII by number."""
    if letter.isascii():
        return letter if letter.isalnum() else "%"
    return r"\u____" if ord(letter) <= _HIGHEST else "%"


def _contains(transaction: Transaction, column: Any, word: str) -> ColumnElement[Boolean]:
    """Like LIKE, but SQLite's own lower() knows no letters beyond a–z."""
    if transaction.connection.dialect.name != "sqlite":
        return func.lower(column).contains(word, autoescape=True)
    raw: Any = transaction.connection.connection
    raw.create_function("farled_lower", 1, _lower, deterministic=True)
    return func.farled_lower(column).contains(word, autoescape=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _excerpts(
    transaction: Transaction, conversations: Sequence[str], words: Sequence[str]
) -> dict[str, str]:
    """What was said around the newest hit in each of these conversations."""
    event = tables.event
    query = (
        select(event.c.conversation, event.c.body)
        .where(event.c.conversation.in_(conversations))
        .where(or_(*[_in_text(transaction, word) for word in words]))
        .order_by(event.c.seq)
    )
    rows = transaction.connection.execute(query)
    return {row.conversation: _around(row.body["text"], words) for row in rows}


def _around(text: str, words: Sequence[str]) -> str:
    places = [fold(text).find(word) for word in words]
    first = min((place for place in places if place >= 0), default=0)
    begin, end = max(0, first - AROUND), first + AROUND
    return ("… " if begin else "") + text[begin:end].strip() + (" …" if end < len(text) else "")

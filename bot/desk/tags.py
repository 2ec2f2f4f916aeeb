"""The lotsar's own short words on cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from bot.conversations import tables
from bot.conversations.store import Transaction
from bot.desk.given import words
from bot.desk.scope import Scope
from bot.errors import RefusedMessage

MOST_TAGS = 8
LONGEST_TAG = 30
SUGGESTED = 20
LATELY = 300
"""Changes of tags that suggestions are taken from."""


def tags_of(given: object) -> tuple[str, ...]:
    """The tags in a list of texts: each once whatever its case of letters, none empty.

    Raises: RefusedMessage (invalid, too_long, too_many_tags).
    """
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise RefusedMessage("invalid", "tags: a list of texts")
    once: dict[str, str] = {}
    for tag in (" ".join(words(one).split()) for one in given):
        if len(tag) > LONGEST_TAG:
            raise RefusedMessage("too_long", f"a tag has at most {LONGEST_TAG} characters")
        if tag:
            once.setdefault(tag.casefold(), tag)
    if len(once) > MOST_TAGS:
        raise RefusedMessage("too_many_tags", f"at most {MOST_TAGS} tags")
    return tuple(once.values())


def change_of(body: Mapping[str, Any]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """What {"tags"}, or {"add", "remove"}, makes of the tags that a case has.

    With the latter, two who change tags at once do not undo each other's. Raises: RefusedMessage,
    and so does what comes back.
    """
    if not body.keys() & {"add", "remove"}:
        given = tags_of(body.get("tags"))
        return lambda _: given
    added, removed = tags_of(body.get("add", [])), tags_of(body.get("remove", []))
    gone = {tag.casefold() for tag in removed}
    return lambda had: tags_of([*(tag for tag in had if tag.casefold() not in gone), *added])


def used_lately(transaction: Transaction, scope: Scope) -> list[str]:
    """Tags lately put on cases that this account sees, the most used first."""
    event, conversation = tables.event, tables.conversation
    query = (
        select(event.c.body)
        .join(conversation, conversation.c.id == event.c.conversation)
        .where(event.c.kind == "tags", scope.clause())
        .order_by(event.c.at.desc())
        .limit(LATELY)
    )
    bodies = transaction.connection.execute(query).scalars()
    counted = Counter(tag for body in bodies for tag in body["tags"])
    return [tag for tag, _ in counted.most_common(SUGGESTED)]

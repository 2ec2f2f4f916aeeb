"""The link to a plan: made once, opens only its conversation, ends with it."""

from __future__ import annotations

import pytest

from bot.conversations import erasure, plan_links
from bot.conversations.events import CardChanged, LanguageChanged
from bot.conversations.store import Store
from bot.errors import UnknownConversation


def test_a_conversation_has_one_link_and_another_has_another(store: Store) -> None:
    with store.transaction() as tx:
        one, _ = tx.open("web", None, LanguageChanged("sv"))
        other, _ = tx.open("web", None, LanguageChanged("sv"))
        path = plan_links.path(tx, one)
        assert plan_links.path(tx, one) == path
        assert plan_links.path(tx, other) != path
        assert path.startswith("/plan/")
        assert len(path) > 36
        assert plan_links.behind(tx, path.removeprefix("/plan/")).id == one


def test_an_unknown_link_opens_nothing(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(UnknownConversation):
        plan_links.behind(tx, "no-such-plan")


def test_erasure_ends_the_link_and_empties_the_card(store: Store) -> None:
    with store.transaction() as tx:
        one, _ = tx.open("web", None, LanguageChanged("sv"), CardChanged({"children": [3]}))
        token = plan_links.path(tx, one).removeprefix("/plan/")
        erasure.erase(tx, tx.lock(one))
        assert tx.head(one).state.card.children is None
        with pytest.raises(UnknownConversation):
            plan_links.behind(tx, token)

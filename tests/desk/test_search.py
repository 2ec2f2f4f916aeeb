"""Cases are found by their words, and nobody finds what is not hers."""

from __future__ import annotations

from bot.conversations.events import NoteWritten, Tagged
from bot.conversations.store import Store
from bot.desk import audit, search
from bot.desk.scope import Scope
from bot.reception import Reception
from tests.conftest import HandClock
from tests.desk.conftest import Lots, begun, waiting
from tests.support.hub import RunningHub

ALL = Scope(1)


def found(store: Store, query: str, scope: Scope = ALL) -> list[str]:
    with store.transaction() as tx:
        return [head.id for head, _ in search.find(tx, scope, query)]


def note(store: Store, conversation: str, text: str, *tags: str) -> None:
    with store.transaction() as tx:
        head = tx.append(tx.lock(conversation), NoteWritten(text, 1, "Anna"))
        tx.append(head, Tagged(tags, "Anna"))


def test_all_words_in_messages_notes_and_tags_whatever_their_case(any_store: Store) -> None:
    one = begun(any_store, "Vi flyttar till ÅSELE i vår")
    note(any_store, one, "Šķiet, ka viss kārtībā", "Förskola")
    other = begun(any_store, "Vi flyttar till Boden")
    assert found(any_store, "åsele") == [one]
    assert found(any_store, "ŠĶIET") == [one]
    assert found(any_store, "förSKOLA flyttar") == [one]
    assert found(any_store, "åsele boden") == []
    assert set(found(any_store, "flyttar")) == {one, other}


def test_signs_are_only_signs(any_store: Store) -> None:
    one = begun(any_store, "100 % av _lönen_ och 'citat\\'")
    begun(any_store, "1000 kronor av lönen")
    assert found(any_store, "100 %") == [one]
    assert found(any_store, "_lönen_") == [one]
    assert found(any_store, "'citat\\'") == [one]
    assert found(any_store, "' OR 1=1 --") == []
    assert found(any_store, "   ") == []


def test_a_tag_taken_away_is_not_found(any_store: Store) -> None:
    one = begun(any_store, "Hej")
    note(any_store, one, "Ring", "bostad", "skola")
    note(any_store, one, "Ring igen", "skola")
    assert found(any_store, "bostad") == []
    assert found(any_store, "skola") == [one]


def test_what_is_erased_is_never_found(any_store: Store, reception: Reception) -> None:
    one = waiting(any_store, "hemligt")
    note(any_store, one, "hemligare", "hemligast")
    with any_store.transaction() as tx:
        _, receipt = reception.forgetting(tx, tx.lock(one))
    for query in ("hemligt", "hemligare", "hemligast", receipt):
        assert found(any_store, query) == []


def test_only_what_the_scope_has_is_found(any_store: Store) -> None:
    here, there = begun(any_store, "Hej", place="lulea"), begun(any_store, "Hej", place="boden")
    assert set(found(any_store, "hej")) == {here, there}
    assert found(any_store, "hej", Scope(1, frozenset({"boden"}))) == [here]
    assert found(any_store, "hej", Scope(1, nothing=True)) == []


def test_the_newest_come_first_with_the_words_around(store: Store, clock: HandClock) -> None:
    first = begun(store, "x " * 100 + "nyckelord" + " y" * 100)
    clock.pass_s(5)
    second = begun(store, "nyckelord")
    with store.transaction() as tx:
        lines = [(head.id, said) for head, said in search.find(tx, ALL, "Nyckelord")]
    assert [line[0] for line in lines] == [second, first]
    assert lines[0][1] == "nyckelord"
    assert lines[1][1].startswith("… x")
    assert lines[1][1].endswith("y …")
    assert len(lines[1][1]) < 120


def test_at_most_fifty_are_found(store: Store) -> None:
    for _ in range(search.FOUND + 1):
        begun(store, "Hej")
    assert len(found(store, "hej")) == search.FOUND


def test_words_are_looked_for_by_the_desks_own_page_and_stand_in_no_address(
    hub: RunningHub, anna: Lots
) -> None:
    one = waiting(hub.parts.store, "Kalle Karlsson flyttar")
    headers, body = {"X-CSRF-Token": anna.csrf}, {"words": "karlsson flyttar"}
    answer = anna.client.post("/desk/api/search", json=body, headers=headers)
    assert [line["conversation"] for line in answer.json()["found"]] == [one]
    assert anna.client.post("/desk/api/search", json=body).status_code == 403
    assert anna.get("search?q=karlsson").status_code == 405
    with hub.parts.store.transaction() as tx:
        assert [entry.action for entry in audit.entries(tx)].count("searched") == 1

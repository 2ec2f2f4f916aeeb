"""What two lotsar do at once, or one does twice, over real HTTP: nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.conftest import Lots
from tests.desk.test_work import own, refusal, state
from tests.support.hub import RunningHub


def test_two_who_change_tags_at_once_do_not_lose_each_others(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    conversation, bo = own(hub, anna), make_lots("Bo")
    anna.do(conversation, "tags", {"tags": ["skola"]})
    # Both see "skola" alone.
    assert anna.do(conversation, "tags", {"add": ["hyra"]}).json() == {"tags": ["skola", "hyra"]}
    bo.do(conversation, "tags", {"add": ["Hyra", "jobb"]})
    assert state(hub, conversation).tags == ("skola", "hyra", "jobb")
    bo.do(conversation, "tags", {"remove": ["SKOLA"], "add": ["båt"]})
    assert state(hub, conversation).tags == ("hyra", "jobb", "båt")
    many = {"add": [str(number) for number in range(6)]}
    assert refusal(anna.do(conversation, "tags", many)) == (422, "too_many_tags")
    assert refusal(anna.do(conversation, "tags", {"add": "hyra"})) == (422, "invalid")
    assert state(hub, conversation).tags == ("hyra", "jobb", "båt")


def test_a_note_sent_again_is_written_once(
    hub: RunningHub, anna: Lots, make_lots: Callable[[str], Lots]
) -> None:
    conversation, note = own(hub, anna), {"id": "n1", "text": "Ring"}
    first = anna.do(conversation, "note", note)
    again = anna.do(conversation, "note", note)
    assert first.json() == again.json()
    assert make_lots("Bo").do(conversation, "note", note).json() != first.json()
    anna.do(conversation, "note", {"text": "Utan id"})
    anna.do(conversation, "note", {"text": "Utan id"})
    events = anna.get(f"conversations/{conversation}").json()["events"]
    notes = [event for event in events if event["type"] == "note"]
    assert [(one["lots"], one["text"]) for one in notes] == [
        ("Anna", "Ring"), ("Bo", "Ring"), ("Anna", "Utan id"), ("Anna", "Utan id"),
    ]  # fmt: skip
    assert not any("client_id" in one for one in notes)

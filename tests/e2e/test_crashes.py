"""kill -9 of any process between “stored” and “answered”: every message is answered, once."""

from __future__ import annotations

import time

import pytest

from tests.support.farled import Farled, Visitor

pytestmark = [pytest.mark.processes, pytest.mark.rasa]

QUESTIONS = ("hur får jag personnummer?", "hur söker jag förskola?", "tack")


@pytest.mark.parametrize("victim", ["rasa", "actions", "hub"])
def test_every_message_is_answered_once_although_a_process_is_killed(
    farled: Farled, visitor: Visitor, victim: str
) -> None:
    farled.wait_until_ready()
    before = farled.pid(victim)
    farled.freeze("rasa")  # so that the messages are surely stored and not yet answered
    seqs = [visitor.send(text) for text in QUESTIONS]
    farled.kill(victim)
    if victim != "rasa":
        farled.thaw("rasa")
    for seq in seqs:
        visitor.wait_for_answer(seq, timeout_s=180)
    farled.wait_until_ready()
    time.sleep(1)
    answered = [message["answers"] for message in visitor.said("assistant")]
    assert sorted(answered) == seqs
    assert [message["text"] for message in visitor.said("visitor")] == list(QUESTIONS)
    assert farled.pid(victim) != before


def test_with_rasa_frozen_the_visitor_is_told_and_reaches_a_lots(
    farled: Farled, visitor: Visitor
) -> None:
    farled.wait_until_ready()
    farled.freeze("rasa")
    try:
        seq = visitor.send("hur köar jag till en lägenhet?")
        end = time.monotonic() + 60
        while not visitor.said("notice") and time.monotonic() < end:
            time.sleep(0.3)
        notice = visitor.said("notice")[0]
        assert notice["language"] == "sv"
        assert notice["buttons"]
    finally:
        farled.thaw("rasa")
    assert visitor.wait_for_answer(seq)["topic"] == "housing.queue"

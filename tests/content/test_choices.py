"""The buttons under a reply."""

from __future__ import annotations

from bot.content import Content
from bot.content.understanding import UNSURE
from tests.content.saying import payloads, say


def test_a_pressed_topic_needs_no_way_out(content: Content) -> None:
    said = say(content, "housing.scams", ranking=(("housing.scams", 1.0),), pressed=True)
    assert said.remember["others"] is None
    assert not any(button.quiet for button in said.buttons)


def test_when_the_language_is_not_clear_the_other_one_is_a_button(content: Content) -> None:
    said = say(content, "housing.scams", other_language="lv")
    other = said.buttons[-2]
    assert (other.title, other.payload) == ("Latviešu", '/housing.scams{"language": "lv"}')
    assert other.quiet


def test_a_hardly_likely_topic_gets_no_button(content: Content) -> None:
    ranking = (("housing.queue", 0.4), ("housing.scams", 0.03))
    said = say(content, "housing.queue", UNSURE, ranking=ranking)
    assert payloads(said) == ["/housing.queue", "hub:handover"]

"""What every channel must do with what visitors write; a channel's test class inherits it.

The class gives a fixture `channel` that can do what `Channel` says.
"""

from __future__ import annotations

from typing import Protocol

import pytest

from bot.content import Content


class Channel(Protocol):
    """One visitor's side of a channel, with an assistant that answers "About: …"."""

    max_text: int

    async def write(self, text: str, message: int) -> None:
        """Sends a text; the same `message` again is a duplicate of the channel's own kind."""

    async def press(self, title: str) -> None:
        """Presses the newest button with this title."""

    async def forge(self, button: str) -> None:
        """Sends a button that was never offered."""

    async def offered(self, title: str, payload: str) -> None:
        """Returns when the assistant has offered a button and the visitor sees it."""

    async def sees(self, text: str) -> None:
        """Returns when the visitor has been shown this text, fails when that never happens."""

    def stored(self) -> list[str]:
        """The visitor's messages in the log."""


@pytest.mark.anyio
class ChannelContract:
    async def test_what_is_written_is_stored_and_answered(self, channel: Channel) -> None:
        await channel.write("How do I get a flat?", 1)
        await channel.sees("About: How do I get a flat?")
        assert channel.stored() == ["How do I get a flat?"]

    async def test_a_duplicate_is_stored_and_answered_once(self, channel: Channel) -> None:
        await channel.write("Once", 1)
        await channel.write("Once", 1)
        await channel.write("Then", 2)
        await channel.sees("About: Then")
        assert channel.stored() == ["Once", "Then"]

    async def test_a_too_long_message_is_refused_in_words(
        self, channel: Channel, content: Content
    ) -> None:
        await channel.write("x" * (channel.max_text + 1), 1)
        await channel.sees(content.phrase("error.too_long", "en", limit=str(channel.max_text)))
        assert channel.stored() == []

    async def test_the_longest_message_is_taken(self, channel: Channel) -> None:
        await channel.write("x" * channel.max_text, 1)
        await channel.sees("About: " + "x" * channel.max_text)

    async def test_an_empty_message_is_refused_in_words(
        self, channel: Channel, content: Content
    ) -> None:
        await channel.write(" \n ", 1)
        await channel.sees(content.phrase("error.empty", "en"))
        assert channel.stored() == []

    async def test_text_that_begins_with_a_slash_is_text(self, channel: Channel) -> None:
        await channel.write("/housing.queue", 1)
        await channel.sees("About: housing.queue")
        assert channel.stored() == ["/housing.queue"]

    async def test_a_button_that_was_offered_sends_its_payload(self, channel: Channel) -> None:
        await channel.write("Hello", 1)
        await channel.offered("The queue", "/housing.queue")
        await channel.press("The queue")
        await channel.sees("About: /housing.queue")
        assert channel.stored() == ["Hello", "The queue"]

    @pytest.mark.parametrize(
        "button", ["99.0", "1.0", "1", "/housing.queue", "hub:forget", "-1.-1"]
    )
    async def test_a_button_that_was_never_offered_does_nothing(
        self, channel: Channel, button: str
    ) -> None:
        await channel.write("Hello", 1)
        await channel.sees("About: Hello")
        await channel.forge(button)
        await channel.write("Still here", 2)
        await channel.sees("About: Still here")
        assert channel.stored() == ["Hello", "Still here"]

"""What can happen in a conversation: the bodies of the log's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any


class Author(str, Enum):
    """Who wrote a message."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    LOTS = "lots"
    NOTICE = "notice"


class Owner(str, Enum):
    """Who may speak in a conversation."""

    ASSISTANT = "assistant"
    WAITING = "waiting"
    LOTS = "lots"
    MESSAGE_LEFT = "message_left"


class Reason(str, Enum):
    """Why the owner changed."""

    ASKED = "asked"
    CRISIS = "crisis"
    STEPPED_IN = "stepped_in"
    CLAIMED = "claimed"
    CANCELLED = "cancelled"
    NOBODY_THERE = "nobody_there"
    PATIENCE = "patience"
    SILENT = "silent"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"
    TRANSFERRED = "transferred"


@dataclass(frozen=True)
class Button:
    """A choice offered to the visitor; `payload` is for us and never leaves the hub.

    A quiet one is a way out beside the choices.
    """

    title: str
    payload: str
    quiet: bool = False


@dataclass(frozen=True)
class Source:
    """Where an answer comes from; `checked` is an ISO date."""

    title: str
    url: str
    checked: str


@dataclass(frozen=True)
class Listing:
    """A job advert in a message: its Swedish headline, its page, the rest in one line."""

    headline: str
    url: str
    details: str


@dataclass(frozen=True)
class Guess:
    """One topic that the assistant took a message to be about; confidence is 0–1."""

    topic: str
    confidence: float


@dataclass(frozen=True)
class Message:
    """Something said. `unsent` says why it was kept from the visitor ("late"), else is empty.

    What a machine translated before it was sent names the service in `translated_by` and keeps
    what the lots wrote in `original`, in the language `original_language`.
    """

    author: Author
    text: str
    language: str
    client_id: str = ""
    payload: str = ""
    answers: int = 0
    topic: str = ""
    band: str = ""
    confidence: float = 0.0
    understood: tuple[Guess, ...] = ()
    sources: tuple[Source, ...] = ()
    buttons: tuple[Button, ...] = ()
    listings: tuple[Listing, ...] = ()
    lots_id: int = 0
    lots: str = ""
    unsent: str = ""
    original: str = ""
    original_language: str = ""
    translated_by: str = ""
    kept: Mapping[str, Any] | None = None
    """What the assistant has to remember after it: its open question, the search. For rasa only."""


@dataclass(frozen=True)
class OwnerChanged:
    """Another may speak from here on.

    `promised` is the ISO moment by which a lots answers (a date in older logs), `urgent` puts the
    conversation first in every list, `answers` is the seq of the visitor's message that asked for
    it. `outcome` is how a closed case ended, `note` what a lots who transfers it tells the next.
    """

    owner: Owner
    reason: Reason
    urgent: bool = False
    lots_id: int = 0
    lots: str = ""
    promised: str = ""
    answers: int = 0
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True)
class LanguageChanged:
    """The conversation goes on in another language; `chosen` when a person asked for it.

    `lots` is who said at the desk that the visitor writes in it, if anybody did.
    """

    language: str
    chosen: bool = False
    lots: str = ""


@dataclass(frozen=True)
class PlaceChanged:
    """The conversation is about this municipality (a slug of content/municipalities)."""

    municipality: str


@dataclass(frozen=True)
class CardChanged:
    """What is known of the family, `bot.plan.card` as JSON data.

    `lots` is who corrected it at the desk, if anybody did.
    """

    card: Mapping[str, Any]
    lots: str = ""


@dataclass(frozen=True)
class FeedbackGiven:
    """The visitor said whether the message with seq `about` helped."""

    about: int
    helpful: bool


@dataclass(frozen=True)
class NoteWritten:
    """A word of one lots to the others; the visitor never sees it."""

    text: str
    lots_id: int
    lots: str
    client_id: str = ""


@dataclass(frozen=True)
class Tagged:
    """The case is about these things, in the lotsar's own short words; replaces the tags before."""

    tags: tuple[str, ...]
    lots: str


@dataclass(frozen=True)
class TimeZoneKnown:
    """The visitor's clock runs in this zone ("Europe/Tallinn")."""

    time_zone: str


@dataclass(frozen=True)
class EmailKnown:
    """The visitor may be written to at this address when a lots answers; "" takes it back."""

    email: str


@dataclass(frozen=True)
class Translated:
    """What a machine (`by`) made of the message with seq `about`, for the lotsar's eyes."""

    about: int
    language: str
    text: str
    by: str


@dataclass(frozen=True)
class TopicSaid:
    """A lots said what the visitor's message with seq `about` was about; "" takes it back."""

    about: int
    topic: str
    lots: str


@dataclass(frozen=True)
class AnswerProposed:
    """A lots would have her message with seq `about` answer the question `asked` from now on.

    A draft for review: `topic` is the topic that it belongs to, "" when it is a new one. With
    `back` she takes it back.
    """

    about: int
    asked: int
    topic: str
    lots: str
    back: bool = False


@dataclass(frozen=True)
class Reminded:
    """A waiting visitor was told how it stands now; `promised` when a promise was made."""

    promised: str = ""


@dataclass(frozen=True)
class Erased:
    """The visitor was forgotten ("erased"), or asked for it ("queued" for a person's decision)."""

    receipt: str
    state: str


@dataclass(frozen=True)
class Blank:
    """An event whose content was erased; it keeps its number."""


Body = (
    Message
    | OwnerChanged
    | LanguageChanged
    | PlaceChanged
    | TimeZoneKnown
    | CardChanged
    | FeedbackGiven
    | NoteWritten
    | Tagged
    | EmailKnown
    | Translated
    | TopicSaid
    | AnswerProposed
    | Reminded
    | Erased
    | Blank
)


@dataclass(frozen=True)
class Event:
    """One numbered line of a conversation's log; `seq` counts from 1 without gaps."""

    conversation: str
    seq: int
    at: datetime
    body: Body

"""The changes of owner: each is one locked step, decided by owner.py, or NotOwner is raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations import activity, turns
from bot.conversations.events import Author, Body, Message, Owner, OwnerChanged, Reason
from bot.conversations.heads import Head
from bot.conversations.owner import may_change
from bot.conversations.store import Transaction
from bot.errors import NotOwner, RefusedMessage


@dataclass(frozen=True)
class MachineTranslated:
    """What a lots wrote in `language` before the service `by` translated it `into` another."""

    original: str
    language: str
    by: str
    into: str


NOT_TRANSLATED = MachineTranslated("", "", "", "")


def change(
    transaction: Transaction,
    head: Head,
    owner_changed: OwnerChanged,
    *also: Body,
) -> Head:
    """The conversation with its new owner, followed by `also` (notices to the visitor).

    `head` is locked. What the assistant had still to answer goes with the conversation to
    the person; what a visitor wrote while waiting comes back to the assistant on cancelling, and
    what a lots left unanswered on handing back.
    Raises: NotOwner.
    """
    if not may_change(head.state, owner_changed):
        raise NotOwner(head.id, head.state.owner.value)
    back = owner_changed.reason is Reason.CANCELLED
    unanswered = turns.unanswered(transaction, head) if back else []
    if owner_changed.reason is Reason.HANDED_BACK:
        unanswered = _left_by_the_lots(transaction, head)
    if owner_changed.owner in (Owner.WAITING, Owner.LOTS):
        turns.drop_questions(transaction, head.id)
    head = transaction.append(head, owner_changed, *also)
    for seq in unanswered:
        turns.add(transaction, head.id, seq)
    return head


def claim(
    transaction: Transaction, conversation: str, lots_id: int, lots: str, notice: Message
) -> Head:
    """The conversation, now this lots's own; exactly one of many simultaneous claims wins.

    Steps in when the assistant has it. Claiming what one owns already changes nothing.
    Raises: NotOwner when a lots has it.
    """
    head = transaction.lock(conversation)
    if head.state.owner is Owner.LOTS and head.state.lots_id == lots_id:
        return head
    reason = Reason.STEPPED_IN if head.state.owner is Owner.ASSISTANT else Reason.CLAIMED
    changed = OwnerChanged(Owner.LOTS, reason, lots_id=lots_id, lots=lots)
    return change(transaction, head, changed, notice)


def owned_by(transaction: Transaction, conversation: str, lots_id: int) -> Head:
    """The conversation, locked, if this lots owns it now. Raises: NotOwner."""
    head = transaction.lock(conversation)
    if head.state.owner is not Owner.LOTS or head.state.lots_id != lots_id:
        raise NotOwner(conversation, head.state.owner.value)
    return head


def reply(
    transaction: Transaction,
    conversation: str,
    lots_id: int,
    text: str,
    client_id: str,
    behind: MachineTranslated = NOT_TRANSLATED,
) -> int:
    """The seq of the lots's message, now in the log; the same id again gives the same seq.

    Raises: NotOwner, RefusedMessage (language_changed) when the visitor reads another language
    than the one that it was translated into.
    """
    transaction.lock(conversation)  # first: the same reply may come from two tabs at once
    stored = transaction.seq_of(conversation, client_id)
    event = transaction.event(conversation, stored) if stored else None
    if event and isinstance(event.body, Message) and event.body.lots_id == lots_id:
        return event.seq
    head = owned_by(transaction, conversation, lots_id)
    if behind.into not in ("", head.state.language):
        raise RefusedMessage("language_changed", f"the visitor reads {head.state.language} now")
    activity.writing(transaction, conversation, lots_id, writes=False)
    message = Message(
        Author.LOTS,
        text,
        head.state.language,
        client_id=client_id,
        lots_id=lots_id,
        lots=head.state.lots,
        original=behind.original,
        original_language=behind.language,
        translated_by=behind.by,
    )
    return transaction.append(head, message).state.seq


def release(
    transaction: Transaction,
    conversation: str,
    lots_id: int,
    reason: Reason,
    notice: Message,
    outcome: str = "",
) -> Head:
    """The conversation, back with the assistant (handed back, or closed). Raises: NotOwner."""
    head = owned_by(transaction, conversation, lots_id)
    changed = OwnerChanged(Owner.ASSISTANT, reason, outcome=outcome)
    return change(transaction, head, changed, notice)


def changes(transaction: Transaction, head: Head, bodies: Sequence[Body]) -> Head:
    """The conversation after bodies among which there may be changes of owner.

    `head` is locked. Raises: NotOwner.
    """
    for body in bodies:
        if isinstance(body, OwnerChanged):
            head = change(transaction, head, body)
        else:
            head = transaction.append(head, body)
    return head


def _left_by_the_lots(transaction: Transaction, head: Head) -> list[int]:
    """The seq of the visitor's newest words if no lots has said anything after them."""
    event = transaction.event(head.id, head.state.unanswered)
    body = event.body if event else None
    from_visitor = isinstance(body, Message) and body.author is Author.VISITOR
    return [head.state.unanswered] if from_visitor else []

"""Rasa's tracker, as far as the hub touches it: to make it forget an erased conversation.

Rasa 3.6.21 keeps dialogue state in its own table `events` under the sender that it was told
(conversation and dialogue number), and has no call to delete one. tests/e2e/test_privacy.py tells
whether nothing is left.
"""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text


def forget(url: str, conversation: str) -> None:
    """Deletes all dialogues of a conversation from rasa's database at `url`.

    Raises: sqlalchemy.exc.SQLAlchemyError when the database is away or locked.
    """
    engine = create_engine(url, future=True)
    try:
        with engine.begin() as connection:
            if inspect(connection).has_table("events"):
                connection.execute(
                    text("DELETE FROM events WHERE sender_id LIKE :sender"),
                    {"sender": f"{conversation}-%"},
                )
    finally:
        engine.dispose()

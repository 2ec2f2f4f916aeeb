"""The action that answers every message: a topic, a move in the conversation, or a doubt."""

from __future__ import annotations

from datetime import date

from bot.actions.base import FarledAction
from bot.content import Content
from bot.content.reply import replies
from bot.content.understanding import Reply, Understanding


class ActionAnswer(FarledAction):
    """Answers with what `bot.content.reply` chooses."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    def replies(self, content: Content, said: Understanding, today: date) -> tuple[Reply, ...]:
        """The replies that the content has for it."""
        return replies(content, said, today)

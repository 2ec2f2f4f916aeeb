"""The action that answers every message: a topic, a live topic, a move in the conversation."""

from __future__ import annotations

from bot.actions.base import FarledAction
from bot.actions.heard import Heard
from bot.actions.held import jobs
from bot.actions.route import replies
from bot.content.understanding import Reply


class ActionAnswer(FarledAction):
    """Answers with what `bot.actions.route` chooses."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    def replies(self, heard: Heard) -> tuple[Reply, ...]:
        """The replies that the content, and the job service, have for it."""
        return replies(heard, jobs())

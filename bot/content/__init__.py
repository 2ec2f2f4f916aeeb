"""The words, facts and questions in `content/` and `data/nlu`: read, checked, made into replies.

This room knows no channel, no rasa and no database.
"""

from bot.content.catalog import Content
from bot.content.load import load

__all__ = ["Content", "load"]

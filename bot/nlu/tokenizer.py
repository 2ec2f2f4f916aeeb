"""Graph component: words by spaCy's rules for the language of the message."""

from __future__ import annotations

import functools
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.locales import or_default


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageTokenizer(Tokenizer):  # type: ignore[misc]
    """Splits a message with the blank spaCy pipeline of its language, made once a language."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are not split: "housing.queue" is one name."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute of a message, without white space."""
        spoken = _pipeline(or_default(message.get("language")))
        return [
            Token(token.text, token.idx)
            for token in spoken(message.get(attribute))
            if not token.is_space
        ]


@functools.cache
def _pipeline(language: str) -> spacy.language.Language:
    return spacy.blank(language)

"""Graph component: the municipality that a message names, as an entity that fills its slot."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Component, place_names

MUNICIPALITY = "municipality"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MunicipalityExtractor(Component):
    """Adds at most one entity `municipality`: a slug, or "other" for a place without a file."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entity to `messages`."""
        names = place_names()
        for message in messages:
            found = names.find(message.get(TEXT) or "")
            if found is not None:
                entity = {
                    "entity": MUNICIPALITY,
                    "value": found.slug,
                    "start": found.start,
                    "end": found.end,
                    "extractor": type(self).__name__,
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages

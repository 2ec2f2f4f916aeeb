"""What our graph components share: made without a model, and messages that are set in one go."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.content import Content, load
from bot.content.placenames import PlaceNames
from bot.settings import Settings


class Component(GraphComponent):  # type: ignore[misc]
    """A graph component that keeps its config and where its model is stored."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Keeps what rasa gives; reads nothing yet."""
        self.config = config
        self.model_storage = model_storage
        self.resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """An untrained component."""
        return cls(config, model_storage, resource)


@functools.cache
def content() -> Content:
    """The content of this process, read when it is first needed."""
    return load(Settings.here().content)


@functools.cache
def follow_ups() -> Mapping[str, tuple[str, ...]]:
    """Which topics each answer leads on to."""
    return {topic: answer.follow_ups for topic, answer in content().answers.items()}


@functools.cache
def place_names() -> PlaceNames:
    """The names of places that this process knows."""
    return PlaceNames.of(content())

"""Entities of Ershun: regions by a spaCy ruler, values (age, date, amount …) by rule.

spaCy runs blank (``spacy.blank("zh")``): no Chinese model can be had from the
registries, and a lexicon of divisions is exact where a model would guess.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

import settings
from assistant.nlu.values import values
from knowledge.loader import load_regions
from knowledge.schema import Region


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ValueExtractor(GraphComponent, EntityExtractorMixin):
    """Adds ``region``, ``age``, ``date``, ``amount``, ``ordinal`` and ``number`` entities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component takes no configuration."""
        return {}

    def __init__(self, regions: list[Region]) -> None:
        """Prepare the ruler for these regions."""
        self._ruler = region_ruler(regions)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        """Create the component; regions come from the knowledge folder."""
        return cls(load_regions(settings.load().knowledge))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to each message that has text."""
        for message in messages:
            found = self.extract(message.get(TEXT) or "")
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages

    def extract(self, text: str) -> list[dict[str, Any]]:
        """Entities of a text as Rasa writes them."""
        document = self._ruler(text)
        found = [
            _entity("region", span.ent_id_, span.start_char, span.end_char)
            for span in document.ents
        ]
        today = date.today()
        found.extend(_entity(v.kind, v.value, v.start, v.end) for v in values(text, today))
        return found


def _entity(kind: str, value: object, start: int, end: int) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": start, "end": end}


def region_ruler(regions: list[Region]) -> Language:
    """A blank Chinese pipeline that finds the names of ``regions``; the code is the id.

    The longest name wins; among equal names the higher division does (广东 before a
    district of that name), because a wrong district misleads more than a wide answer.
    """
    pipeline = spacy.blank("zh")
    ruler = pipeline.add_pipe("entity_ruler")
    seen: set[str] = set()
    patterns = []
    for region in sorted(regions, key=lambda r: (not r.code.endswith("0000"), r.code)):
        for name in (region.name, *region.aliases):
            if name not in seen:
                seen.add(name)
                patterns.append({"label": "region", "pattern": name, "id": region.code})
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    return pipeline

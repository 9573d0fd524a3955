"""All custom fields of a workspace, by the kind of record that they are for and by title."""

from __future__ import annotations

from collections.abc import Iterable

from plutio_async._custom_fields.definitions import Definition, DefinitionRecord
from plutio_async._custom_fields.entity import EntitySchema
from plutio_async._custom_fields.values import CustomValues
from plutio_async._models.model import CustomRecord


class Schema:
    """The definitions of a workspace's custom fields, as they were at one moment."""

    def __init__(self, records: Iterable[DefinitionRecord]) -> None:
        self.fields = tuple(Definition.of(record) for record in records if record.id)
        self._entities: dict[str, EntitySchema] = {}

    def __repr__(self) -> str:
        return f"<{len(self.fields)} custom fields of {', '.join(self.entities) or 'no record'}>"

    @property
    def entities(self) -> list[str]:
        """The kinds of record that have custom fields."""
        return sorted({field.entity_type for field in self.fields})

    def of(self, entity: str) -> EntitySchema:
        """The fields of a kind of record; none for a kind that has none."""
        entity = str(entity)
        if entity not in self._entities:
            own = (field for field in self.fields if field.entity_type == entity)
            self._entities[entity] = EntitySchema(entity, own, self._elsewhere(entity))
        return self._entities[entity]

    def field(self, entity: str, title: str) -> Definition:
        """The field of a kind of record with a title, or with an id.

        Raises:
            CustomFieldError: there is none, or several have the title.
        """
        return self.of(entity).field(title)

    def values(self, record: CustomRecord) -> CustomValues:
        """The values of a record by title.

        Raises:
            TypeError: records of this kind have no custom fields.
        """
        entity = getattr(record, "custom_entity", None)
        if entity is None:
            raise TypeError(f"a {type(record).__name__} has no custom fields")
        return CustomValues(self.of(entity), {held.id: held.value for held in record.custom_fields or () if held.id})

    def _elsewhere(self, entity: str) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for field in self.fields:
            if field.entity_type != entity:
                titles.setdefault(field.title, []).append(field.entity_type)
        return titles

"""All custom fields of a workspace, by entity and title."""

from __future__ import annotations

from collections.abc import Iterable

from plutio_async._core.errors import with_article
from plutio_async._custom_fields.definitions import Definition, DefinitionRecord
from plutio_async._custom_fields.entity import EntitySchema
from plutio_async._custom_fields.values import CustomValues
from plutio_async._models.model import CustomRecord


class Schema:
    """The definitions of a workspace's custom fields at one moment."""

    def __init__(self, records: Iterable[DefinitionRecord]) -> None:
        self.fields = tuple(Definition.of(record) for record in records if record.id)
        self._entities: dict[str, EntitySchema] = {}

    def __repr__(self) -> str:
        return f"<{len(self.fields)} custom fields of {', '.join(self.entities) or 'no record'}>"

    @property
    def entities(self) -> list[str]:
        """The entities that have custom fields, such as ``person``."""
        return sorted({field.entity_type for field in self.fields})

    def of(self, entity: str) -> EntitySchema:
        """The fields of an entity, which may have none."""
        entity = str(entity)
        if entity not in self._entities:
            own = (field for field in self.fields if field.entity_type == entity)
            self._entities[entity] = EntitySchema(entity, own, self._titles_of_others(entity))
        return self._entities[entity]

    def field(self, entity: str, title: str) -> Definition:
        """The field of an entity with a title or an id.

        Raises:
            CustomFieldError: no field has the title, or several have it.
        """
        return self.of(entity).field(title)

    def values(self, record: CustomRecord) -> CustomValues:
        """The values of a record by title.

        Raises:
            TypeError: records of this class have no custom fields.
        """
        entity = getattr(record, "custom_entity", None)
        if entity is None:
            raise TypeError(f"{with_article(type(record).__name__)} has no custom fields")
        # Entries that do not fit the description have no id.
        values = (value for value in record.custom_fields or () if hasattr(value, "id"))
        return CustomValues(self.of(entity), {value.id: value.value for value in values if value.id})

    def _titles_of_others(self, entity: str) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for field in self.fields:
            if field.entity_type != entity:
                titles.setdefault(field.title, []).append(field.entity_type)
        return titles

"""All custom fields of a workspace, by the kind of record that they are for and by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async.custom_fields.choices import pick
from plutio_async.custom_fields.definitions import Definition
from plutio_async.custom_fields.values import CustomValues
from plutio_async.errors import CustomFieldError

if TYPE_CHECKING:
    from plutio_async._generated.models.custom_field import CustomField
    from plutio_async._model import CustomRecord


class EntitySchema:
    """The custom fields of one kind of record, such as ``person``."""

    def __init__(self, entity: str, fields: Iterable[Definition], others: Mapping[str, list[str]]) -> None:
        self.entity = entity
        self.fields = tuple(fields)
        self._others = others
        self._by_id = {field.id: field for field in self.fields}
        self._by_title: dict[str, list[Definition]] = {}
        for field in self.fields:
            self._by_title.setdefault(field.title, []).append(field)

    def __repr__(self) -> str:
        return f"<custom fields of {self.entity}: {', '.join(map(repr, self.titles)) or 'none'}>"

    @property
    def titles(self) -> list[str]:
        """The titles, each once."""
        return list(self._by_title)

    def field(self, title: str) -> Definition:
        """The field with a title, or with an id. Of several with the same title, the one that is not archived.

        Raises:
            CustomFieldError: there is none, or several that are in use have the title.
        """
        found = self._by_title.get(title, ())
        used = [field for field in found if not field.record.is_archived]
        for candidates in (used, found):
            if len(candidates) == 1:
                return candidates[0]
        if field := self._by_id.get(title):
            return field
        return self._complain(title, used or self.fields)

    def known(self, id: str) -> Definition | None:
        """The field with an id."""
        return self._by_id.get(id)

    def key(self, field: Definition) -> str:
        """What names a field and no other: its title, or its id where several share the title."""
        try:
            return field.title if self.field(field.title) is field else field.id
        except CustomFieldError:
            return field.id

    def write(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The ``customFields`` of a write, from values by title; ``None`` clears a field.

        Raises:
            TypeError: this is no mapping, or a value is not of its field's kind.
            ValueError: a datetime has no time zone, a number is not finite, or a field is named twice.
            CustomFieldError: a title or the label of an option is unknown or ambiguous.
        """
        if not isinstance(values, Mapping):
            raise TypeError(f"custom takes values by title, such as {{'Plan': 'Enterprise'}}, not {values!r}")
        written: dict[str, Any] = {}
        for title, value in values.items():
            field = self.field(title)
            if field.id in written:
                raise ValueError(f"custom names {field.title!r} twice: by its title and by its id")
            written[field.id] = field.write(value)
        return [{"_id": id, "value": value} for id, value in written.items()]

    def id(self, title: str) -> str:
        """The id of the field with a title; for queries."""
        return self.field(title).id

    def encode(self, id: str, value: Any) -> Any:
        """What a field is compared with; for queries."""
        field = self._by_id.get(id)
        return field.ask(value) if field else value

    def matching(self, id: str, pattern: str, flags: str) -> list[str] | None:
        """The options of a field whose label a regular expression is found in; for queries."""
        field = self._by_id.get(id)
        return field.options.matching(pattern, flags) if field and field.has_options else None

    def _complain(self, title: object, fields: Iterable[Definition]) -> Definition:
        try:
            return pick(title, list(fields), what="custom field", whose=self.entity)
        except CustomFieldError as error:
            elsewhere = self._others.get(title, ()) if isinstance(title, str) else ()
            hint = f"; it is a field of {', '.join(elsewhere)}" if elsewhere else ""
            since = "; for one that was made since: await plutio.custom_fields.schema(max_age=0)"
            raise CustomFieldError(f"{error.message}{hint}{since}", choices=error.choices) from None


class Schema:
    """The definitions of a workspace's custom fields, as they were at one moment."""

    def __init__(self, records: Iterable[CustomField]) -> None:
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

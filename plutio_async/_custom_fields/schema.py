"""All custom fields of a workspace and the values of records, by entity and title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plutio_async._core.errors import CustomFieldError, InvalidInput, with_article
from plutio_async._custom_fields.definitions import Definition, DefinitionRecord, name_error
from plutio_async._models.model import CustomRecord


class EntitySchema:
    """The custom fields of one entity, such as ``person``, of those of the workspace."""

    def __init__(self, entity: str, workspace: Iterable[Definition]) -> None:
        self.entity = entity
        self._workspace = tuple(workspace)
        self.fields: tuple[Definition, ...] = tuple(field for field in self._workspace if field.entity_type == entity)
        self._by_id = {field.id: field for field in self.fields}
        self._by_title: dict[str, list[Definition]] = {}
        for field in self.fields:
            self._by_title.setdefault(field.title, []).append(field)

    def __repr__(self) -> str:
        return f"<custom fields of {self.entity}: {', '.join(map(repr, self.titles)) or 'none'}>"

    @property
    def titles(self) -> list[str]:
        """The titles, without repetitions."""
        return list(self._by_title)

    def field(self, title: str) -> Definition:
        """The field with a title or an id. Of several with the same title, the one that is not archived.

        Raises:
            CustomFieldError: no field has the title, or several that are not archived have it.
        """
        found = self._by_title.get(title, ())
        active = [field for field in found if not field.record.is_archived]
        for candidates in (active, found):
            if len(candidates) == 1:
                return candidates[0]
        if field := self._by_id.get(title):
            return field
        raise self._error(title, active or self.fields)

    def known(self, id: str) -> Definition | None:
        """The field with an id."""
        return self._by_id.get(id)

    def key(self, field: Definition) -> str:
        """The title of a field, or its id if several have the title."""
        try:
            return field.title if self.field(field.title) is field else field.id
        except CustomFieldError:
            return field.id

    def write(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The ``customFields`` of a write, from values by title. ``None`` clears a field.

        Raises:
            TypeError: ``values`` is no mapping, or a value does not fit its field.
            InvalidInput: a datetime has no time zone, a number is not finite, or a field is named twice.
            CustomFieldError: a title or the label of an option is unknown or ambiguous.
        """
        check_titles(values)
        written: dict[str, Any] = {}
        for title, value in values.items():
            field = self.field(title)
            if field.id in written:
                raise InvalidInput(f"custom names {field.title!r} twice: by its title and by its id", name=field.title)
            written[field.id] = field.write(value)
        return [{"_id": id, "value": value} for id, value in written.items()]

    def id(self, title: str) -> str:
        """The id of the field with a title, for queries."""
        return self.field(title).id

    def encode(self, id: str, value: Any) -> Any:
        """The value to compare a field with, for queries."""
        field = self._by_id.get(id)
        return field.compared(value) if field else value

    def matching(self, id: str, pattern: str, flags: str) -> list[str] | None:
        """The options of a field whose labels match a regular expression, for queries."""
        field = self._by_id.get(id)
        return field.options.matching(pattern, flags) if field and field.has_options else None

    def _error(self, title: object, fields: Iterable[Definition]) -> CustomFieldError:
        error = name_error(title, {field.id: field.title for field in fields}, what="custom field", whose=self.entity)
        others = [
            field.entity_type for field in self._workspace if field.title == title and field.entity_type != self.entity
        ]
        hint = f"; it is a field of {', '.join(others)}" if others else ""
        reload = "; to read new definitions: await plutio.custom_fields.schema(max_age=0)"
        return CustomFieldError(f"{error.message}{hint}{reload}", choices=error.choices)


def check_titles(values: object) -> None:
    """Raises ``TypeError`` for values that are not given by title."""
    if not isinstance(values, Mapping):
        raise TypeError(f"custom takes values by title, such as {{'Plan': 'Enterprise'}}, not {values!r}")


class CustomValues(Mapping[str, Any]):
    """Values by title: ``person.custom["Plan"]`` is ``'Enterprise'``.

    A field without a value is ``None``; an unknown title is an error, also in ``get``. Iterating gives the fields that
    have values, by title, or by id if several fields have the title or the schema does not have the field. Read-only:
    write with ``update(…, custom={…})``.
    """

    def __init__(self, fields: EntitySchema, values: Mapping[str, Any]) -> None:
        self._fields = fields
        self._values = values

    def __getitem__(self, title: str) -> Any:
        """The value of a field by its title or id.

        Raises:
            CustomFieldError: no field has the title, or several have it.
        """
        id = self._id(title)
        field = self._fields.known(id)
        value = self._values.get(id)
        return field.read(value) if field else value

    def get(self, title: str, default: Any = None) -> Any:
        """The value, or ``default`` if the field has none.

        Raises:
            CustomFieldError: no field has the title, or several have it.
        """
        value = self[title]
        return default if value is None else value

    def __contains__(self, title: object) -> bool:
        try:
            return isinstance(title, str) and self._id(title) in self._values
        except CustomFieldError:
            return False

    def __iter__(self) -> Iterator[str]:
        for id in self._values:
            field = self._fields.known(id)
            yield self._fields.key(field) if field else id

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"CustomValues({dict(self)!r})"

    def _id(self, title: str) -> str:
        if title in self._values and self._fields.known(title) is None:
            return title
        return self._fields.field(title).id


class Schema:
    """The definitions of a workspace's custom fields at one moment."""

    def __init__(self, records: Iterable[DefinitionRecord]) -> None:
        self.fields: tuple[Definition, ...] = tuple(Definition.of(record) for record in records if record.id)
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
            self._entities[entity] = EntitySchema(entity, self.fields)
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

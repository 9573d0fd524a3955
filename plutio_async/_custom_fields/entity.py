"""The custom fields of one entity, by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plutio_async._core.errors import CustomFieldError
from plutio_async._custom_fields.definitions import Definition
from plutio_async._custom_fields.options import name_error


class EntitySchema:
    """The custom fields of one entity, such as ``person``. ``others`` has the entities of other titles."""

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
        titles = {field.id: field.title for field in fields}
        error = name_error(title, titles, what="custom field", whose=self.entity)
        others = self._others.get(title, ()) if isinstance(title, str) else ()
        hint = f"; it is a field of {', '.join(others)}" if others else ""
        reload = "; to read new definitions: await plutio.custom_fields.schema(max_age=0)"
        return CustomFieldError(f"{error.message}{hint}{reload}", choices=error.choices)

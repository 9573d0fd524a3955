"""The custom field values of one record, by title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plutio_async._core.errors import CustomFieldError
from plutio_async._custom_fields.entity import EntitySchema


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

"""The custom fields of one record, read by title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plutio_async._core.errors import CustomFieldError
from plutio_async._custom_fields.entity import EntitySchema


class CustomValues(Mapping[str, Any]):
    """Values by title: ``person.custom["Plan"]`` is ``'Enterprise'``.

    A field that the record holds no value of is ``None``; a title that there is not is an error, also in ``get``. Going
    over it gives what the record holds. A title that several fields share, and a field that the schema does not know,
    are replaced by the field's id. It is a view: writing goes through ``update(…, custom={…})``.
    """

    def __init__(self, fields: EntitySchema, held: Mapping[str, Any]) -> None:
        self._fields = fields
        self._held = held

    def __getitem__(self, title: str) -> Any:
        """The value of a field by its title or id.

        Raises:
            CustomFieldError: there is no such field, or several have the title.
        """
        id = self._id(title)
        field = self._fields.known(id)
        value = self._held.get(id)
        return field.read(value) if field else value

    def get(self, title: str, default: Any = None) -> Any:
        """The value, or ``default`` where the record holds none.

        Raises:
            CustomFieldError: there is no such field, or several have the title.
        """
        value = self[title]
        return default if value is None else value

    def __contains__(self, title: object) -> bool:
        try:
            return isinstance(title, str) and self._id(title) in self._held
        except CustomFieldError:
            return False

    def __iter__(self) -> Iterator[str]:
        for id in self._held:
            field = self._fields.known(id)
            yield self._fields.key(field) if field else id

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return f"CustomValues({dict(self)!r})"

    def _id(self, title: str) -> str:
        if title in self._held and self._fields.known(title) is None:
            return title
        return self._fields.field(title).id

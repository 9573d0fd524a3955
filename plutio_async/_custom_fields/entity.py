"""The custom fields of one kind of record, by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plutio_async._core.errors import CustomFieldError
from plutio_async._custom_fields.choices import pick
from plutio_async._custom_fields.definitions import Definition


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

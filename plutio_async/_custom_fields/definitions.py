"""One custom field: its title, its input type, its options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from attrs import field, frozen

from plutio_async._custom_fields.codecs import kind_of
from plutio_async._custom_fields.options import Option, Options
from plutio_async._models.codecs import Codec, Mismatch


class OptionRecord(Protocol):
    """One option as the API has it."""

    @property
    def id(self) -> str | None: ...

    @property
    def name(self) -> str | None: ...

    @property
    def title(self) -> str | None: ...


class DefinitionRecord(Protocol):
    """The definition of a custom field as the API has it: a :class:`~plutio_async.models.CustomField`."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str | None: ...

    @property
    def is_archived(self) -> bool | None: ...

    @property
    def entity_type(self) -> str | None: ...

    @property
    def input_type(self) -> str | None: ...

    @property
    def options(self) -> Sequence[OptionRecord] | None: ...


@frozen
class Definition:
    """The definition of a custom field, ready to read and write its values.

    ``record`` is the definition as the API has it.
    """

    id: str
    title: str
    entity_type: str
    input_type: str
    options: Options = field(eq=False, repr=False)
    record: DefinitionRecord = field(eq=False, repr=False)
    _kind: Codec = field(eq=False, repr=False, alias="kind")

    @classmethod
    def of(cls, record: DefinitionRecord) -> Definition:
        """From the API's record. A field without a title goes by its id."""
        title = record.title or record.id
        options = Options(_options(record), f"the custom field {title!r}")
        return cls(
            id=record.id,
            title=title,
            entity_type=str(record.entity_type or ""),
            input_type=str(record.input_type or ""),
            options=options,
            record=record,
            kind=kind_of(record.input_type, options),
        )

    @property
    def name(self) -> str:
        """The title, as errors call it."""
        return self.title

    @property
    def has_options(self) -> bool:
        """Whether its values are options."""
        return self.input_type in ("multi", "select")

    def read(self, value: Any) -> Any:
        """The Python value of what a record holds; as it came when it is not of the field's kind."""
        try:
            return None if value is None else self._kind.decode(value)
        except Mismatch:
            return value

    def write(self, value: Any) -> Any:
        """What the API wants for a Python value; ``None`` stays null, which clears the field.

        Raises:
            TypeError: the value is not of the field's kind.
            ValueError: a datetime has no time zone, or a number is not finite.
            CustomFieldError: there is no such option, or several have the label.
        """
        if value is None:
            return None
        try:
            return self._kind.encode(value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"the custom field {self.title!r} ({self.input_type}) {error}") from None

    def unchanged(self, value: Any) -> Any:
        """What was read, as it is sent back unchanged: text that came in a list of one goes without the list."""
        is_wrapped = isinstance(value, list) and len(value) == 1 and self.input_type in _SINGLE
        return value[0] if is_wrapped else value

    def ask(self, value: Any) -> Any:
        """The same for a comparison in a query: a list of options is asked for one of them."""
        if self.input_type == "multi" and isinstance(value, str):
            return self.options.id(value)
        return self.write(value)


_SINGLE = ("checkbox", "currency", "date", "link", "rating", "select", "slider", "text")


def _options(record: DefinitionRecord) -> list[Option]:
    given = record.options or ()
    return [Option(option.id, option.name or option.title or option.id) for option in given if option.id]

"""The definition of a custom field: its title, its input type, its options."""

from __future__ import annotations

from typing import Any, Protocol

from attrs import field, frozen

from plutio_async._custom_fields.codecs import Option, Options, codec_of
from plutio_async._models.codecs import Codec, decoded_or_same
from plutio_async._models.json_form import located


class DefinitionRecord(Protocol):
    """A definition in the API's form: a :class:`~plutio_async.models.CustomField`."""

    id: str
    title: str | None
    is_archived: bool | None
    entity_type: Any
    input_type: Any
    options: Any


@frozen
class Definition:
    """The definition of a custom field, which reads and writes its values.

    ``record`` is the API's own definition.
    """

    id: str
    title: str
    entity_type: str
    input_type: str
    options: Options = field(eq=False, repr=False)
    record: DefinitionRecord = field(eq=False, repr=False)
    _codec: Codec = field(eq=False, repr=False, alias="codec")

    @classmethod
    def of(cls, record: DefinitionRecord) -> Definition:
        """Makes one from the API's definition. The title of a field without one is its id."""
        title = record.title or record.id
        entity, kind = (str(value or "") for value in (record.entity_type, record.input_type))
        # Entries that do not fit the description have no id.
        given = [option for option in record.options or () if getattr(option, "id", None)]
        named = [Option(option.id, option.name or option.title or option.id) for option in given]
        options = Options(named, f"the custom field {title!r}")
        return cls(record.id, title, entity, kind, options, record, codec_of(kind, options))

    @property
    def has_options(self) -> bool:
        """Whether the values are options."""
        return self.input_type in ("multi", "select")

    def read(self, value: Any) -> Any:
        """The Python value for a record's value, which stays as it is if it does not fit the input type."""
        return decoded_or_same(self._codec, value)

    def write(self, value: Any) -> Any:
        """The API's value for a Python value. ``None`` becomes null, which clears the field.

        Raises:
            TypeError: the value does not fit the input type.
            InvalidInput: a datetime has no time zone, or a number is not finite.
            CustomFieldError: no option has the label, or several have it.
        """
        if value is None:
            return None
        where = f"the custom field {self.title!r} ({self.input_type})"
        try:
            return self._codec.encode(value)
        except TypeError as error:
            meant = decoded_or_same(self._codec, value) if isinstance(value, str) else value
            way_out = "" if meant is value else f" {value!r}; give {meant!r}"
            raise TypeError(f"{where} {error}{way_out}") from None
        except ValueError as error:
            raise located(error, where, self.title, value) from None

    def unchanged(self, value: Any) -> Any:
        """A record's value in the form to send it back unchanged: a single value without the list around it."""
        is_wrapped = isinstance(value, list) and len(value) == 1 and self.input_type in _SINGLE
        return value[0] if is_wrapped else value

    def compared(self, value: Any) -> Any:
        """The API's value to compare with in a query. A list of options can be compared with one of them."""
        if self.input_type == "multi" and isinstance(value, str):
            return self.options.id(value)
        return self.write(value)


_SINGLE = ("checkbox", "currency", "date", "link", "rating", "select", "slider", "text")

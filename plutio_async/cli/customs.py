"""The values of custom fields from text: the definitions of a workspace say of which type each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async.cli.values import CUSTOM, argument_value
from plutio_async.description import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Codec, Id, Many

if TYPE_CHECKING:
    from plutio_async.cli.dates import Dates
    from plutio_async.models import Definition, EntitySchema

_CODECS: Mapping[str, Codec] = {
    "checkbox": BOOLEAN,
    "contact": Id(("people",)),
    "currency": NUMBER,
    "date": MOMENT,
    "multi": Many(TEXT),
    "multirange": ANYTHING,
    "rating": NUMBER,
    "slider": NUMBER,
}


def text_codec(input_type: str) -> Codec:
    """How text is read as the value of a custom field. Types that are not listed take it as it is."""
    return _CODECS.get(input_type, TEXT)


def is_text(field: Definition) -> bool:
    """Whether ``~`` can search the values of a custom field."""
    return field.has_options or text_codec(field.input_type) is TEXT


def custom_value(name: str, field: Definition, value: Any, dates: Dates) -> Any:
    """The value of a custom field in the type of its definition, if it is given as text.

    Raises:
        Problem: the text has none. The message begins with ``name``.
    """
    return argument_value(name, text_codec(field.input_type), value, dates) if isinstance(value, str) else value


def custom_values(schema: EntitySchema, values: Mapping[str, Any], dates: Dates) -> dict[str, Any]:
    """The values by title in the types of their definitions.

    Raises:
        CustomFieldError: a title is unknown or ambiguous.
        Problem: a text has no value of its field's type.
    """
    return {
        title: custom_value(f"{CUSTOM}{title}", schema.field(title), value, dates) for title, value in values.items()
    }

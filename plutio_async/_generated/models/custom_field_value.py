from __future__ import annotations

from typing import Any

from attrs import define

from plutio_async._models.codecs import ANYTHING, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CustomFieldValue(RecordPart):
    """The value of one custom field on a record."""

    id: str | None = field("_id", TEXT)
    """The id of the field's definition."""
    type: str | None = field("type", TEXT)
    """The field's input type."""
    value: Any = field("value", ANYTHING)
    """What it holds follows the definition's `inputType`: `select` the `_id` of one option (a label is refused), `multi`
    an array of option ids, `text` a string (a v1.8 record answered with an array of one string), `checkbox` a boolean,
    `currency`, `slider` and `rating` a number, `multirange` an array of two numbers, `date` a date-time string, `link`
    a string, `contact` a person's id. Only `select` and `text` were observed and the others are inferred, so it is any
    JSON value."""

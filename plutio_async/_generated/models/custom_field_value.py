from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    ANYTHING,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "type",
        "value",
    )
)


@define(kw_only=True, eq=False, repr=False)
class CustomFieldValue(Model):
    """The value of one custom field on a record."""

    id: str | None = field("_id", TEXT)
    """The id of the field's definition. Evidence: observed."""
    type: str | None = field("type", TEXT)
    """The field's input type. Evidence: documented."""
    value: Any = field("value", ANYTHING)
    """What it holds follows the definition's `inputType`: `select` the `_id` of one option (a label is refused), `multi`
    an array of option ids, `text` a string (a v1.8 record answered with an array of one string), `checkbox` a boolean,
    `currency`, `slider` and `rating` a number, `multirange` an array of two numbers, `date` a date-time string, `link`
    a string, `contact` a person's id. Only `select` and `text` were observed and the others are inferred, so it is any
    JSON value. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 3:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 3 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]).__class__ is str or v is None else mismatch(v)
            o.value = d["value"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    INTEGER,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "name",
        "title",
        "color",
        "textColor",
        "index",
    )
)


@define(kw_only=True, eq=False, repr=False)
class CustomFieldOption(Model):
    """One choice of a `select` or `multi` field. On creation `name` is enough."""

    id: str | None = field("_id", TEXT)
    """The option's id, which is what a record's value holds. Evidence: observed."""
    name: str | None = field("name", TEXT)
    """The option's label. Evidence: observed."""
    title: str | None = field("title", TEXT)
    """The option's label, by another name; some options carry it instead of `name`. Evidence: observed."""
    color: str | None = field("color", TEXT)
    """The colour of the option, such as `#2f80ed`. Evidence: observed."""
    text_color: str | None = field("textColor", TEXT)
    """The colour of its text. Evidence: observed."""
    index: int | None = field("index", INTEGER)
    """The place among the options. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 6:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 6 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
            o.name = v if (v := d["name"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.color = v if (v := d["color"]).__class__ is str or v is None else mismatch(v)
            o.text_color = v if (v := d["textColor"]).__class__ is str or v is None else mismatch(v)
            o.index = v if (v := d["index"]).__class__ is int or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

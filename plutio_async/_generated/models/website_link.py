from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "url",
        "type",
        "title",
    )
)


@define(kw_only=True, eq=False, repr=False)
class WebsiteLink(Model):
    """A website of a company."""

    url: str | None = field("url", TEXT)
    """The address of the site. Evidence: observed."""
    type: str | None = field("type", TEXT)
    """Always `website` where it was observed. Evidence: observed."""
    title: str | None = field("title", TEXT)
    """How the link is labelled. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 3:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 3 else unknown_keys(d, _ABSENT)
        try:
            o.url = v if (v := d["url"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

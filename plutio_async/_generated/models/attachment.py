from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "handle",
        "title",
        "size",
        "mimeType",
        "extension",
        "url",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Attachment(Model):
    """A stored file inside a block."""

    id: str | None = field("_id", TEXT)
    """The file's id. Evidence: observed."""
    handle: str | None = field("handle", TEXT)
    """The name of the object in Plutio's storage. Evidence: observed."""
    title: str | None = field("title", TEXT)
    """The file's title. Evidence: observed."""
    size: float | None = field("size", NUMBER)
    """The size in bytes. Evidence: observed."""
    mime_type: str | None = field("mimeType", TEXT)
    """The media type. Evidence: observed."""
    extension: str | None = field("extension", TEXT)
    """The file name's extension. Evidence: observed."""
    url: str | None = field("url", TEXT)
    """Where the file can be fetched. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 7:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 7 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str or v is None else mismatch(v)
            o.handle = v if (v := d["handle"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.size = v if (v := d["size"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.mime_type = v if (v := d["mimeType"]).__class__ is str or v is None else mismatch(v)
            o.extension = v if (v := d["extension"]).__class__ is str or v is None else mismatch(v)
            o.url = v if (v := d["url"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

from __future__ import annotations

import attrs
from attrs import define

from plutio_async._models.codecs import NUMBER, TEXT
from plutio_async._models.fields import field, json, number
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Attachment(RecordPart):
    """A stored file inside a block."""

    id: str | None = field("_id", TEXT)
    """The file's id."""
    handle: str | None = field("handle", TEXT)
    """The name of the object in Plutio's storage."""
    title: str | None = field("title", TEXT)
    """The file's title."""
    size: float | None = attrs.field(default=None, converter=number, metadata=json("size", NUMBER))
    """The size in bytes."""
    mime_type: str | None = field("mimeType", TEXT)
    """The media type."""
    extension: str | None = field("extension", TEXT)
    """The file name's extension."""
    url: str | None = field("url", TEXT)
    """Where the file can be fetched."""

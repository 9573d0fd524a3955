from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class IdRef(RecordPart):
    """Refers to a record by its id alone."""

    id: str | None = field("_id", TEXT)
    """The id of the record."""

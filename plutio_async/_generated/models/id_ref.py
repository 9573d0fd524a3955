from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.display import Part
from plutio_async._models.fields import field


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class IdRef(Part):
    """Refers to a record by its id alone."""

    id: str | None = field("_id", TEXT)
    """The id of the record."""

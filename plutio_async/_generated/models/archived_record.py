from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class ArchivedRecord(AnyRecord):
    """A record of any kind that is archived. Beyond the common fields nothing is known of its shape."""

    resource_name: ClassVar[str | None] = "archive"

    entity_type: str | None = field("entityType", TEXT)
    """The kind of record that this is, such as `task`. Inferred; the values are unknown. Inferred."""

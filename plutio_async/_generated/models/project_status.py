from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ProjectStatus(RecordPart):
    """A project's status, taken from the statuses of the workspace."""

    id: str | None = field("_id", TEXT)
    """The id of the status."""
    title: str | None = field("title", TEXT)
    """The status's title. A new workspace has `New`, `In progress`, `Completed` and `Canceled`; workspaces add their own."""

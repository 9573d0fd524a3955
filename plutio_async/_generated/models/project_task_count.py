from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ProjectTaskCount(RecordPart):
    """How many tasks there are, and how many are done."""

    all: int | None = field("all", INTEGER)
    """All tasks."""
    completed: int | None = field("completed", INTEGER)
    """The completed ones."""

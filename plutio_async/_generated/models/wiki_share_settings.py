from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import BOOLEAN
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiShareSettings(RecordPart):
    """Whether the wiki is shared."""

    is_shared: bool | None = field("isShared", BOOLEAN)
    """True shares the wiki."""

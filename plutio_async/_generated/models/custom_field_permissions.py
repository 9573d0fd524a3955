from __future__ import annotations

from attrs import define

from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CustomFieldPermissions(RecordPart):
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown."""

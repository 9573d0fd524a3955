from __future__ import annotations

from attrs import define

from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class FormResponseData(RecordPart):
    """The answers, from the id of a form's field to the value given."""

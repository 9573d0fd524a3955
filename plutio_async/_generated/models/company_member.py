from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Id
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CompanyMember(RecordPart):
    """A person's place in a company. One importer sent only `_id`."""

    id: str | None = field("_id", Id(("people",)))
    """The person's id."""
    is_manager: bool | None = field("isManager", BOOLEAN)
    """Whether the person manages the company."""
    role: str | None = field("role", TEXT)
    """The person's role in the company. The values are unknown."""

from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart, joined


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ContactPhone(RecordPart):
    """A phone number of a person or a company."""

    _instead = {"phone": "number"}

    number: str | None = field("number", TEXT)
    """The number."""
    type: str | None = field("type", TEXT)
    """What the number is for. The values are unknown."""

    def __str__(self) -> str:
        """As people write it."""
        return joined(self.number)

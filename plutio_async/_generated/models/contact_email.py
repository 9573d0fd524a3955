from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart, joined


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class ContactEmail(RecordPart):
    """An e-mail address of a person or a company."""

    _instead = {"email": "address"}

    address: str | None = field("address", TEXT)
    """The address. Filter by `contactEmails.address`."""
    type: str | None = field("type", TEXT)
    """What the address is for; `email` and `work` were observed."""

    def __str__(self) -> str:
        """As people write it."""
        return joined(self.address)

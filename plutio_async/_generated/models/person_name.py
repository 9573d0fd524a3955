from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart, joined


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class PersonName(RecordPart):
    """The name of a person, in two parts. Filter by `name.first` and `name.last`."""

    first: str | None = field("first", TEXT)
    """The given name."""
    last: str | None = field("last", TEXT)
    """The family name."""

    def __str__(self) -> str:
        """As people write it."""
        return joined(self.first, self.last)

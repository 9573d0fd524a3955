from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import INTEGER, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class CustomFieldOption(RecordPart):
    """One choice of a `select` or `multi` field. On creation `name` is enough."""

    id: str | None = field("_id", TEXT)
    """The option's id, which is what a record's value holds."""
    name: str | None = field("name", TEXT)
    """The option's label."""
    title: str | None = field("title", TEXT)
    """The option's label, by another name; some options carry it instead of `name`."""
    color: str | None = field("color", TEXT)
    """The colour of the option, such as `#2f80ed`."""
    text_color: str | None = field("textColor", TEXT)
    """The colour of its text."""
    index: int | None = field("index", INTEGER)
    """The place among the options."""

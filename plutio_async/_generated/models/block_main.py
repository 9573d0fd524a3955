from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class BlockMain(RecordPart):
    """The text of an intro block."""

    text_html: str | None = field("textHTML", TEXT)
    """The text as HTML."""
    text_plain: str | None = field("textPlain", TEXT)
    """The text without markup."""
    has_text: bool | None = field("hasText", BOOLEAN)
    """Whether there is text."""

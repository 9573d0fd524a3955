from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WebsiteLink(RecordPart):
    """A website of a company."""

    url: str | None = field("url", TEXT)
    """The address of the site."""
    type: str | None = field("type", TEXT)
    """Always `website` where it was observed."""
    title: str | None = field("title", TEXT)
    """How the link is labelled."""

from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Id
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class CannedResponse(AnyRecord):
    """A text to answer with."""

    resource_name: ClassVar[str | None] = "canned_responses"

    title: str | None = field("title", TEXT)
    """The name under which it is found."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The text as HTML. Comments in such HTML were observed to be stripped by the server."""
    category_id: str | None = field("categoryId", Id(("categories",)))
    """The id of its category, one with `entityType: canned-response`."""

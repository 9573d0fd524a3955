from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class NoteEntityType(OpenEnum):
    """The kind of record that a note is about."""

    BLOCK = "block"
    COMPANY = "company"
    PERSON = "person"


if TYPE_CHECKING:
    # fmt: off
    KnownNoteEntityType = Literal["block", "company", "person"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Note(AnyRecord):
    """A note on a record."""

    resource_name: ClassVar[str | None] = "notes"

    title: str | None = field("title", TEXT)
    """The note's title."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The note's text as HTML."""
    entity_type: NoteEntityType | None = field("entityType", Choice(NoteEntityType))
    """The kind of record that a note is about."""
    entity_id: str | None = field("entityId", Id({"block": "blocks", "company": "companies", "person": "people"}))
    """The id of the record that the note is about."""

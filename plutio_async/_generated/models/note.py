from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


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
class Note(Model):
    """A note on a record."""

    resource_name: ClassVar[str | None] = "notes"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
    title: str | None = field("title", TEXT)
    """The note's title."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The note's text as HTML."""
    entity_type: NoteEntityType | None = field("entityType", Choice(NoteEntityType))
    """The kind of record that a note is about."""
    entity_id: str | None = field("entityId", Id({"block": "blocks", "company": "companies", "person": "people"}))
    """The id of the record that the note is about."""

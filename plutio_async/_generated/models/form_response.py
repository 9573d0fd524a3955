from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Id
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import Model, RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class FormResponseData(RecordPart):
    """The answers, from the id of a form's field to the value given."""


@define(kw_only=True, eq=False, repr=False)
class FormResponse(Model):
    """What one person sent in through a form."""

    resource_name: ClassVar[str | None] = "form_responses"

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
    form_id: str | None = field("formId", Id(("forms",)))
    """The id of the form that was filled in."""
    data: FormResponseData | None = field("data", Ref(lambda: FormResponseData))
    """The answers, from the id of a form's field to the value given."""
    name: str | None = field("name", TEXT)
    """The name of the person who filled it in."""
    email: str | None = field("email", TEXT)
    """The e-mail address of the person who filled it in."""

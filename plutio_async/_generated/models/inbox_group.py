from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


class InboxGroupType(OpenEnum):
    """What kind of channel it is."""

    EMAIL = "email"
    MESSENGER = "messenger"


if TYPE_CHECKING:
    # fmt: off
    KnownInboxGroupType = Literal["email", "messenger"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class InboxGroup(Model):
    """A channel of the inbox, also called a messenger."""

    resource_name: ClassVar[str | None] = "inbox_groups"

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
    """The channel's name."""
    type: InboxGroupType | None = field("type", Choice(InboxGroupType))
    """What kind of channel it is."""
    is_active: bool | None = field("isActive", BOOLEAN)
    """Whether the channel is in use."""

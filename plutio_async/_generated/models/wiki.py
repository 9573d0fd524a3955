from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, INTEGER, MOMENT, TEXT, Id
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import Model

from .wiki_design_options import WikiDesignOptions
from .wiki_private_share_settings import WikiPrivateShareSettings
from .wiki_share_settings import WikiShareSettings


@define(kw_only=True, eq=False, repr=False)
class Wiki(Model):
    """A collection of pages."""

    resource_name: ClassVar[str | None] = "wiki"

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
    """The wiki's name."""
    description: str | None = field("description", TEXT)
    """What the wiki is about."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`."""
    entity_type: str | None = field("entityType", TEXT)
    """The kind of record that the wiki belongs to. Only `project` was observed."""
    entity_id: str | None = field("entityId", Id({"project": "projects"}))
    """The id of the record that the wiki belongs to."""
    design_options: WikiDesignOptions | None = field("designOptions", Ref(lambda: WikiDesignOptions))
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""
    share_settings: WikiShareSettings | None = field("shareSettings", Ref(lambda: WikiShareSettings))
    """Whether the wiki is shared."""
    private_share_settings: WikiPrivateShareSettings | None = field(
        "privateShareSettings", Ref(lambda: WikiPrivateShareSettings)
    )
    """Who inside the workspace sees the wiki."""
    logo: Any = field("logo", ANYTHING)
    """The wiki's logo. An object whose keys are unknown, so it is any JSON value."""
    icon_image: Any = field("iconImage", ANYTHING)
    """The wiki's icon. An object whose keys are unknown, so it is any JSON value."""
    color: str | None = field("color", TEXT)
    """The wiki's colour."""
    index: int | None = field("index", INTEGER)
    """The place among the other wikis."""
    blocks_layout: Any = field("blocksLayout", ANYTHING)
    """How blocks are laid out. By inference an array; its entries are unknown, so it is any JSON value."""

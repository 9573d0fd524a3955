from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


class TemplateEntityType(OpenEnum):
    """What kind of record the template makes."""

    BLOCK = "block"
    BLOCKS_GROUP = "blocks-group"
    CONTRACT = "contract"
    DASHBOARD_PAGE = "dashboard-page"
    FORM = "form"
    INVOICE = "invoice"
    ITEM = "item"
    PROJECT = "project"
    PROPOSAL = "proposal"
    RECEIPT = "receipt"
    SCHEDULER = "scheduler"
    TASK = "task"
    TASK_BOARD = "task-board"
    TASK_GROUP = "task-group"


if TYPE_CHECKING:
    # fmt: off
    KnownTemplateEntityType = Literal[
        "block", "blocks-group", "contract", "dashboard-page", "form", "invoice", "item", "project", "proposal",
        "receipt", "scheduler", "task", "task-board", "task-group"
    ]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class Template(Model):
    """A stored starting point for records of one kind."""

    resource_name: ClassVar[str | None] = "templates"

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
    """The template's name."""
    entity_type: TemplateEntityType | None = field("entityType", Choice(TemplateEntityType))
    """What kind of record the template makes."""
    is_public: bool | None = field("isPublic", BOOLEAN)
    """Whether the template is public. To whom is unknown."""
    description: str | None = field("description", TEXT)
    """What the template is for."""
    entity_id: str | None = field("entityId", TEXT)
    """The id of the hidden record that is the template's body."""
    group: str | None = field("group", TEXT)
    """The group that the template is filed under. The values are unknown."""

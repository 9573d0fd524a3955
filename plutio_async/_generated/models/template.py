from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, TEXT, Choice
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


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
class Template(AnyRecord):
    """A stored starting point for records of one kind."""

    resource_name: ClassVar[str | None] = "templates"

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

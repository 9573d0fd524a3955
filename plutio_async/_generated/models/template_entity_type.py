from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


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

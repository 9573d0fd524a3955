from __future__ import annotations

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

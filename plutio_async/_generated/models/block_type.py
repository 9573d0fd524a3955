from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class BlockType(OpenEnum):
    """What a block is. The parent decides which types are allowed. Table, invoice item and packages blocks were removed
    from the API, and `item` is still listed by one transcription."""

    CONTENT = "content"
    IMAGE = "image"
    VIDEO = "video"
    HTML = "html"
    ITEMS = "items"
    FEES = "fees"
    INTRO = "intro"
    SIGNATURE = "signature"
    ITEM = "item"
    TIME_ENTRIES = "time-entries"
    TASK = "task"
    SUMMARY = "summary"
    BUTTON = "button"
    NAVIGATION = "navigation"
    TITLE = "title"
    SCHEDULER_CALENDAR = "scheduler-calendar"
    SCHEDULER_BOOKED = "scheduler-booked"
    FORM = "form"
    CANVAS = "canvas"


if TYPE_CHECKING:
    # fmt: off
    KnownBlockType = Literal[
        "content", "image", "video", "html", "items", "fees", "intro", "signature", "item", "time-entries", "task",
        "summary", "button", "navigation", "title", "scheduler-calendar", "scheduler-booked", "form", "canvas"
    ]
    # fmt: on

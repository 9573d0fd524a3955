from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class BlockEntityType(OpenEnum):
    """The kind of document that a block belongs to."""

    BLOCKS_GROUP = "blocks-group"
    CONTRACT = "contract"
    DASHBOARD_PAGE = "dashboard-page"
    FORM = "form"
    INVOICE = "invoice"
    PROPOSAL = "proposal"
    RECEIPT = "receipt"
    SCHEDULER = "scheduler"
    TEMPLATE = "template"
    WIKI = "wiki"
    WIKI_PAGE = "wiki-page"


if TYPE_CHECKING:
    # fmt: off
    KnownBlockEntityType = Literal[
        "blocks-group", "contract", "dashboard-page", "form", "invoice", "proposal", "receipt", "scheduler", "template",
        "wiki", "wiki-page"
    ]
    # fmt: on

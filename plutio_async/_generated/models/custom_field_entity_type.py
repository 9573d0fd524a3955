from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class CustomFieldEntityType(OpenEnum, known_values="some"):
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely."""

    BUSINESS = "business"
    COMPANY = "company"
    CONTRACT = "contract"
    CONVERSATION = "conversation"
    FILE = "file"
    FORM = "form"
    INVOICE = "invoice"
    INVOICE_SUBSCRIPTION = "invoice-subscription"
    PERSON = "person"
    PROJECT = "project"
    PROPOSAL = "proposal"
    SCHEDULER = "scheduler"
    TASK = "task"
    TRANSACTION = "transaction"


if TYPE_CHECKING:
    # fmt: off
    KnownCustomFieldEntityType = Literal[
        "business", "company", "contract", "conversation", "file", "form", "invoice", "invoice-subscription", "person",
        "project", "proposal", "scheduler", "task", "transaction"
    ]
    # fmt: on

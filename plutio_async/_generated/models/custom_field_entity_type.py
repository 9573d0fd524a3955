from __future__ import annotations

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

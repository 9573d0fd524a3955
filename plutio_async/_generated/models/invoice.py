from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import MOMENT, NUMBER, TEXT, Choice, Either, Id, Many
from plutio_async._models.fields import Ref, field, json, number, text_or_number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef


class InvoiceStatus(OpenEnum):
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently."""

    DRAFT = "draft"
    PENDING = "pending"
    PAID = "paid"
    OVERDUE = "overdue"
    CANCELLED = "cancelled"


if TYPE_CHECKING:
    # fmt: off
    KnownInvoiceStatus = Literal["draft", "pending", "paid", "overdue", "cancelled"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Tax(RecordPart):
    """A tax on an invoice."""

    title: str | None = field("title", TEXT)
    """The tax's name."""
    value: float | None = attrs.field(default=None, converter=number, metadata=json("value", NUMBER))
    """The rate in per cent."""


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Invoice(AnyCustomRecord):
    """A bill to a client."""

    resource_name: ClassVar[str | None] = "invoices"
    custom_entity: ClassVar[str] = "invoice"

    name: str | None = field("name", TEXT)
    """The invoice's title, 1 to 500 characters. It is `name`, not `title`."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who is billed, a person or a company."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that it belongs to."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The total. Computed by the server once the invoice has line items. It may come as text; one client reads both."""
    sub_total: float | None = attrs.field(default=None, converter=number, metadata=json("subTotal", NUMBER))
    """The total before tax and discount. It may come as text; one client reads both."""
    tax: list[Tax] | None = field("tax", Many(Ref(Tax)))
    """The taxes on it."""
    discount: str | float | None = attrs.field(
        default=None, converter=text_or_number, metadata=json("discount", Either(TEXT, NUMBER))
    )
    """The discount in per cent. Text on reads; one form takes a number."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of issue."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When it is due."""
    reference: str | None = field("reference", TEXT)
    """A reference for the client, such as a purchase order."""
    status: InvoiceStatus | None = field("status", Choice(InvoiceStatus))
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    invoice_id: str | None = field("invoiceId", TEXT)
    """The invoice's number for people. It is a label, not the key; use `_id`."""
    amount_paid: float | None = attrs.field(default=None, converter=number, metadata=json("amountPaid", NUMBER))
    """How much was paid. One client reads it first among several guesses. It may come as text; one client reads both.
    Inferred."""
    paid_at: datetime | None = field("paidAt", MOMENT)
    """When it was paid."""
    blocks: list[str] | None = field("blocks", Many(Id(("blocks",))))
    """The ids of its blocks. Inferred from proposals and contracts. Inferred."""
    total_amount: float | None = attrs.field(default=None, converter=number, metadata=json("totalAmount", NUMBER))
    """The total, under a name that one client falls back on; the name is inferred. It may come as text; one client reads
    both. Inferred."""
    total: float | None = attrs.field(default=None, converter=number, metadata=json("total", NUMBER))
    """The total, under a name that one client falls back on; the name is inferred. It may come as text; one client reads
    both. Inferred."""
    paid_amount: float | None = attrs.field(default=None, converter=number, metadata=json("paidAmount", NUMBER))
    """The paid amount, under a name that one client falls back on; the name is inferred. It may come as text; one client
    reads both. Inferred."""
    paid: float | None = attrs.field(default=None, converter=number, metadata=json("paid", NUMBER))
    """The paid amount, under a name that one client falls back on; the name is inferred. It may come as text; one client
    reads both. Inferred."""
    outstanding_amount: float | None = attrs.field(
        default=None, converter=number, metadata=json("outstandingAmount", NUMBER)
    )
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Inferred."""
    amount_due: float | None = attrs.field(default=None, converter=number, metadata=json("amountDue", NUMBER))
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Inferred."""
    balance: float | None = attrs.field(default=None, converter=number, metadata=json("balance", NUMBER))
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Inferred."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Either,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .invoice_status import InvoiceStatus
from .tax import Tax

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "name",
        "client",
        "projectId",
        "currency",
        "amount",
        "subTotal",
        "tax",
        "discount",
        "issueDate",
        "dueDate",
        "reference",
        "status",
        "customFields",
        "invoiceId",
        "amountPaid",
        "paidAt",
        "blocks",
        "totalAmount",
        "total",
        "paidAmount",
        "paid",
        "outstandingAmount",
        "amountDue",
        "balance",
    )
)

_discount = Either(TEXT, NUMBER)


@define(kw_only=True, eq=False, repr=False)
class Invoice(CustomRecord):
    """A bill to a client."""

    custom_entity: ClassVar[str] = "invoice"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""
    name: str | None = field("name", TEXT)
    """The invoice's title, 1 to 500 characters. It is `name`, not `title`. Evidence: observed."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who is billed, a person or a company. Evidence: observed."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that it belongs to. Evidence: documented."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    amount: float | None = field("amount", NUMBER)
    """The total. Computed by the server once the invoice has line items. It may come as text; one client reads both.
    Evidence: observed."""
    sub_total: float | None = field("subTotal", NUMBER)
    """The total before tax and discount. It may come as text; one client reads both. Evidence: documented."""
    tax: list[Tax] | None = field("tax", Many(Ref(Tax)))
    """The taxes on it. Evidence: documented."""
    discount: str | float | None = field("discount", _discount)
    """The discount in per cent. Text on reads; one form takes a number. Evidence: documented."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of issue. Evidence: observed."""
    due_date: datetime | None = field("dueDate", MOMENT)
    """When it is due. Evidence: observed."""
    reference: str | None = field("reference", TEXT)
    """A reference for the client, such as a purchase order. Evidence: documented."""
    status: InvoiceStatus | None = field("status", Choice(InvoiceStatus))
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently.
    Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""
    invoice_id: str | None = field("invoiceId", TEXT)
    """The invoice's number for people. It is a label, not the key; use `_id`. Evidence: observed."""
    amount_paid: float | None = field("amountPaid", NUMBER)
    """How much was paid. One client reads it first among several guesses. It may come as text; one client reads both.
    Evidence: inferred."""
    paid_at: datetime | None = field("paidAt", MOMENT)
    """When it was paid. Evidence: observed."""
    blocks: list[str] | None = field("blocks", Many(TEXT), refers_to=("blocks",))
    """The ids of its blocks. Inferred from proposals and contracts. Evidence: inferred."""
    total_amount: float | None = field("totalAmount", NUMBER)
    """The total, under a name that one client falls back on; the name is inferred. It may come as text; one client reads
    both. Evidence: inferred."""
    total: float | None = field("total", NUMBER)
    """The total, under a name that one client falls back on; the name is inferred. It may come as text; one client reads
    both. Evidence: inferred."""
    paid_amount: float | None = field("paidAmount", NUMBER)
    """The paid amount, under a name that one client falls back on; the name is inferred. It may come as text; one client
    reads both. Evidence: inferred."""
    paid: float | None = field("paid", NUMBER)
    """The paid amount, under a name that one client falls back on; the name is inferred. It may come as text; one client
    reads both. Evidence: inferred."""
    outstanding_amount: float | None = field("outstandingAmount", NUMBER)
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Evidence: inferred."""
    amount_due: float | None = field("amountDue", NUMBER)
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Evidence: inferred."""
    balance: float | None = field("balance", NUMBER)
    """What is still to be paid, under a name that one client falls back on; the name is inferred. It may come as text; one
    client reads both. Evidence: inferred."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 31:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 31 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
            o.name = v if (v := d["name"]).__class__ is str or v is None else mismatch(v)
            o.client = v if (v := d["client"]) is None else EntityRef.decode(v)
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.sub_total = v if (v := d["subTotal"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.tax = v if (v := d["tax"]) is None else list(map(Tax.decode, v)) if v.__class__ is list else mismatch(v)
            o.discount = (
                v
                if (v := d["discount"]).__class__ is str or v.__class__ in NUMBER_TYPES or v is None
                else _discount.decode(v)
            )
            o.issue_date = (
                v
                if (v := d["issueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.due_date = (
                v
                if (v := d["dueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.reference = v if (v := d["reference"]).__class__ is str or v is None else mismatch(v)
            o.status = v if (v := d["status"]) is None else InvoiceStatus.known(v) or InvoiceStatus(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.invoice_id = v if (v := d["invoiceId"]).__class__ is str or v is None else mismatch(v)
            o.amount_paid = v if (v := d["amountPaid"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.paid_at = (
                v
                if (v := d["paidAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.blocks = (
                v
                if (v := d["blocks"]) is None
                else [x if x.__class__ is str else mismatch(x) for x in v]
                if v.__class__ is list
                else mismatch(v)
            )
            o.total_amount = v if (v := d["totalAmount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.total = v if (v := d["total"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.paid_amount = v if (v := d["paidAmount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.paid = v if (v := d["paid"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.outstanding_amount = (
                v if (v := d["outstandingAmount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            )
            o.amount_due = v if (v := d["amountDue"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.balance = v if (v := d["balance"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

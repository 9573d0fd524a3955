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
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .transaction_manual_payment_method import TransactionManualPaymentMethod
from .transaction_status import TransactionStatus
from .transaction_type import TransactionType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "amount",
        "currency",
        "client",
        "invoiceId",
        "type",
        "manualPaymentMethod",
        "issueDate",
        "customFields",
        "status",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Transaction(CustomRecord):
    """Money that came in or went out."""

    custom_entity: ClassVar[str] = "transaction"

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
    title: str | None = field("title", TEXT)
    """What it was for. Evidence: documented."""
    amount: float | None = field("amount", NUMBER)
    """How much. It may come as text; one client reads both. Evidence: observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """The person or company that pays or is paid. Evidence: documented."""
    invoice_id: str | None = field("invoiceId", TEXT, refers_to=("invoices",))
    """The `_id` of the invoice that it pays. Unlike an invoice's own `invoiceId` it is a real key. Evidence: observed."""
    type: TransactionType | None = field("type", Choice(TransactionType))
    """Whether money came in or went out. Evidence: observed."""
    manual_payment_method: TransactionManualPaymentMethod | None = field(
        "manualPaymentMethod", Choice(TransactionManualPaymentMethod)
    )
    """How a payment outside Plutio was made. Evidence: documented."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of the transaction. Evidence: documented."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""
    status: TransactionStatus | None = field("status", Choice(TransactionStatus))
    """Where a transaction stands. Only one value was observed, and only on reads. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 17:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 17 else unknown_keys(d, _ABSENT)
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
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.client = v if (v := d["client"]) is None else EntityRef.decode(v)
            o.invoice_id = v if (v := d["invoiceId"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]) is None else TransactionType.known(v) or TransactionType(v)
            o.manual_payment_method = (
                v
                if (v := d["manualPaymentMethod"]) is None
                else TransactionManualPaymentMethod.known(v) or TransactionManualPaymentMethod(v)
            )
            o.issue_date = (
                v
                if (v := d["issueDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.status = v if (v := d["status"]) is None else TransactionStatus.known(v) or TransactionStatus(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

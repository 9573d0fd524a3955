from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
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
from .invoice_subscription_status import InvoiceSubscriptionStatus
from .repeat import Repeat

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
        "client",
        "amount",
        "currency",
        "repeat",
        "startDate",
        "endDate",
        "status",
        "customFields",
        "upcomingInvoiceDate",
        "lastChargeAttemptedAt",
        "mainInvoiceId",
        "paymentOptions",
    )
)


@define(kw_only=True, eq=False, repr=False)
class InvoiceSubscription(CustomRecord):
    """A recurring charge to a client."""

    custom_entity: ClassVar[str] = "invoice-subscription"

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
    """What is charged for. Evidence: observed."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who is billed, a person or a company. Evidence: observed."""
    amount: float | None = field("amount", NUMBER)
    """The total of each invoice. Can be set by a bulk update. It may come as text; one client reads both. Evidence:
    observed."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case. Evidence: observed."""
    repeat: Repeat | None = field("repeat", Ref(Repeat))
    """How often a subscription makes an invoice. Evidence: observed."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When it starts. Evidence: observed."""
    end_date: datetime | None = field("endDate", MOMENT)
    """When it ends. Evidence: observed."""
    status: InvoiceSubscriptionStatus | None = field("status", Choice(InvoiceSubscriptionStatus))
    """Where an invoice subscription stands. Observed on reads. One form writes it, and whether the server takes it is
    unknown; a bulk update ignores it silently. Evidence: observed."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""
    upcoming_invoice_date: datetime | None = field("upcomingInvoiceDate", MOMENT)
    """When the next invoice is made. Computed by the server. Evidence: observed."""
    last_charge_attempted_at: datetime | None = field("lastChargeAttemptedAt", MOMENT)
    """When a charge was last tried. Evidence: observed."""
    main_invoice_id: str | None = field("mainInvoiceId", TEXT, refers_to=("invoices",))
    """The id of an invoice, by inference the one that the others are made from. Evidence: observed."""
    payment_options: Any = field("paymentOptions", ANYTHING)
    """How it can be paid. An object or an array; its shape is unknown, so it is any JSON value. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 20:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 20 else unknown_keys(d, _ABSENT)
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
            o.client = v if (v := d["client"]) is None else EntityRef.decode(v)
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.currency = v if (v := d["currency"]) is None else CurrencyCode.known(v) or CurrencyCode(v)
            o.repeat = v if (v := d["repeat"]) is None else Repeat.decode(v)
            o.start_date = (
                v
                if (v := d["startDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.end_date = (
                v
                if (v := d["endDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.status = (
                v if (v := d["status"]) is None else InvoiceSubscriptionStatus.known(v) or InvoiceSubscriptionStatus(v)
            )
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.upcoming_invoice_date = (
                v
                if (v := d["upcomingInvoiceDate"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.last_charge_attempted_at = (
                v
                if (v := d["lastChargeAttemptedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.main_invoice_id = v if (v := d["mainInvoiceId"]).__class__ is str or v is None else mismatch(v)
            o.payment_options = d["paymentOptions"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o

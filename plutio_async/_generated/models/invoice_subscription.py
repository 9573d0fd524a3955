from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.model import CustomRecord

from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .invoice_subscription_status import InvoiceSubscriptionStatus
from .repeat import Repeat


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class InvoiceSubscription(CustomRecord):
    """A recurring charge to a client."""

    resource_name: ClassVar[str | None] = "invoice_subscriptions"
    custom_entity: ClassVar[str] = "invoice-subscription"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
    title: str | None = field("title", TEXT)
    """What is charged for."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """Who is billed, a person or a company."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The total of each invoice. Can be set by a bulk update. It may come as text; one client reads both."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    repeat: Repeat | None = field("repeat", Ref(Repeat))
    """How often a subscription makes an invoice."""
    start_date: datetime | None = field("startDate", MOMENT)
    """When it starts."""
    end_date: datetime | None = field("endDate", MOMENT)
    """When it ends."""
    status: InvoiceSubscriptionStatus | None = field("status", Choice(InvoiceSubscriptionStatus))
    """Where an invoice subscription stands. Observed on reads. One form writes it, and whether the server takes it is
    unknown; a bulk update ignores it silently."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
    upcoming_invoice_date: datetime | None = field("upcomingInvoiceDate", MOMENT)
    """When the next invoice is made. Computed by the server."""
    last_charge_attempted_at: datetime | None = field("lastChargeAttemptedAt", MOMENT)
    """When a charge was last tried."""
    main_invoice_id: str | None = field("mainInvoiceId", Id(("invoices",)))
    """The id of an invoice, by inference the one that the others are made from."""
    payment_options: Any = field("paymentOptions", ANYTHING)
    """How it can be paid. An object or an array; its shape is unknown, so it is any JSON value."""

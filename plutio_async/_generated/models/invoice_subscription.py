from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, INTEGER, MOMENT, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef


class RepeatInterval(OpenEnum):
    """The unit of a repetition."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


if TYPE_CHECKING:
    # fmt: off
    KnownRepeatInterval = Literal["day", "week", "month", "year"]
    # fmt: on


class InvoiceSubscriptionStatus(OpenEnum):
    """Where an invoice subscription stands. Observed on reads. One form writes it, and whether the server takes it is
    unknown; a bulk update ignores it silently."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    PAST_DUE = "past_due"


if TYPE_CHECKING:
    # fmt: off
    KnownInvoiceSubscriptionStatus = Literal[
        "draft", "active", "paused", "cancelled", "failed", "past_due"
    ]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Repeat(RecordPart):
    """How often a subscription makes an invoice."""

    interval_type: RepeatInterval | None = field("intervalType", Choice(RepeatInterval))
    """The unit of a repetition."""
    interval: int | None = field("interval", INTEGER)
    """How many intervals lie between two invoices."""
    rrule: str | None = field("rrule", TEXT)
    """The same as an RFC 5545 recurrence rule."""
    month_day: float | None = attrs.field(default=None, converter=number, metadata=json("monthDay", NUMBER))
    """The day of the month. The type is inferred. Inferred."""
    year_month: float | None = attrs.field(default=None, converter=number, metadata=json("yearMonth", NUMBER))
    """The month of the year. The type is inferred. Inferred."""
    year_month_day: float | None = attrs.field(default=None, converter=number, metadata=json("yearMonthDay", NUMBER))
    """The day of that month. The type is inferred. Inferred."""
    action: str | None = field("action", TEXT)
    """What happens at each interval. The type is inferred and the values are unknown. Inferred."""


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class InvoiceSubscription(AnyCustomRecord):
    """A recurring charge to a client."""

    resource_name: ClassVar[str | None] = "invoice_subscriptions"
    custom_entity: ClassVar[str] = "invoice-subscription"

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

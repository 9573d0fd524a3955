from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import MOMENT, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .currency_code import CurrencyCode
from .custom_field_value import CustomFieldValue
from .entity_ref import EntityRef
from .transaction_manual_payment_method import TransactionManualPaymentMethod


class TransactionType(OpenEnum):
    """Whether money came in or went out."""

    IN = "in"
    OUT = "out"


if TYPE_CHECKING:
    # fmt: off
    KnownTransactionType = Literal["in", "out"]
    # fmt: on


class TransactionStatus(OpenEnum, known_values="some"):
    """Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it can be written is
    inferred."""

    PAID = "paid"


if TYPE_CHECKING:
    # fmt: off
    KnownTransactionStatus = Literal["paid"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Transaction(AnyCustomRecord):
    """Money that came in or went out."""

    resource_name: ClassVar[str | None] = "transactions"
    custom_entity: ClassVar[str] = "transaction"

    title: str | None = field("title", TEXT)
    """What it was for."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """How much. It may come as text; one client reads both."""
    currency: CurrencyCode | None = field("currency", Choice(CurrencyCode))
    """A currency by ISO 4217, upper case."""
    client: EntityRef | None = field("client", Ref(EntityRef))
    """The person or company that pays or is paid."""
    invoice_id: str | None = field("invoiceId", Id(("invoices",)))
    """The `_id` of the invoice that it pays. Unlike an invoice's own `invoiceId` it is a real key."""
    type: TransactionType | None = field("type", Choice(TransactionType))
    """Whether money came in or went out."""
    manual_payment_method: TransactionManualPaymentMethod | None = field(
        "manualPaymentMethod", Choice(TransactionManualPaymentMethod)
    )
    """How a payment outside Plutio was made."""
    issue_date: datetime | None = field("issueDate", MOMENT)
    """The date of the transaction."""
    status: TransactionStatus | None = field("status", Choice(TransactionStatus))
    """Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it can be written is
    inferred."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""

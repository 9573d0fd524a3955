"""Recurring charges: each makes an invoice for a client again and again."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.invoice_subscription import InvoiceSubscription

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.company import Company
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.invoice_subscription import InvoiceSubscriptionStatus, KnownInvoiceSubscriptionStatus, Repeat
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, EntityRefDict, RepeatDict
    from ..models.person import Person
    from ._filters import InvoiceSubscriptionsListing
else:
    InvoiceSubscriptionsListing = Listing

_LIST = Operation("invoice_subscriptions_list", "GET", "/invoice-subscriptions", idempotent=True)
_CREATE = Operation("invoice_subscriptions_create", "POST", "/invoice-subscriptions", idempotent=False)
_UPDATE = Operation("invoice_subscriptions_update", "PUT", "/invoice-subscriptions", idempotent=True)
_DELETE = Operation("invoice_subscriptions_delete", "DELETE", "/invoice-subscriptions", idempotent=True)
_BULK_UPDATE = Operation("invoice_subscriptions_bulk_update", "PUT", "/invoice-subscriptions/bulk", idempotent=True)
_BULK_DELETE = Operation("invoice_subscriptions_bulk_delete", "DELETE", "/invoice-subscriptions/bulk", idempotent=True)


class InvoiceSubscriptionsResource(Creates[InvoiceSubscription], InvoiceSubscriptionsListing):
    """Recurring charges: each makes an invoice for a client again and again.

    ``list`` answers with the invoice subscriptions that match. Dotted paths such as `client._id` and
    `repeat.intervalType` work as filters. A path with an id, `/invoice-subscriptions/{id}`, is answered with 403, and
    the shorter `/subscriptions` fails too.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "invoice_subscriptions"
    model = InvoiceSubscription
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        repeat: Repeat | RepeatDict | AnyMapping | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        end_date: datetime | date | str | None = UNSET,
        status: InvoiceSubscriptionStatus | KnownInvoiceSubscriptionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> InvoiceSubscription:
        """Create an invoice subscription.

        Makes an invoice subscription and answers with it. Only the later documents have this call.

        Args:
            title: What is charged for.
            client: Who is billed, a person or a company.
            amount: The total of each invoice. Can be set by a bulk update. It may come as text; one client reads
                both.
            currency: A currency by ISO 4217, upper case.
            repeat: How often a subscription makes an invoice.
            start_date: When it starts.
            end_date: When it ends.
            status: Where an invoice subscription stands. Observed on reads. One form writes it, and whether the
                server takes it is unknown; a bulk update ignores it silently. Inferred. Known values: `draft`,
                `active`, `paused`, `cancelled`, `failed`, `past_due`.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "client": client,
            "amount": amount,
            "currency": currency,
            "repeat": repeat,
            "start_date": start_date,
            "end_date": end_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(InvoiceSubscription), body)

    async def update(
        self,
        id: str | InvoiceSubscription,
        *,
        title: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        repeat: Repeat | RepeatDict | AnyMapping | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        end_date: datetime | date | str | None = UNSET,
        status: InvoiceSubscriptionStatus | KnownInvoiceSubscriptionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> InvoiceSubscription:
        """Update an invoice subscription.

        Changes the given fields of one invoice subscription and answers with the updated invoice subscription. A field
        that is left out stays as it is. Whether a `status` here pauses, resumes or cancels is unknown; a bulk update
        cannot.

        Args:
            title: What is charged for.
            client: Who is billed, a person or a company.
            amount: The total of each invoice. Can be set by a bulk update. It may come as text; one client reads
                both.
            currency: A currency by ISO 4217, upper case.
            repeat: How often a subscription makes an invoice.
            start_date: When it starts.
            end_date: When it ends.
            status: Where an invoice subscription stands. Observed on reads. One form writes it, and whether the
                server takes it is unknown; a bulk update ignores it silently. Inferred. Known values: `draft`,
                `active`, `paused`, `cancelled`, `failed`, `past_due`.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "client": client,
            "amount": amount,
            "currency": currency,
            "repeat": repeat,
            "start_date": start_date,
            "end_date": end_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(InvoiceSubscription, body), body)

    async def delete(self, id: str | InvoiceSubscription) -> InvoiceSubscription:
        """Delete an invoice subscription.

        Deletes one invoice subscription. The shape of the answer is unknown: the deleted invoice subscription or a part
        of it. What happens to its invoices is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(InvoiceSubscription, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | InvoiceSubscription] | AsyncIterable[str | InvoiceSubscription] | BulkResult,
        *,
        title: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        repeat: Repeat | RepeatDict | AnyMapping | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        end_date: datetime | date | str | None = UNSET,
        status: InvoiceSubscriptionStatus | KnownInvoiceSubscriptionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many invoice subscriptions.

        Sets the same fields on every named invoice subscription. One client saw that `amount` and `repeat` are taken
        while `status` is answered with 200 and ignored, so it cannot pause, resume or cancel. The shape of the answer
        and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "client": client,
            "amount": amount,
            "currency": currency,
            "repeat": repeat,
            "start_date": start_date,
            "end_date": end_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | InvoiceSubscription] | AsyncIterable[str | InvoiceSubscription] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many invoice subscriptions.

        Deletes every named invoice subscription. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

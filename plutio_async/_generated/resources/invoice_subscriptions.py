"""Recurring charges: each makes an invoice for a client again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import MOMENT, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.currency_code import CurrencyCode
from ..models.custom_field_value import CustomFieldValue
from ..models.entity_ref import EntityRef
from ..models.invoice_subscription import InvoiceSubscription
from ..models.invoice_subscription_status import InvoiceSubscriptionStatus
from ..models.repeat import Repeat

_INVOICE_SUBSCRIPTIONS_UPDATE = Operation(
    "invoice_subscriptions_update", "PUT", "/invoice-subscriptions", idempotent=True
)
_INVOICE_SUBSCRIPTIONS_CREATE = Operation(
    "invoice_subscriptions_create", "POST", "/invoice-subscriptions", idempotent=False
)
_INVOICE_SUBSCRIPTIONS_DELETE = Operation(
    "invoice_subscriptions_delete", "DELETE", "/invoice-subscriptions", idempotent=True
)
_INVOICE_SUBSCRIPTIONS_BULK_UPDATE = Operation(
    "invoice_subscriptions_bulk_update", "PUT", "/invoice-subscriptions/bulk", idempotent=True
)
_INVOICE_SUBSCRIPTIONS_BULK_DELETE = Operation(
    "invoice_subscriptions_bulk_delete", "DELETE", "/invoice-subscriptions/bulk", idempotent=True
)
_INVOICE_SUBSCRIPTIONS_LIST = Operation("invoice_subscriptions_list", "GET", "/invoice-subscriptions", idempotent=True)


class InvoiceSubscriptionFields(TypedDict, total=False):
    """The fields of writes of a InvoiceSubscription."""

    title: str | None
    """What is charged for. Evidence: observed."""
    client: EntityRef | Mapping[str, Any] | None
    """Who is billed, a person or a company. Evidence: observed."""
    amount: float | None
    """The total of each invoice. Can be set by a bulk update. It may come as text; one client reads both. Evidence:
    observed."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    repeat: Repeat | Mapping[str, Any] | None
    """How often a subscription makes an invoice. Evidence: observed."""
    start_date: datetime | date | str | None
    """When it starts. Evidence: observed."""
    end_date: datetime | date | str | None
    """When it ends. Evidence: observed."""
    status: InvoiceSubscriptionStatus | str | None
    """Where an invoice subscription stands. Observed on reads. One form writes it, and whether the server takes it is
    unknown; a bulk update ignores it silently. Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


_InvoiceSubscriptionFields = Body(
    {
        "title": Field("title", TEXT),
        "client": Field("client", Ref(EntityRef)),
        "amount": Field("amount", NUMBER),
        "currency": Field("currency", Choice(CurrencyCode)),
        "repeat": Field("repeat", Ref(Repeat)),
        "start_date": Field("startDate", MOMENT),
        "end_date": Field("endDate", MOMENT),
        "status": Field("status", Choice(InvoiceSubscriptionStatus)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)


class InvoiceSubscriptionsResource(Listing[InvoiceSubscription]):
    """Recurring charges: each makes an invoice for a client again and again."""

    name = "invoice_subscriptions"
    model = InvoiceSubscription
    listing = _INVOICE_SUBSCRIPTIONS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InvoiceSubscriptionFields]
    ) -> InvoiceSubscription:
        """Update an invoice subscription.

        Changes the given fields of one invoice subscription and answers with the updated invoice subscription. A field
        that is left out stays as it is. Whether a `status` here pauses, resumes or cancels is unknown; a bulk update
        cannot.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_InvoiceSubscriptionFields, extra=extra, fields={**fields})
        )
        return await self._send(_INVOICE_SUBSCRIPTIONS_UPDATE, written(InvoiceSubscription, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InvoiceSubscriptionFields]
    ) -> InvoiceSubscription:
        """Create an invoice subscription.

        Makes an invoice subscription and answers with it. Only the later documents have this call.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_InvoiceSubscriptionFields, extra=extra, fields={**fields})
        )
        return await self._send(_INVOICE_SUBSCRIPTIONS_CREATE, written(InvoiceSubscription), body)

    async def delete(self, id: str) -> InvoiceSubscription:
        """Delete an invoice subscription.

        Deletes one invoice subscription. The shape of the answer is unknown: the deleted invoice subscription or a part
        of it. What happens to its invoices is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_INVOICE_SUBSCRIPTIONS_DELETE, written(InvoiceSubscription, id), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[InvoiceSubscriptionFields],
    ) -> BulkResult:
        """Update many invoice subscriptions.

        Sets the same fields on every named invoice subscription. One client saw that `amount` and `repeat` are taken
        while `status` is answered with 200 and ignored, so it cannot pause, resume or cancel. The shape of the answer
        and the most ids of one call are unknown.

        Evidence: observed.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        custom = fields.pop("custom", None)
        body = self._body("bulk_update", form=_InvoiceSubscriptionFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _INVOICE_SUBSCRIPTIONS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many invoice subscriptions.

        Deletes every named invoice subscription. The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_INVOICE_SUBSCRIPTIONS_BULK_DELETE, "bulk_delete", ids, body, progress)

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[InvoiceSubscription]:
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[InvoiceSubscription]:
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[InvoiceSubscription]:
        """List invoice subscriptions.

        Answers with the invoice subscriptions that match. Dotted paths such as `client._id` and `repeat.intervalType`
        work as filters. A path with an id, `/invoice-subscriptions/{id}`, is answered with 403, and the shorter
        `/subscriptions` fails too.

        Evidence: observed.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)

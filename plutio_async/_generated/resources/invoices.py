"""Bills to clients. Their line items live in blocks of type `items`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import MOMENT, NUMBER, TEXT, Choice, Either, Many
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
from ..models.invoice import Invoice
from ..models.invoice_status import InvoiceStatus
from ..models.tax import Tax
from ..models.transaction_manual_payment_method import TransactionManualPaymentMethod

_INVOICES_UPDATE = Operation("invoices_update", "PUT", "/invoices", idempotent=True)
_INVOICES_CREATE = Operation("invoices_create", "POST", "/invoices", idempotent=False)
_INVOICES_DELETE = Operation("invoices_delete", "DELETE", "/invoices", idempotent=True)
_INVOICES_ARCHIVE = Operation("invoices_archive", "POST", "/invoices/archive", idempotent=True)
_INVOICES_EMAIL = Operation("invoices_email", "POST", "/invoices/email", idempotent=False)
_INVOICES_RECORD_PAYMENT = Operation("invoices_record_payment", "POST", "/invoices/record-payment", idempotent=False)
_INVOICES_BULK_UPDATE = Operation("invoices_bulk_update", "PUT", "/invoices/bulk", idempotent=True)
_INVOICES_BULK_DELETE = Operation("invoices_bulk_delete", "DELETE", "/invoices/bulk", idempotent=True)
_INVOICES_BULK_ARCHIVE = Operation("invoices_bulk_archive", "POST", "/invoices/bulk/archive", idempotent=True)
_INVOICES_LIST = Operation("invoices_list", "GET", "/invoices", idempotent=True)


class InvoiceFields(TypedDict, total=False):
    """The fields of writes of a Invoice."""

    name: str | None
    """The invoice's title, 1 to 500 characters. It is `name`, not `title`. Evidence: observed."""
    client: EntityRef | Mapping[str, Any] | None
    """Who is billed, a person or a company. Evidence: observed."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    amount: float | None
    """The total. Computed by the server once the invoice has line items. It may come as text; one client reads both.
    Evidence: observed."""
    sub_total: float | None
    """The total before tax and discount. It may come as text; one client reads both. Evidence: documented."""
    tax: Sequence[Tax | Mapping[str, Any]] | None
    """The taxes on it. Evidence: documented."""
    discount: str | float | None
    """The discount in per cent. Text on reads; one form takes a number. Evidence: documented."""
    issue_date: datetime | date | str | None
    """The date of issue. Evidence: observed."""
    due_date: datetime | date | str | None
    """When it is due. Evidence: observed."""
    reference: str | None
    """A reference for the client, such as a purchase order. Evidence: documented."""
    status: InvoiceStatus | str | None
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently.
    Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class InvoiceCreate(TypedDict, total=False):
    """An invoice to be made."""

    name: str | None
    """The invoice's title, 1 to 500 characters. It is `name`, not `title`. Evidence: observed."""
    client: EntityRef | Mapping[str, Any] | None
    """Who is billed, a person or a company. Evidence: observed."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    amount: float | None
    """The total. Computed by the server once the invoice has line items. It may come as text; one client reads both.
    Evidence: observed."""
    sub_total: float | None
    """The total before tax and discount. It may come as text; one client reads both. Evidence: documented."""
    tax: Sequence[Tax | Mapping[str, Any]] | None
    """The taxes on it. Evidence: documented."""
    discount: str | float | None
    """The discount in per cent. Text on reads; one form takes a number. Evidence: documented."""
    issue_date: datetime | date | str | None
    """The date of issue. Evidence: observed."""
    due_date: datetime | date | str | None
    """When it is due. Evidence: observed."""
    reference: str | None
    """A reference for the client, such as a purchase order. Evidence: documented."""
    status: InvoiceStatus | str | None
    """Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update ignores it silently.
    Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""
    template_id: str | None
    """The id of the template that gives the layout. The name is inferred from an older form. Evidence: inferred."""


class InvoiceRecordPayment(TypedDict, total=False):
    """A payment for an invoice. All names are inferred from the invoice and from transactions."""

    amount: float | None
    """How much was paid. Evidence: inferred."""
    issue_date: datetime | date | str | None
    """When it was paid. Evidence: inferred."""
    manual_payment_method: TransactionManualPaymentMethod | str | None
    """How a payment outside Plutio was made. Evidence: inferred."""


_InvoiceFields = Body(
    {
        "name": Field("name", TEXT),
        "client": Field("client", Ref(EntityRef)),
        "project_id": Field("projectId", TEXT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "amount": Field("amount", NUMBER),
        "sub_total": Field("subTotal", NUMBER),
        "tax": Field("tax", Many(Ref(Tax))),
        "discount": Field("discount", Either(TEXT, NUMBER)),
        "issue_date": Field("issueDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "reference": Field("reference", TEXT),
        "status": Field("status", Choice(InvoiceStatus)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_InvoiceCreate = Body(
    {
        "name": Field("name", TEXT),
        "client": Field("client", Ref(EntityRef)),
        "project_id": Field("projectId", TEXT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "amount": Field("amount", NUMBER),
        "sub_total": Field("subTotal", NUMBER),
        "tax": Field("tax", Many(Ref(Tax))),
        "discount": Field("discount", Either(TEXT, NUMBER)),
        "issue_date": Field("issueDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "reference": Field("reference", TEXT),
        "status": Field("status", Choice(InvoiceStatus)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
        "template_id": Field("templateId", TEXT),
    },
    required=frozenset(),
)
_InvoiceEmail = Body(
    {},
    required=frozenset(),
)
_InvoiceRecordPayment = Body(
    {
        "amount": Field("amount", NUMBER),
        "issue_date": Field("issueDate", MOMENT),
        "manual_payment_method": Field("manualPaymentMethod", Choice(TransactionManualPaymentMethod)),
    },
    required=frozenset(),
)


class InvoicesResource(Listing[Invoice]):
    """Bills to clients. Their line items live in blocks of type `items`."""

    name = "invoices"
    model = Invoice
    listing = _INVOICES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InvoiceFields]
    ) -> Invoice:
        """Update an invoice.

        Changes the given fields of one invoice and answers with the updated invoice. A field that is left out stays as
        it is. A v1.7 importer sets `client` this way after creating the invoice. Whether `status` is taken here is
        unknown; a bulk update ignores it.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_InvoiceFields, extra=extra, fields={**fields})
        )
        return await self._send(_INVOICES_UPDATE, written(Invoice, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InvoiceCreate]) -> Invoice:
        """Create an invoice.

        Makes an invoice and answers with it. Line items are added afterwards as a block of type `items` with
        `entityType: invoice`; the server computes the totals from them. Whether line items inside this body are taken
        is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_InvoiceCreate, extra=extra, fields={**fields})
        )
        return await self._send(_INVOICES_CREATE, written(Invoice), body)

    async def delete(self, id: str) -> Invoice:
        """Delete an invoice.

        Deletes one invoice. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted invoice or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_INVOICES_DELETE, written(Invoice, id), body)

    async def archive(self, id: str) -> Invoice:
        """Archive an invoice.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_INVOICES_ARCHIVE, written(Invoice, id), body)

    async def unarchive(self, id: str) -> Invoice:
        """Restore an invoice from the archive.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_INVOICES_ARCHIVE, written(Invoice, id), body)

    async def email(self, id: str, *, extra: Mapping[str, Any] | None = None) -> Any:
        """Send an invoice by e-mail.

        Sends one invoice by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of the
        body and the shape of the answer are unknown. Calling it again may send another e-mail. A path such as
        `/invoices/{id}/send` is answered with 403.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("email", id=id, form=_InvoiceEmail, extra=extra)
        return await self._send(_INVOICES_EMAIL, anything, body)

    async def record_payment(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InvoiceRecordPayment]
    ) -> Any:
        """Record a payment for an invoice.

        Records that an invoice was paid, in part or in full. Only the call is documented: the fields of the body are
        inferred from those of a transaction and the shape of the answer is unknown. Calling it again may record a
        second payment.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("record_payment", id=id, form=_InvoiceRecordPayment, extra=extra, fields={**fields})
        return await self._send(_INVOICES_RECORD_PAYMENT, anything, body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[InvoiceFields],
    ) -> BulkResult:
        """Update many invoices.

        Sets the same fields on every named invoice. One client saw that a `status` is answered with 200 and ignored.
        The shape of the answer and the most ids of one call are unknown.

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
        body = self._body("bulk_update", form=_InvoiceFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _INVOICES_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many invoices.

        Deletes every named invoice. That they go to the trash bin is inferred from the trash bin's own calls. The shape
        of the answer and the most ids of one call are unknown.

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
        return await self._bulk(_INVOICES_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many invoices.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_archive", sets={"isArchived": True})
        return await self._bulk(_INVOICES_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many invoices from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_unarchive", sets={"isArchived": False})
        return await self._bulk(_INVOICES_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Invoice]:
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
    ) -> PageIterator[Invoice]:
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
    ) -> list[Invoice]:
        """List invoices.

        Answers with the invoices that match. Any field works as a filter, dotted paths such as `client._id` included.
        Date filters inside `q` compare ISO strings. The record's `invoiceId` is a label for people, not the key.

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

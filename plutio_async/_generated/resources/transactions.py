"""Money that came in or went out, such as the payment of an invoice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import INTEGER, MOMENT, NUMBER, TEXT, Choice, Many
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
from ..models.transaction import Transaction
from ..models.transaction_manual_payment_method import TransactionManualPaymentMethod
from ..models.transaction_type import TransactionType

_TRANSACTIONS_UPDATE = Operation("transactions_update", "PUT", "/transactions", idempotent=True)
_TRANSACTIONS_CREATE = Operation("transactions_create", "POST", "/transactions", idempotent=False)
_TRANSACTIONS_DELETE = Operation("transactions_delete", "DELETE", "/transactions", idempotent=True)
_TRANSACTIONS_ARCHIVE = Operation("transactions_archive", "POST", "/transactions/archive", idempotent=True)
_TRANSACTIONS_COPY = Operation("transactions_copy", "POST", "/transactions/copy", idempotent=False)
_TRANSACTIONS_BULK_UPDATE = Operation("transactions_bulk_update", "PUT", "/transactions/bulk", idempotent=True)
_TRANSACTIONS_BULK_DELETE = Operation("transactions_bulk_delete", "DELETE", "/transactions/bulk", idempotent=True)
_TRANSACTIONS_BULK_ARCHIVE = Operation(
    "transactions_bulk_archive", "POST", "/transactions/bulk/archive", idempotent=True
)
_TRANSACTIONS_LIST = Operation("transactions_list", "GET", "/transactions", idempotent=True)


class TransactionFields(TypedDict, total=False):
    """The fields of writes of a Transaction."""

    title: str | None
    """What it was for. Evidence: documented."""
    amount: float | None
    """How much. It may come as text; one client reads both. Evidence: observed."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    client: EntityRef | Mapping[str, Any] | None
    """The person or company that pays or is paid. Evidence: documented."""
    invoice_id: str | None
    """The `_id` of the invoice that it pays. Unlike an invoice's own `invoiceId` it is a real key. Evidence: observed."""
    type: TransactionType | str | None
    """Whether money came in or went out. Evidence: observed."""
    manual_payment_method: TransactionManualPaymentMethod | str | None
    """How a payment outside Plutio was made. Evidence: documented."""
    issue_date: datetime | date | str | None
    """The date of the transaction. Evidence: documented."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class TransactionCopy(TypedDict, total=False):
    """How a copy is made."""

    position: int | None
    """The place of the copy among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""


_TransactionFields = Body(
    {
        "title": Field("title", TEXT),
        "amount": Field("amount", NUMBER),
        "currency": Field("currency", Choice(CurrencyCode)),
        "client": Field("client", Ref(EntityRef)),
        "invoice_id": Field("invoiceId", TEXT),
        "type": Field("type", Choice(TransactionType)),
        "manual_payment_method": Field("manualPaymentMethod", Choice(TransactionManualPaymentMethod)),
        "issue_date": Field("issueDate", MOMENT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_TransactionCopy = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)


class TransactionsResource(Listing[Transaction]):
    """Money that came in or went out, such as the payment of an invoice."""

    name = "transactions"
    model = Transaction
    listing = _TRANSACTIONS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TransactionFields]
    ) -> Transaction:
        """Update a transaction.

        Changes the given fields of one transaction and answers with the updated transaction. A field that is left out
        stays as it is.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_TransactionFields, extra=extra, fields={**fields})
        )
        return await self._send(_TRANSACTIONS_UPDATE, written(Transaction, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TransactionFields]
    ) -> Transaction:
        """Create a transaction.

        Makes a transaction and answers with it. No field is known to be needed. Whether it changes the status of the
        invoice is unknown; there is also a call that records a payment on an invoice.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_TransactionFields, extra=extra, fields={**fields})
        )
        return await self._send(_TRANSACTIONS_CREATE, written(Transaction), body)

    async def delete(self, id: str) -> Transaction:
        """Delete a transaction.

        Deletes one transaction. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of
        the answer is unknown: the deleted transaction or a part of it. Whether the invoice becomes unpaid again is
        unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TRANSACTIONS_DELETE, written(Transaction, id), body)

    async def archive(self, id: str) -> Transaction:
        """Archive a transaction.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_TRANSACTIONS_ARCHIVE, written(Transaction, id), body)

    async def unarchive(self, id: str) -> Transaction:
        """Restore a transaction from the archive.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_TRANSACTIONS_ARCHIVE, written(Transaction, id), body)

    async def copy(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TransactionCopy]
    ) -> Transaction:
        """Copy a transaction.

        Makes a copy of one transaction and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_TransactionCopy, extra=extra, fields={**fields})
        return await self._send(_TRANSACTIONS_COPY, written(Transaction), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[TransactionFields],
    ) -> BulkResult:
        """Update many transactions.

        Sets the same fields on every named transaction. The shape of the answer and the most ids of one call are
        unknown.

        Evidence: documented.

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
        body = self._body("bulk_update", form=_TransactionFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _TRANSACTIONS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many transactions.

        Deletes every named transaction. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

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
        return await self._bulk(_TRANSACTIONS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many transactions.

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
        return await self._bulk(_TRANSACTIONS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many transactions from the archive.

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
        return await self._bulk(_TRANSACTIONS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Transaction]:
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
    ) -> PageIterator[Transaction]:
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
    ) -> list[Transaction]:
        """List transactions.

        Answers with the transactions that match. Any field works as a filter; one client asks for those of many
        invoices by `$in` on `invoiceId`, and filters by `status`.

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

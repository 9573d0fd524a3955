"""Money that came in or went out, such as the payment of an invoice."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.transaction import Transaction

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.company import Company
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.invoice import Invoice
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, EntityRefDict
    from ..models.person import Person
    from ..models.transaction import KnownTransactionStatus, KnownTransactionType, TransactionStatus, TransactionType
    from ..models.transaction_manual_payment_method import (
        KnownTransactionManualPaymentMethod,
        TransactionManualPaymentMethod,
    )
    from ._filters import TransactionsListing
else:
    TransactionsListing = Listing

_LIST = Operation("transactions_list", "GET", "/transactions", idempotent=True)
_CREATE = Operation("transactions_create", "POST", "/transactions", idempotent=False)
_UPDATE = Operation("transactions_update", "PUT", "/transactions", idempotent=True)
_DELETE = Operation("transactions_delete", "DELETE", "/transactions", idempotent=True)
_ARCHIVE = Operation("transactions_archive", "POST", "/transactions/archive", idempotent=True)
_COPY = Operation("transactions_copy", "POST", "/transactions/copy", idempotent=False)
_BULK_UPDATE = Operation("transactions_bulk_update", "PUT", "/transactions/bulk", idempotent=True)
_BULK_DELETE = Operation("transactions_bulk_delete", "DELETE", "/transactions/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("transactions_bulk_archive", "POST", "/transactions/bulk/archive", idempotent=True)


class TransactionsResource(Creates[Transaction], TransactionsListing):
    """Money that came in or went out, such as the payment of an invoice.

    ``list`` answers with the transactions that match. Any field works as a filter; one client asks for those of many
    invoices by `$in` on `invoiceId`, and filters by `status`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "transactions"
    model = Transaction
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        invoice_id: str | Invoice | None = UNSET,
        type: TransactionType | KnownTransactionType | str | None = UNSET,
        manual_payment_method: TransactionManualPaymentMethod
        | KnownTransactionManualPaymentMethod
        | str
        | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        status: TransactionStatus | KnownTransactionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Transaction:
        """Create a transaction.

        Makes a transaction and answers with it. No field is known to be needed. Whether it changes the status of the
        invoice is unknown; there is also a call that records a payment on an invoice.

        Args:
            title: What it was for.
            amount: How much. It may come as text; one client reads both.
            currency: A currency by ISO 4217, upper case.
            client: The person or company that pays or is paid.
            invoice_id: The `_id` of the invoice that it pays. Unlike an invoice's own `invoiceId` it is a real key.
            type: Whether money came in or went out. Known values: `in`, `out`.
            manual_payment_method: How a payment outside Plutio was made. Known values: `cash`, `check`, `credit`,
                `debit`, `wire-transfer`.
            issue_date: The date of the transaction.
            status: Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it
                can be written is inferred. Inferred. Known values: `paid`.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "amount": amount,
            "currency": currency,
            "client": client,
            "invoice_id": invoice_id,
            "type": type,
            "manual_payment_method": manual_payment_method,
            "issue_date": issue_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Transaction), body)

    async def update(
        self,
        id: str | Transaction,
        *,
        title: str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        invoice_id: str | Invoice | None = UNSET,
        type: TransactionType | KnownTransactionType | str | None = UNSET,
        manual_payment_method: TransactionManualPaymentMethod
        | KnownTransactionManualPaymentMethod
        | str
        | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        status: TransactionStatus | KnownTransactionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Transaction:
        """Update a transaction.

        Changes the given fields of one transaction and answers with the updated transaction. A field that is left out
        stays as it is.

        Args:
            title: What it was for.
            amount: How much. It may come as text; one client reads both.
            currency: A currency by ISO 4217, upper case.
            client: The person or company that pays or is paid.
            invoice_id: The `_id` of the invoice that it pays. Unlike an invoice's own `invoiceId` it is a real key.
            type: Whether money came in or went out. Known values: `in`, `out`.
            manual_payment_method: How a payment outside Plutio was made. Known values: `cash`, `check`, `credit`,
                `debit`, `wire-transfer`.
            issue_date: The date of the transaction.
            status: Where a transaction stands. Only `paid` was observed, and only on reads and as a filter; that it
                can be written is inferred. Inferred. Known values: `paid`.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "amount": amount,
            "currency": currency,
            "client": client,
            "invoice_id": invoice_id,
            "type": type,
            "manual_payment_method": manual_payment_method,
            "issue_date": issue_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Transaction, body), body)

    async def delete(self, id: str | Transaction) -> Transaction:
        """Delete a transaction.

        Deletes one transaction. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of
        the answer is unknown: the deleted transaction or a part of it. Whether the invoice becomes unpaid again is
        unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Transaction, body), body)

    async def archive(self, id: str | Transaction) -> Transaction:
        """Archive a transaction.

        The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Transaction, body), body)

    async def unarchive(self, id: str | Transaction) -> Transaction:
        """Restore a transaction from the archive.

        The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Transaction, body), body)

    async def copy(
        self,
        id: str | Transaction,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Transaction:
        """Copy a transaction.

        Makes a copy of one transaction and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads is unknown.

        Args:
            position: The place of the copy among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(Transaction), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Transaction] | AsyncIterable[str | Transaction] | BulkResult,
        *,
        title: str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        invoice_id: str | Invoice | None = UNSET,
        type: TransactionType | KnownTransactionType | str | None = UNSET,
        manual_payment_method: TransactionManualPaymentMethod
        | KnownTransactionManualPaymentMethod
        | str
        | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        status: TransactionStatus | KnownTransactionStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many transactions.

        Sets the same fields on every named transaction. The shape of the answer and the most ids of one call are
        unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "amount": amount,
            "currency": currency,
            "client": client,
            "invoice_id": invoice_id,
            "type": type,
            "manual_payment_method": manual_payment_method,
            "issue_date": issue_date,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Transaction] | AsyncIterable[str | Transaction] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many transactions.

        Deletes every named transaction. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Transaction] | AsyncIterable[str | Transaction] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many transactions.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Transaction] | AsyncIterable[str | Transaction] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many transactions from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

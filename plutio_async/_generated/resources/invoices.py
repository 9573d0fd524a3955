"""Bills to clients. Their line items live in blocks of type `items`."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.invoice import Invoice
from ..models.transaction_manual_payment_method import TransactionManualPaymentMethod

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.company import Company
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.invoice import InvoiceStatus, KnownInvoiceStatus, Tax
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, EntityRefDict, TaxDict
    from ..models.person import Person
    from ..models.project import Project
    from ..models.transaction_manual_payment_method import KnownTransactionManualPaymentMethod
    from ._filters import InvoicesListing
else:
    InvoicesListing = Listing

_LIST = Operation("invoices_list", "GET", "/invoices", idempotent=True)
_CREATE = Operation("invoices_create", "POST", "/invoices", idempotent=False)
_UPDATE = Operation("invoices_update", "PUT", "/invoices", idempotent=True)
_DELETE = Operation("invoices_delete", "DELETE", "/invoices", idempotent=True)
_ARCHIVE = Operation("invoices_archive", "POST", "/invoices/archive", idempotent=True)
_BULK_UPDATE = Operation("invoices_bulk_update", "PUT", "/invoices/bulk", idempotent=True)
_BULK_DELETE = Operation("invoices_bulk_delete", "DELETE", "/invoices/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("invoices_bulk_archive", "POST", "/invoices/bulk/archive", idempotent=True)
_EMAIL = Operation("invoices_email", "POST", "/invoices/email", idempotent=False)
_RECORD_PAYMENT = Operation("invoices_record_payment", "POST", "/invoices/record-payment", idempotent=False)


class InvoicesResource(Creates[Invoice], InvoicesListing):
    """Bills to clients. Their line items live in blocks of type `items`.

    ``list`` answers with the invoices that match. Any field works as a filter, dotted paths such as `client._id`
    included. Date filters inside `q` compare ISO strings. The record's `invoiceId` is a label for people, not the key.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "invoices"
    model = Invoice
    _other_fields = {
        "template_id": Field("templateId", TEXT),
        "manual_payment_method": Field("manualPaymentMethod", Choice(TransactionManualPaymentMethod)),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        sub_total: float | Decimal | None = UNSET,
        tax: Sequence[Tax | TaxDict | AnyMapping] | None = UNSET,
        discount: str | float | Decimal | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        reference: str | None = UNSET,
        status: InvoiceStatus | KnownInvoiceStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        template_id: str | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Invoice:
        """Create an invoice.

        Makes an invoice and answers with it. Line items are added afterwards as a block of type `items` with
        `entityType: invoice`; the server computes the totals from them. Whether line items inside this body are taken
        is unknown; one source mentions `items`.

        Args:
            name: The invoice's title, 1 to 500 characters. It is `name`, not `title`.
            client: Who is billed, a person or a company.
            project_id: The id of the project that it belongs to.
            currency: A currency by ISO 4217, upper case.
            amount: The total. Computed by the server once the invoice has line items. It may come as text; one
                client reads both.
            sub_total: The total before tax and discount. It may come as text; one client reads both.
            tax: The taxes on it.
            discount: The discount in per cent. Text on reads; one form takes a number.
            issue_date: The date of issue.
            due_date: When it is due.
            reference: A reference for the client, such as a purchase order.
            status: Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update
                ignores it silently. Known values: `draft`, `pending`, `paid`, `overdue`, `cancelled`.
            custom_fields: Values of custom fields.
            template_id: The id of the template that gives the layout. The name is inferred from an older form.
                Inferred.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "sub_total": sub_total,
            "tax": tax,
            "discount": discount,
            "issue_date": issue_date,
            "due_date": due_date,
            "reference": reference,
            "status": status,
            "custom_fields": custom_fields,
            "template_id": template_id,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Invoice), body)

    async def update(
        self,
        id: str | Invoice,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        sub_total: float | Decimal | None = UNSET,
        tax: Sequence[Tax | TaxDict | AnyMapping] | None = UNSET,
        discount: str | float | Decimal | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        reference: str | None = UNSET,
        status: InvoiceStatus | KnownInvoiceStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Invoice:
        """Update an invoice.

        Changes the given fields of one invoice and answers with the updated invoice. A field that is left out stays as
        it is. A v1.7 importer sets `client` this way after creating the invoice. Whether `status` is taken here is
        unknown; a bulk update ignores it.

        Args:
            name: The invoice's title, 1 to 500 characters. It is `name`, not `title`.
            client: Who is billed, a person or a company.
            project_id: The id of the project that it belongs to.
            currency: A currency by ISO 4217, upper case.
            amount: The total. Computed by the server once the invoice has line items. It may come as text; one
                client reads both.
            sub_total: The total before tax and discount. It may come as text; one client reads both.
            tax: The taxes on it.
            discount: The discount in per cent. Text on reads; one form takes a number.
            issue_date: The date of issue.
            due_date: When it is due.
            reference: A reference for the client, such as a purchase order.
            status: Where an invoice stands. There is no `sent`. An older form sends it on writes; a bulk update
                ignores it silently. Known values: `draft`, `pending`, `paid`, `overdue`, `cancelled`.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "sub_total": sub_total,
            "tax": tax,
            "discount": discount,
            "issue_date": issue_date,
            "due_date": due_date,
            "reference": reference,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Invoice, body), body)

    async def delete(self, id: str | Invoice) -> Invoice:
        """Delete an invoice.

        Deletes one invoice. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted invoice or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Invoice, body), body)

    async def archive(self, id: str | Invoice) -> Invoice:
        """Archive an invoice.

        The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Invoice, body), body)

    async def unarchive(self, id: str | Invoice) -> Invoice:
        """Restore an invoice from the archive.

        The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Invoice, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Invoice] | AsyncIterable[str | Invoice] | BulkResult,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        sub_total: float | Decimal | None = UNSET,
        tax: Sequence[Tax | TaxDict | AnyMapping] | None = UNSET,
        discount: str | float | Decimal | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        reference: str | None = UNSET,
        status: InvoiceStatus | KnownInvoiceStatus | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many invoices.

        Sets the same fields on every named invoice. One client saw that a `status` is answered with 200 and ignored.
        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "sub_total": sub_total,
            "tax": tax,
            "discount": discount,
            "issue_date": issue_date,
            "due_date": due_date,
            "reference": reference,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Invoice] | AsyncIterable[str | Invoice] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many invoices.

        Deletes every named invoice. That they go to the trash bin is inferred from the trash bin's own calls. The shape
        of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Invoice] | AsyncIterable[str | Invoice] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many invoices.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Invoice] | AsyncIterable[str | Invoice] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many invoices from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    async def email(self, id: str | Invoice, *, extra: Mapping[str, Any] | None = None) -> Json:
        """Send an invoice by e-mail.

        Sends one invoice by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of the
        body and the shape of the answer are unknown. Calling it again may send another e-mail. A path such as
        `/invoices/{id}/send` is answered with 403.

        Args:
            extra: Fields that are not described, by wire name.
        """
        body = self._body("email", {}, id=id, extra=extra)
        return await self._send(_EMAIL, anything, body)

    async def record_payment(
        self,
        id: str | Invoice,
        *,
        amount: float | Decimal | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        manual_payment_method: TransactionManualPaymentMethod
        | KnownTransactionManualPaymentMethod
        | str
        | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Json:
        """Record a payment for an invoice.

        Records that an invoice was paid, in part or in full. Only the call is documented: the fields of the body are
        inferred from those of a transaction and the shape of the answer is unknown. Calling it again may record a
        second payment.

        Args:
            amount: How much was paid. Inferred.
            issue_date: When it was paid. Inferred.
            manual_payment_method: How a payment outside Plutio was made. Inferred. Known values: `cash`, `check`,
                `credit`, `debit`, `wire-transfer`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"amount": amount, "issue_date": issue_date, "manual_payment_method": manual_payment_method}
        body = self._body("record_payment", fields, id=id, extra=extra)
        return await self._send(_RECORD_PAYMENT, anything, body)

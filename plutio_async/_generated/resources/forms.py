"""Forms that collect answers from clients and visitors."""

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

from ..models.form import Form

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.form import FormStatus, KnownFormStatus
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ._filters import FormsListing
else:
    FormsListing = Listing

_LIST = Operation("forms_list", "GET", "/forms", idempotent=True)
_CREATE = Operation("forms_create", "POST", "/forms", idempotent=False)
_UPDATE = Operation("forms_update", "PUT", "/forms", idempotent=True)
_DELETE = Operation("forms_delete", "DELETE", "/forms", idempotent=True)
_ARCHIVE = Operation("forms_archive", "POST", "/forms/archive", idempotent=True)
_COPY = Operation("forms_copy", "POST", "/forms/copy", idempotent=False)
_BULK_UPDATE = Operation("forms_bulk_update", "PUT", "/forms/bulk", idempotent=True)
_BULK_DELETE = Operation("forms_bulk_delete", "DELETE", "/forms/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("forms_bulk_archive", "POST", "/forms/bulk/archive", idempotent=True)


class FormsResource(Creates[Form], FormsListing):
    """Forms that collect answers from clients and visitors.

    ``list`` answers with the forms that match. A template can hold a form, and such forms are left out (inferred)
    unless `q` asks for them with `isTemplate`. A form's questions are blocks, listed by their `entityType` and
    `entityId`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "forms"
    model = Form
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        status: FormStatus | KnownFormStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        submissions_limit: float | Decimal | None = UNSET,
        expiration_date: datetime | date | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Form:
        """Create a form.

        Makes a form and answers with it. Nothing is listed as needed. The questions are added afterwards as blocks with
        the form as their parent.

        Args:
            title: The form's title.
            status: Where a form stands. Known values: `draft`, `published`, `pending`, `archived`, `expired`.
            currency: A currency by ISO 4217, upper case.
            submissions_limit: The most responses that the form takes.
            expiration_date: When the form stops taking responses.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "status": status,
            "currency": currency,
            "submissions_limit": submissions_limit,
            "expiration_date": expiration_date,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Form), body)

    async def update(
        self,
        id: str | Form,
        *,
        title: str | None = UNSET,
        status: FormStatus | KnownFormStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        submissions_limit: float | Decimal | None = UNSET,
        expiration_date: datetime | date | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Form:
        """Update a form.

        Changes the given fields of one form and answers with it. `status` is listed as writable; that it takes effect
        was not observed.

        Args:
            title: The form's title.
            status: Where a form stands. Known values: `draft`, `published`, `pending`, `archived`, `expired`.
            currency: A currency by ISO 4217, upper case.
            submissions_limit: The most responses that the form takes.
            expiration_date: When the form stops taking responses.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "status": status,
            "currency": currency,
            "submissions_limit": submissions_limit,
            "expiration_date": expiration_date,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Form, body), body)

    async def delete(self, id: str | Form) -> Form:
        """Delete a form.

        Deletes one form. What becomes of its responses, and the shape of the answer, are unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Form, body), body)

    async def archive(self, id: str | Form) -> Form:
        """Archive a form.

        Whether `status` becomes `archived` along with it is unknown, and so is the shape of the answer.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Form, body), body)

    async def unarchive(self, id: str | Form) -> Form:
        """Restore a form from the archive.

        Whether `status` becomes `archived` along with it is unknown, and so is the shape of the answer.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Form, body), body)

    async def copy(
        self,
        id: str | Form,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Form:
        """Copy a form.

        Makes a copy of one form and answers with it. `position` and `index` are hints from one transcription; which of
        them the server reads is unknown, and so is whether the responses are copied.

        Args:
            position: The place of the copy among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(Form), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Form] | AsyncIterable[str | Form] | BulkResult,
        *,
        title: str | None = UNSET,
        status: FormStatus | KnownFormStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        submissions_limit: float | Decimal | None = UNSET,
        expiration_date: datetime | date | str | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many forms.

        Sets the same fields on every named form. On invoices a bulk update was observed to ignore `status` silently;
        whether forms do the same is unknown. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "status": status,
            "currency": currency,
            "submissions_limit": submissions_limit,
            "expiration_date": expiration_date,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Form] | AsyncIterable[str | Form] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many forms.

        Deletes every named form. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Form] | AsyncIterable[str | Form] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many forms.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Form] | AsyncIterable[str | Form] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many forms from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

"""Forms that collect answers from clients and visitors."""

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
from ..models.form import Form
from ..models.form_status import FormStatus

_FORMS_UPDATE = Operation("forms_update", "PUT", "/forms", idempotent=True)
_FORMS_CREATE = Operation("forms_create", "POST", "/forms", idempotent=False)
_FORMS_DELETE = Operation("forms_delete", "DELETE", "/forms", idempotent=True)
_FORMS_ARCHIVE = Operation("forms_archive", "POST", "/forms/archive", idempotent=True)
_FORMS_COPY = Operation("forms_copy", "POST", "/forms/copy", idempotent=False)
_FORMS_BULK_UPDATE = Operation("forms_bulk_update", "PUT", "/forms/bulk", idempotent=True)
_FORMS_BULK_DELETE = Operation("forms_bulk_delete", "DELETE", "/forms/bulk", idempotent=True)
_FORMS_BULK_ARCHIVE = Operation("forms_bulk_archive", "POST", "/forms/bulk/archive", idempotent=True)
_FORMS_LIST = Operation("forms_list", "GET", "/forms", idempotent=True)


class FormFields(TypedDict, total=False):
    """The fields of writes of a Form."""

    title: str | None
    """The form's title. Evidence: documented."""
    status: FormStatus | str | None
    """Where a form stands. Evidence: documented."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: documented."""
    submissions_limit: float | None
    """The most responses that the form takes. Evidence: documented."""
    expiration_date: datetime | date | str | None
    """When the form stops taking responses. Evidence: documented."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class FormCopy(TypedDict, total=False):
    """How a copy is made."""

    position: int | None
    """The place of the copy among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""


_FormFields = Body(
    {
        "title": Field("title", TEXT),
        "status": Field("status", Choice(FormStatus)),
        "currency": Field("currency", Choice(CurrencyCode)),
        "submissions_limit": Field("submissionsLimit", NUMBER),
        "expiration_date": Field("expirationDate", MOMENT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_FormCopy = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)


class FormsResource(Listing[Form]):
    """Forms that collect answers from clients and visitors."""

    name = "forms"
    model = Form
    listing = _FORMS_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FormFields]) -> Form:
        """Update a form.

        Changes the given fields of one form and answers with it. `status` is listed as writable; that it takes effect
        was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_FormFields, extra=extra, fields={**fields})
        )
        return await self._send(_FORMS_UPDATE, written(Form, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FormFields]) -> Form:
        """Create a form.

        Makes a form and answers with it. Nothing is listed as needed. The questions are added afterwards as blocks with
        the form as their parent.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(custom, self._body("create", form=_FormFields, extra=extra, fields={**fields}))
        return await self._send(_FORMS_CREATE, written(Form), body)

    async def delete(self, id: str) -> Form:
        """Delete a form.

        Deletes one form. What becomes of its responses, and the shape of the answer, are unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_FORMS_DELETE, written(Form, id), body)

    async def archive(self, id: str) -> Form:
        """Archive a form.

        Whether `status` becomes `archived` along with it is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_FORMS_ARCHIVE, written(Form, id), body)

    async def unarchive(self, id: str) -> Form:
        """Restore a form from the archive.

        Whether `status` becomes `archived` along with it is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_FORMS_ARCHIVE, written(Form, id), body)

    async def copy(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FormCopy]) -> Form:
        """Copy a form.

        Makes a copy of one form and answers with it. `position` and `index` are hints from one transcription; which of
        them the server reads is unknown, and so is whether the responses are copied.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_FormCopy, extra=extra, fields={**fields})
        return await self._send(_FORMS_COPY, written(Form), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[FormFields],
    ) -> BulkResult:
        """Update many forms.

        Sets the same fields on every named form. On invoices a bulk update was observed to ignore `status` silently;
        whether forms do the same is unknown. The shape of the answer and the most ids of one call are unknown.

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
        body = self._body("bulk_update", form=_FormFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _FORMS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many forms.

        Deletes every named form. The shape of the answer and the most ids of one call are unknown.

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
        return await self._bulk(_FORMS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many forms.

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
        return await self._bulk(_FORMS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many forms from the archive.

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
        return await self._bulk(_FORMS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Form]:
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
    ) -> PageIterator[Form]:
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
    ) -> list[Form]:
        """List forms.

        Answers with the forms that match. A template can hold a form, and such forms are left out (inferred) unless `q`
        asks for them with `isTemplate`. A form's questions are blocks, listed by their `entityType` and `entityId`.

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

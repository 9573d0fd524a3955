"""What people sent in through forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.form_response import FormResponse
from ..models.form_response_data import FormResponseData

_FORM_RESPONSES_UPDATE = Operation("form_responses_update", "PUT", "/form-responses", idempotent=True)
_FORM_RESPONSES_CREATE = Operation("form_responses_create", "POST", "/form-responses", idempotent=False)
_FORM_RESPONSES_DELETE = Operation("form_responses_delete", "DELETE", "/form-responses", idempotent=True)
_FORM_RESPONSES_BULK_DELETE = Operation("form_responses_bulk_delete", "DELETE", "/form-responses/bulk", idempotent=True)
_FORM_RESPONSES_LIST = Operation("form_responses_list", "GET", "/form-responses", idempotent=True)


class FormResponseFields(TypedDict, total=False):
    """The fields of writes of a FormResponse."""

    form_id: str | None
    """The id of the form that was filled in. Evidence: documented."""
    data: FormResponseData | Mapping[str, Any] | None
    """The answers, from the id of a form's field to the value given. Evidence: documented."""
    name: str | None
    """The name of the person who filled it in. Evidence: documented."""
    email: str | None
    """The e-mail address of the person who filled it in. Evidence: documented."""


_FormResponseFields = Body(
    {
        "form_id": Field("formId", TEXT),
        "data": Field("data", Ref(FormResponseData)),
        "name": Field("name", TEXT),
        "email": Field("email", TEXT),
    },
    required=frozenset(),
)


class FormResponsesResource(Listing[FormResponse]):
    """What people sent in through forms."""

    name = "form_responses"
    model = FormResponse
    listing = _FORM_RESPONSES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FormResponseFields]
    ) -> FormResponse:
        """Update a form response.

        Changes the given fields of one form response and answers with it. Whether `data` is merged or replaced is
        unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_FormResponseFields, extra=extra, fields={**fields})
        return await self._send(_FORM_RESPONSES_UPDATE, written(FormResponse, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FormResponseFields]
    ) -> FormResponse:
        """Create a form response.

        Makes a form response and answers with it. Nothing is listed as needed, though a response without `formId` makes
        little sense. Whether the form's automations run, as after a response on the form's page, is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_FormResponseFields, extra=extra, fields={**fields})
        return await self._send(_FORM_RESPONSES_CREATE, written(FormResponse), body)

    async def delete(self, id: str) -> FormResponse:
        """Delete a form response.

        Deletes one form response. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_FORM_RESPONSES_DELETE, written(FormResponse, id), body)

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many form responses.

        Deletes every named form response. There is no bulk update for them. The shape of the answer and the most ids of
        one call are unknown.

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
        return await self._bulk(_FORM_RESPONSES_BULK_DELETE, "bulk_delete", ids, body, progress)

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
    ) -> Records[FormResponse]:
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
    ) -> PageIterator[FormResponse]:
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
    ) -> list[FormResponse]:
        """List form responses.

        Answers with the form responses that match. Filter by `formId` for the responses to one form; `createdAt` can be
        compared inside `q`.

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

"""What people sent in through forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._resources.base import (
    TEXT,
    Body,
    BulkProgress,
    BulkResult,
    Field,
    Filter,
    Listing,
    Operation,
    PageIterator,
    Progress,
    QueryLike,
    Records,
    Ref,
    written,
)

from ..models.form_response import FormResponse
from ..models.form_response_data import FormResponseData

_FORM_RESPONSES_UPDATE = Operation("form_responses_update", "PUT", "/form-responses", idempotent=True)
_FORM_RESPONSES_CREATE = Operation("form_responses_create", "POST", "/form-responses", idempotent=False)
_FORM_RESPONSES_DELETE = Operation("form_responses_delete", "DELETE", "/form-responses", idempotent=True)
_FORM_RESPONSES_BULK_DELETE = Operation("form_responses_bulk_delete", "DELETE", "/form-responses/bulk", idempotent=True)
_FORM_RESPONSES_LIST = Operation("form_responses_list", "GET", "/form-responses", idempotent=True)


class FormResponseFields(TypedDict, total=False):
    """What a FormResponse can be written with."""

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
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
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
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("create", form=_FormResponseFields, extra=extra, fields={**fields})
        return await self._send(_FORM_RESPONSES_CREATE, written(FormResponse), body)

    async def delete(self, id: str) -> FormResponse:
        """Delete a form response.

        Deletes one form response. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
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
            ids: Any number of them; they are sent 100 at a time. A ``BulkResult`` goes on where it was left.
            progress: Called after each call.

        Returns:
            What became of each record.

        Raises:
            BulkFailed: some were refused, not sent, or may or may not have been changed; it has the result so far.
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
        """Every record that matches, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: Records asked for at a time.
            page_cap: The most that the server gives at a time, if you know it: saves the last call. A smaller page ends
                the list then, so records are lost if the server gives fewer than that.
            read_ahead: Pages that may be fetched before they are asked for.
            cursor: Goes on where the ``cursor`` of other ``Records`` was taken.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
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
        """The same as ``iterate``, in lists as the server gave them: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
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
            skip: How many records to pass over.
            limit: The most records to answer with; what the API takes for it otherwise, and at most, is not published.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)

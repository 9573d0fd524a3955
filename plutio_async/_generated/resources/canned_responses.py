"""Texts for answers that are written often, called snippets by the newer documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.canned_response import CannedResponse

_CANNED_RESPONSES_UPDATE = Operation("canned_responses_update", "PUT", "/canned-responses", idempotent=True)
_CANNED_RESPONSES_CREATE = Operation("canned_responses_create", "POST", "/canned-responses", idempotent=False)
_CANNED_RESPONSES_DELETE = Operation("canned_responses_delete", "DELETE", "/canned-responses", idempotent=True)
_CANNED_RESPONSES_LIST = Operation("canned_responses_list", "GET", "/canned-responses", idempotent=True)


class CannedResponseUpdate(TypedDict, total=False):
    """Changes of one canned response."""

    title: str | None
    """The name under which it is found. Evidence: documented."""
    description_html: str | None
    """The text as HTML. Comments in such HTML were observed to be stripped by the server. Evidence: documented."""
    category_id: str | None
    """The id of its category, one with `entityType: canned-response`. Evidence: documented."""


class CannedResponseCreate(TypedDict, total=False):
    """A canned response to be made."""

    title: Required[str]
    """The name under which it is found. Evidence: documented."""
    description_html: Required[str]
    """The text as HTML. Comments in such HTML were observed to be stripped by the server. Evidence: documented."""
    category_id: str | None
    """The id of its category, one with `entityType: canned-response`. Evidence: documented."""


_CannedResponseUpdate = Body(
    {
        "title": Field("title", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "category_id": Field("categoryId", TEXT),
    },
    required=frozenset(),
)
_CannedResponseCreate = Body(
    {
        "title": Field("title", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "category_id": Field("categoryId", TEXT),
    },
    required=frozenset(["title", "description_html"]),
)


class CannedResponsesResource(Listing[CannedResponse]):
    """Texts for answers that are written often, called snippets by the newer documents."""

    name = "canned_responses"
    model = CannedResponse
    listing = _CANNED_RESPONSES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CannedResponseUpdate]
    ) -> CannedResponse:
        """Update a canned response.

        Changes the given fields of one canned response and answers with the updated canned response. A field that is
        left out stays as it is. The call was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_CannedResponseUpdate, extra=extra, fields={**fields})
        return await self._send(_CANNED_RESPONSES_UPDATE, written(CannedResponse, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CannedResponseCreate]
    ) -> CannedResponse:
        """Create a canned response.

        Makes a canned response and answers with it. `title` and `descriptionHTML` are required by one transcription of
        the documents.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_CannedResponseCreate, extra=extra, fields={**fields})
        return await self._send(_CANNED_RESPONSES_CREATE, written(CannedResponse), body)

    async def delete(self, id: str) -> CannedResponse:
        """Delete a canned response.

        Deletes one canned response. The shape of the answer is unknown: the deleted canned response or a part of it.
        Whether it can still be found in the trash bin is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_CANNED_RESPONSES_DELETE, written(CannedResponse, id), body)

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
    ) -> Records[CannedResponse]:
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
    ) -> PageIterator[CannedResponse]:
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
    ) -> list[CannedResponse]:
        """List canned responses.

        Answers with the canned responses that match. Filter by `categoryId` for those of one category. The path
        `/snippets`, after the newer name, does not work.

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

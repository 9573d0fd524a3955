"""The dashboards of a workspace, one for each role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.dashboard import Dashboard
from ..models.dashboard_page_ref import DashboardPageRef

_DASHBOARDS_UPDATE = Operation("dashboards_update", "PUT", "/dashboards", idempotent=True)
_DASHBOARDS_LIST = Operation("dashboards_list", "GET", "/dashboards", idempotent=True)


class DashboardUpdate(TypedDict, total=False):
    """Changes of one dashboard."""

    title: str | None
    """The dashboard's title, the name of a role. Evidence: observed."""
    pages: Sequence[DashboardPageRef | Mapping[str, Any]] | None
    """The pages of the dashboard. Evidence: observed."""


_DashboardUpdate = Body(
    {
        "title": Field("title", TEXT),
        "pages": Field("pages", Many(Ref(DashboardPageRef))),
    },
    required=frozenset(),
)


class DashboardsResource(Listing[Dashboard]):
    """The dashboards of a workspace, one for each role."""

    name = "dashboards"
    model = Dashboard
    listing = _DASHBOARDS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[DashboardUpdate]
    ) -> Dashboard:
        """Update a dashboard.

        Changes the given fields of one dashboard and answers with it. Documented, but no client is known to use it, and
        which fields it takes is unknown; the pages of a dashboard have calls of their own.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_DashboardUpdate, extra=extra, fields={**fields})
        return await self._send(_DASHBOARDS_UPDATE, written(Dashboard, id), body)

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
    ) -> Records[Dashboard]:
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
    ) -> PageIterator[Dashboard]:
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
    ) -> list[Dashboard]:
        """List dashboards.

        Answers with the dashboards that match. There are five of them, one each for the roles Owner, Co-Owner, Client,
        Manager and Team Member; no call makes or deletes one.

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

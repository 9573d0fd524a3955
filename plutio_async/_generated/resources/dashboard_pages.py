"""Pages of a dashboard, made of blocks on a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, TEXT, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.dashboard_page import DashboardPage
from ..models.dashboard_page_layout_entry import DashboardPageLayoutEntry

_DASHBOARD_PAGES_UPDATE = Operation("dashboard_pages_update", "PUT", "/dashboard-pages", idempotent=True)
_DASHBOARD_PAGES_CREATE = Operation("dashboard_pages_create", "POST", "/dashboard-pages", idempotent=False)
_DASHBOARD_PAGES_DELETE = Operation("dashboard_pages_delete", "DELETE", "/dashboard-pages", idempotent=True)
_DASHBOARD_PAGES_LIST = Operation("dashboard_pages_list", "GET", "/dashboard-pages", idempotent=True)


class DashboardPageUpdate(TypedDict, total=False):
    """Changes of one dashboard page."""

    title: str | None
    """The page's title. Evidence: observed."""
    dashboard_id: str | None
    """The id of the dashboard that the page belongs to. Evidence: observed."""
    blocks: Sequence[Any] | None
    """The blocks of the page, in order. Evidence: observed."""
    layout: Sequence[DashboardPageLayoutEntry | Mapping[str, Any]] | None
    """Where the blocks stand, one entry for each block. Evidence: observed."""


class DashboardPageCreate(TypedDict, total=False):
    """A dashboard page to be made."""

    dashboard_id: Required[str]
    """The id of the dashboard that the page belongs to. Evidence: observed."""
    title: str | None
    """The page's title. Evidence: observed."""
    blocks: Sequence[Any] | None
    """The blocks of the page, in order. Evidence: observed."""
    layout: Sequence[DashboardPageLayoutEntry | Mapping[str, Any]] | None
    """Where the blocks stand, one entry for each block. Evidence: observed."""


_DashboardPageUpdate = Body(
    {
        "title": Field("title", TEXT),
        "dashboard_id": Field("dashboardId", TEXT),
        "blocks": Field("blocks", Many(ANYTHING)),
        "layout": Field("layout", Many(Ref(DashboardPageLayoutEntry))),
    },
    required=frozenset(),
)
_DashboardPageCreate = Body(
    {
        "dashboard_id": Field("dashboardId", TEXT),
        "title": Field("title", TEXT),
        "blocks": Field("blocks", Many(ANYTHING)),
        "layout": Field("layout", Many(Ref(DashboardPageLayoutEntry))),
    },
    required=frozenset(["dashboard_id"]),
)


class DashboardPagesResource(Listing[DashboardPage]):
    """Pages of a dashboard, made of blocks on a grid."""

    name = "dashboard_pages"
    model = DashboardPage
    listing = _DASHBOARD_PAGES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[DashboardPageUpdate]
    ) -> DashboardPage:
        """Update a dashboard page.

        Changes the given fields of one page and answers with it. One client reports 403, by inference because it put
        the id into the path, so this form is documented but was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_DashboardPageUpdate, extra=extra, fields={**fields})
        return await self._send(_DASHBOARD_PAGES_UPDATE, written(DashboardPage, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[DashboardPageCreate]
    ) -> DashboardPage:
        """Create a dashboard page.

        Makes a page on a dashboard and answers with it. `dashboardId` is needed. The blocks of the page are made
        afterwards, with the page as their parent.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_DashboardPageCreate, extra=extra, fields={**fields})
        return await self._send(_DASHBOARD_PAGES_CREATE, written(DashboardPage), body)

    async def delete(self, id: str) -> DashboardPage:
        """Delete a dashboard page.

        Deletes one page of a dashboard. One client reports 403, by inference because it put the id into the path. The
        shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_DASHBOARD_PAGES_DELETE, written(DashboardPage, id), body)

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
    ) -> Records[DashboardPage]:
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
    ) -> PageIterator[DashboardPage]:
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
    ) -> list[DashboardPage]:
        """List dashboard pages.

        Answers with the dashboard pages that match. Filter by `dashboardId` for the pages of one dashboard. Pages are
        among the records that templates can hold, so such pages are by inference left out unless `q` asks for them.

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

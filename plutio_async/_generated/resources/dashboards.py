"""The dashboards of a workspace, one for each role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from plutio_async._resources.base import (
    TEXT,
    Body,
    Field,
    Filter,
    Listing,
    Many,
    Operation,
    PageIterator,
    Progress,
    QueryLike,
    Records,
    Ref,
    written,
)

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
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
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
    ) -> PageIterator[Dashboard]:
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
    ) -> list[Dashboard]:
        """List dashboards.

        Answers with the dashboards that match. There are five of them, one each for the roles Owner, Co-Owner, Client,
        Manager and Team Member; no call makes or deletes one.

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

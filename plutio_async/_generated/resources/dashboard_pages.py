"""Pages of a dashboard, made of blocks on a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.dashboard_page import DashboardPage

if TYPE_CHECKING:
    from ..models.dashboard import Dashboard
    from ..models.dashboard_page import DashboardPageLayoutEntry
    from ..models.part_dicts import AnyMapping, DashboardPageLayoutEntryDict
    from ._filters import DashboardPagesListing
else:
    DashboardPagesListing = Listing

_LIST = Operation("dashboard_pages_list", "GET", "/dashboard-pages", idempotent=True)
_CREATE = Operation("dashboard_pages_create", "POST", "/dashboard-pages", idempotent=False)
_UPDATE = Operation("dashboard_pages_update", "PUT", "/dashboard-pages", idempotent=True)
_DELETE = Operation("dashboard_pages_delete", "DELETE", "/dashboard-pages", idempotent=True)


class DashboardPagesResource(Creates[DashboardPage], DashboardPagesListing):
    """Pages of a dashboard, made of blocks on a grid.

    ``list`` answers with the dashboard pages that match. Filter by `dashboardId` for the pages of one dashboard. Pages
    are among the records that templates can hold, so such pages are by inference left out unless `q` asks for them.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "dashboard_pages"
    model = DashboardPage
    _listing = _LIST

    async def create(
        self,
        *,
        dashboard_id: str | Dashboard,
        title: str | None = UNSET,
        blocks: Sequence[Any] | None = UNSET,
        layout: Sequence[DashboardPageLayoutEntry | DashboardPageLayoutEntryDict | AnyMapping] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> DashboardPage:
        """Create a dashboard page.

        Makes a page on a dashboard and answers with it. `dashboardId` is needed. The blocks of the page are made
        afterwards, with the page as their parent.

        Args:
            dashboard_id: The id of the dashboard that the page belongs to.
            title: The page's title.
            blocks: The blocks of the page, in order.
            layout: Where the blocks stand, one entry for each block.
            extra: Fields that are not described, by wire name.
        """
        fields = {"dashboard_id": dashboard_id, "title": title, "blocks": blocks, "layout": layout}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(DashboardPage), body)

    async def update(
        self,
        id: str | DashboardPage,
        *,
        title: str | None = UNSET,
        dashboard_id: str | Dashboard | None = UNSET,
        blocks: Sequence[Any] | None = UNSET,
        layout: Sequence[DashboardPageLayoutEntry | DashboardPageLayoutEntryDict | AnyMapping] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> DashboardPage:
        """Update a dashboard page.

        Changes the given fields of one page and answers with it. One client reports 403, by inference because it put
        the id into the path, so this form is documented but was not observed.

        Args:
            title: The page's title.
            dashboard_id: The id of the dashboard that the page belongs to.
            blocks: The blocks of the page, in order.
            layout: Where the blocks stand, one entry for each block.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "dashboard_id": dashboard_id, "blocks": blocks, "layout": layout}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(DashboardPage, body), body)

    async def delete(self, id: str | DashboardPage) -> DashboardPage:
        """Delete a dashboard page.

        Deletes one page of a dashboard. One client reports 403, by inference because it put the id into the path. The
        shape of the answer is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(DashboardPage, body), body)

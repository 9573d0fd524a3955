"""The dashboards of a workspace, one for each role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.listing import Listing

from ..models.dashboard import Dashboard

if TYPE_CHECKING:
    from ..models.dashboard import DashboardPageRef
    from ..models.part_dicts import AnyMapping, DashboardPageRefDict
    from ._filters import DashboardsListing
else:
    DashboardsListing = Listing

_LIST = Operation("dashboards_list", "GET", "/dashboards", idempotent=True)
_UPDATE = Operation("dashboards_update", "PUT", "/dashboards", idempotent=True)


class DashboardsResource(DashboardsListing):
    """The dashboards of a workspace, one for each role.

    ``list`` answers with the dashboards that match. There are five of them, one each for the roles Owner, Co-Owner,
    Client, Manager and Team Member; no call makes or deletes one.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "dashboards"
    model = Dashboard
    _listing = _LIST

    async def update(
        self,
        id: str | Dashboard,
        *,
        title: str | None = UNSET,
        pages: Sequence[DashboardPageRef | DashboardPageRefDict | AnyMapping] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Dashboard:
        """Update a dashboard.

        Changes the given fields of one dashboard and answers with it. Documented, but no client is known to use it, and
        which fields it takes is unknown; the pages of a dashboard have calls of their own.

        Args:
            title: The dashboard's title, the name of a role.
            pages: The pages of the dashboard.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "pages": pages}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Dashboard, body), body)

"""The figures that the widgets of dashboards show."""

from __future__ import annotations

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything
from plutio_async._models.model import Model
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Filter

_GET = Operation("dashboard_data_get", "GET", "/dashboard-data", idempotent=True)


class DashboardDataResource(Resource[Model]):
    """The figures that the widgets of dashboards show.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "dashboard_data"
    model = Model

    async def get(self, **params: Filter) -> Json:
        """Get the figures of dashboards.

        Answers with figures for dashboard widgets. How a dashboard, a page or a block is chosen is unknown, and neither
        is the shape of the answer.

        Args:
            params: Query parameters that are not described, by wire name.
        """
        return await self._read(_GET, anything, "get", params)

from __future__ import annotations

from typing import Any, ClassVar

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, NUMBER, TEXT, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class DashboardPageLayoutEntry(RecordPart):
    """The place and size of one block on the grid. Under which key it names the block is unknown."""

    x: float | None = attrs.field(default=None, converter=number, metadata=json("x", NUMBER))
    """The column, from the left."""
    y: float | None = attrs.field(default=None, converter=number, metadata=json("y", NUMBER))
    """The row, from the top."""
    width: float | None = attrs.field(default=None, converter=number, metadata=json("width", NUMBER))
    """How many columns the block takes."""
    height: float | None = attrs.field(default=None, converter=number, metadata=json("height", NUMBER))
    """How many rows the block takes."""


@define(kw_only=True, eq=False, repr=False)
class DashboardPage(AnyRecord):
    """One page of a dashboard."""

    resource_name: ClassVar[str | None] = "dashboard_pages"

    title: str | None = field("title", TEXT)
    """The page's title."""
    dashboard_id: str | None = field("dashboardId", Id(("dashboards",)))
    """The id of the dashboard that the page belongs to."""
    blocks: list[Any] | None = field("blocks", Many(ANYTHING))
    """The blocks of the page, in order."""
    layout: list[DashboardPageLayoutEntry] | None = field("layout", Many(Ref(lambda: DashboardPageLayoutEntry)))
    """Where the blocks stand, one entry for each block."""

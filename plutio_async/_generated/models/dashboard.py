from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class DashboardPageRef(RecordPart):
    """Refers to a page of a dashboard."""

    id: str | None = field("_id", TEXT)
    """The id of the page."""
    title: str | None = field("title", TEXT)
    """The title of the page."""


@define(kw_only=True, eq=False, repr=False)
class Dashboard(AnyRecord):
    """The dashboard of one role."""

    resource_name: ClassVar[str | None] = "dashboards"

    title: str | None = field("title", TEXT)
    """The dashboard's title, the name of a role."""
    pages: list[DashboardPageRef] | None = field("pages", Many(Ref(lambda: DashboardPageRef)))
    """The pages of the dashboard."""

"""Records as the API sent them, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from attrs import define
from attrs import field as attribute

from plutio_async import Changes, Model, Records
from plutio_async._core.clock import SystemClock
from plutio_async._core.json_text import parse_json
from plutio_async._models.answers import PageRows
from plutio_async._pagination.changes import ChangeSource, cursor_after, stamp_of
from plutio_async._pagination.cursor import EPOCH, ServerTime
from plutio_async._pagination.page import PAGE_LIMIT, PageCaps, WalkOptions
from plutio_async.description import MIXED, MOMENT, TEXT, field

if TYPE_CHECKING:
    from datetime import datetime

    from plutio_async import Plutio

TEMPLATES = '{"isTemplate":true}'


@define(kw_only=True, eq=False, repr=False)
class Row(Model):
    """A record of any resource. ``raw`` is what the API sent."""

    id: str = field("_id", TEXT, "")
    updated_at: datetime | None = field("updatedAt", MOMENT)  # noqa: RUF009 - of attrs
    raw: dict[str, Any] = attribute(factory=dict)

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Self:
        """The row for an object."""
        row = cls._from_answer(raw)
        row.raw = raw
        return row


def records_in(lines: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with lines.open("rb") as file:
        for line in file:
            yield parse_json(line)


class Source:
    """The lists of a resource: its records, and its templates, which the API leaves out of the first.

    Those of ``MIXED`` have no templates of their own. ``server`` is the server's clock while they are read.
    """

    def __init__(self, plutio: Plutio, resource: Any, page_cap: int | None, server: ServerTime | None = None) -> None:
        self.name: str = resource.name
        self.queries: tuple[str | None, ...] = (None,) if self.name in MIXED else (None, TEMPLATES)
        self.calls: int = 0
        self.caps: PageCaps = PageCaps()
        self.server: ServerTime = server or ServerTime()
        self._plutio = plutio._view(on_answer=(self.server.note,))
        self._path: str = resource._listing.path
        self._page_cap = page_cap

    def walk(self, query: str | None, cursor: str | None) -> Records[Row]:
        """The records of a list, from a cursor on."""

        async def fetch(skip: int, limit: int) -> list[Row | None]:
            rows = await self.fetch(query, None, skip, limit)
            for row in rows:
                if row is not None and (stamp := stamp_of(row)) is not None:
                    self.server.observe(stamp)
            return rows

        limit = self._page_cap or PAGE_LIMIT
        options = WalkOptions(fetch, lambda row: row.id, limit=limit, caps=self.caps, page_cap=self._page_cap)
        return Records(options, cursor=cursor, listing=f"{self.name}?{query}")

    def changes(self, query: str | None, cursor: str | None) -> Changes[Row]:
        """What changed in a list, from a cursor or from the beginning on."""
        listing = f"{self.name}?{query}"
        source = ChangeSource(self.fetch, query, listing, self.caps, SystemClock(), self.server)
        return Changes(source, since=None if cursor else EPOCH, cursor=cursor, every=None)

    def cursors(self) -> list[str]:
        """Those of the changes after the lists were read; none if the server's answers do not show where to begin."""
        if self.server.settled is None:
            return []
        return [cursor_after(self.changes(query, None), self.server) for query in self.queries]

    async def fetch(self, query: str | None, sort: str | None, skip: int, limit: int) -> list[Row | None]:
        """A page of a list."""
        given = {"q": query, "sort": sort, "skip": skip, "limit": limit}
        self.calls += 1
        params = {name: value for name, value in given.items() if value is not None}
        rows = PageRows(Model)(await self._plutio.request("GET", self._path, params=params))
        return [None if row is None else Row.of(row.extra) for row in rows]

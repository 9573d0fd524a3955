"""A resource of the workspace, whole or what changed since, as the API sent it: page after page."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Self

from attrs import asdict, define
from attrs import field as attribute

from plutio_async._core.call import Call
from plutio_async._core.errors import ConfigurationError
from plutio_async._models.answers import PageRows
from plutio_async._models.codecs import MOMENT, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import Model
from plutio_async._pagination.changes import Changes, ChangeSource, cursor_after, stamp_of
from plutio_async._pagination.cursor import EPOCH, ServerTime
from plutio_async._pagination.page import PAGE_LIMIT, PageCaps, WalkOptions
from plutio_async._pagination.records import Records
from plutio_async._resources.reads import _window

if TYPE_CHECKING:
    from datetime import datetime

    from plutio_async._resources.reads import Reads

MIXED = ("archive", "trash_bin")
"""Those that list records of the others. A record that leaves their lists shows neither as changed nor as deleted."""

_BATCH = 100
"""Changes that come at once: each batch has a cursor of its own."""
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


class Reading:
    """Reads a resource: all of it without a ``state``, and from the ``state`` of an earlier reading what changed since.

    Attributes:
        full: Whether this reading gives all records. What does not come is gone then.
        calls: The calls that were made so far.
    """

    def __init__(self, resource: Reads[Any], state: str | None = None, *, page_cap: int | None = None) -> None:
        self.name: str = resource.name
        self.calls: int = 0
        self._queries: tuple[str | None, ...] = (None,) if self.name in MIXED else (None, TEMPLATES)
        given = {} if state is None else _load(state)
        self.full: bool = "changes" not in given
        self._at: int = given.get("at", 0)
        self._cursor: str | None = given.get("cursor")
        self._changes: list[str] = given.get("changes", [])
        self._server = ServerTime(**given.get("server", {}))
        self._unstamped: bool = given.get("unstamped", False)
        self._resource = resource
        self._sender = resource._sender.noting(self._server.note)  # noqa: SLF001 - of this package
        self._page_cap = page_cap
        self._caps = PageCaps()

    async def pages(self) -> AsyncGenerator[list[Row], None]:
        """The records of each page. A record that changes meanwhile may come again, with its latest content."""
        while self._at < len(self._queries):
            query = self._queries[self._at]
            if self.full:
                records = self._walk(query)
                async with aclosing(records.pages()) as pages:
                    async for page in pages:
                        self._cursor = records.cursor
                        yield page
            else:
                changes = self._changed(query, self._changes[self._at])
                batch: list[Row] = []
                async for row in changes:
                    batch.append(row)
                    if len(batch) == _BATCH:
                        self._changes[self._at] = changes.cursor
                        yield batch
                        batch = []
                self._changes[self._at] = changes.cursor
                if batch:
                    yield batch
            self._at, self._cursor = self._at + 1, None

    @property
    def state(self) -> str:
        """JSON text from which another reading continues: with the next page, or after the end with what changed."""
        if self._at < len(self._queries):
            state: dict[str, Any] = {"at": self._at, "unstamped": self._unstamped}
            if self.full:
                state |= {"cursor": self._cursor, "server": asdict(self._server)}
            else:
                state["changes"] = self._changes
        elif not self.full:
            state = {"changes": self._changes}
        elif self.name in MIXED or self._unstamped or self._server.settled is None:
            state = {}
        else:
            state = {"changes": [cursor_after(self._changed(query, None), self._server) for query in self._queries]}
        return json.dumps({"v": 1, **state, "of": self.name}, separators=(",", ":"))

    def _walk(self, query: str | None) -> Records[Row]:
        async def fetch(skip: int, limit: int) -> list[Row | None]:
            rows = await self._fetch(query, None, skip, limit)
            for row in rows:
                if row is not None and (stamp := stamp_of(row)) is not None:
                    self._server.observe(stamp)
                elif row is not None:
                    self._unstamped = True
            return rows

        limit = self._page_cap or PAGE_LIMIT
        options = WalkOptions(fetch, lambda row: row.id, limit=limit, caps=self._caps, page_cap=self._page_cap)
        return Records(options, cursor=self._cursor, listing=f"{self.name}?{query}")

    def _changed(self, query: str | None, cursor: str | None) -> Changes[Row]:
        clock = self._sender.shared.clock
        source = ChangeSource(self._fetch, query, f"{self.name}?{query}", self._caps, clock, self._server)
        return Changes(source, since=None if cursor else EPOCH, cursor=cursor, every=None)

    async def _fetch(self, query: str | None, sort: str | None, skip: int, limit: int) -> list[Row | None]:
        self.calls += 1
        params = tuple((name, value) for name, value in (("q", query), ("sort", sort)) if value is not None)
        listing = self._resource._listing  # noqa: SLF001 - of this package
        rows = await self._sender.send(Call(listing, PageRows(Model), params + _window(skip, limit)))
        return [None if row is None else Row.of(row.extra) for row in rows]


def _load(text: str) -> dict[str, Any]:
    state = json.loads(text)
    if isinstance(state, dict) and state.get("v") == 1:
        return state
    raise ConfigurationError("this is no state of a reading")

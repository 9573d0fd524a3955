"""A resource of the workspace, whole or what changed since, as the API sent it: page after page."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from attrs import define
from attrs import field as attribute

from plutio_async._core.call import Call
from plutio_async._core.errors import BadRequestError, ConfigurationError, PlutioError
from plutio_async._models.answers import PageRows
from plutio_async._models.codecs import MOMENT, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import Model
from plutio_async._pagination.changes import Changes
from plutio_async._pagination.cursor import ServerTime, format_timestamp
from plutio_async._pagination.page import MIN_LIMIT, PAGE_LIMIT
from plutio_async._pagination.scan import ChangeSource, stamp_of

if TYPE_CHECKING:
    from datetime import datetime

    from plutio_async._resources.reads import Reads

MIXED = ("archive", "trash_bin")
"""Those that list records of the others. A record that leaves their lists shows neither as changed nor as deleted."""

TEMPLATES = '{"isTemplate":true}'
FIRST = ("invoices", "projects", "tasks", "time_tracks")
"""What to read before the rest: these lists have full pages and templates, and so show how the server reads lists."""

BOTH = '{"isTemplate":{"$in":[true,false,null]}}'
"""Templates and other records, which a list without a query leaves apart."""

_VERSION = 2


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

    A list in which changes cannot be seen is read as a whole again: one that has records without a timestamp, or whose
    server sends no ``Date`` or refuses the query.

    Attributes:
        full: Whether all records come, and not only what changed. Known after the first page.
        calls: The calls that were made so far.
    """

    def __init__(
        self,
        resource: Reads[Any],
        state: str | None = None,
        *,
        since: datetime | None = None,
        templates: bool = True,
        thorough: bool = False,
        page_cap: int | None = None,
    ) -> None:
        """Prepares a reading; nothing is fetched yet.

        Args:
            resource: Which one, such as ``plutio.tasks``.
            state: That of an earlier reading.
            since: Without a state, reads only what changed since this moment.
            templates: Also gives templates, which the API leaves out of the list.
            thorough: Proves the end of each list, which costs a call, where its page is short.
            page_cap: The server's largest page, if known.

        Raises:
            ConfigurationError: the text is no state of a reading of this resource.
        """
        self.name: str = resource.name
        self.calls: int = 0
        self._resource = resource
        self._server = ServerTime()
        self._sender = resource._sender.noting(self._server.note)
        self._shared = self._sender.shared
        self._templates = templates and self.name not in MIXED
        self._thorough = thorough
        self._page_cap = page_cap
        self._unstamped = False
        self._at = 0
        if state is not None:
            self._lists = self._load(state)
        elif since is not None:
            self._lists = [self._list(query, since=since) for query in self._queries()]
        else:
            self._lists = [self._list(query) for query in self._queries()]
        self._began = self._at > 0 or any(one._began for one in self._lists)
        self.full: bool = any(one._whole for one in self._lists)

    async def pages(self) -> AsyncIterator[list[Row]]:
        """The new records of each page. One that changes meanwhile may come again, with its latest content."""
        ids: list[dict[str, int]] = [{} for _ in self._lists]
        while self._at < len(self._lists):
            try:
                page = await self._lists[self._at]._page()
            except BadRequestError:
                if self.full and not self._began and all(one._condition != BOTH for one in self._lists):
                    raise
                self.full, self._began, self._at = True, False, 0
                self._lists = [self._list(query) for query in self._queries(both=False)]
                ids = [{} for _ in self._lists]
                continue
            if page is None:
                self._at += 1
            else:
                ids[self._at].update((row.id, stamp_of(row) or 0) for row in page)
                yield page
        if self.full and not self._began and len(ids) > 1:
            await self._try_both(ids)

    @property
    def proved(self) -> bool:
        """After the last page: whether the server showed that no more follow. Else the page was short.

        What a short page left out, if it did, comes with the next reading.
        """
        return all(one._proved for one in self._lists)

    @property
    def state(self) -> str:
        """JSON text from which another reading continues: with the next page, or after the end with what changed."""
        lists, state = self._lists, {}
        unstamped = self._unstamped or any(one._unstamped for one in lists)
        if self._at < len(lists):
            state = {"at": self._at, "unstamped": unstamped}
        elif unstamped or self.name in MIXED or (self.full and not all(one._sees_changes for one in lists)):
            lists = []
        else:
            lists = self._merged(lists)
        cursors = [[one._condition, one.cursor] for one in lists]
        return json.dumps({"v": _VERSION, **state, "lists": cursors}, separators=(",", ":"))

    def _queries(self, *, both: bool = True) -> list[str | None]:
        if not self._templates:
            return [None]
        return [BOTH] if both and self._shared.lists.templates else [None, TEMPLATES]

    def _list(self, query: str | None, cursor: str | None = None, since: datetime | None = None) -> Changes[Row]:
        sender, server, shared = self._sender, self._server, self._shared

        async def fetch(q: str | None, sort: str | None, skip: int, limit: int) -> list[Row | None]:
            self.calls += 1
            given = (("q", q), ("sort", sort and shared.learned.spelled(sort)))
            params = tuple((name, value) for name, value in given if value is not None)
            window = (("skip", str(skip)), ("limit", str(limit)))
            listing = self._resource._listing
            rows = await sender.send(Call(listing, PageRows(Model), params + window))
            return [None if row is None else Row.of(row.extra) for row in rows]

        limit = self._page_cap or shared.learned.page_size or PAGE_LIMIT
        source = ChangeSource(
            fetch,
            query,
            f"{self.name}?{query}",
            shared.page_caps(self.name),
            shared.clock,
            server,
            shared.lists,
            limit=limit,
            sorts=self.name not in MIXED,
            thorough=self._thorough,
            page_cap=self._page_cap,
        )
        return Changes(source, since=since, cursor=cursor, whole=since is None and cursor is None)

    def _load(self, text: str) -> list[Changes[Row]]:
        state: Any = None
        with suppress(ValueError, RecursionError):
            state = json.loads(text)
        if not isinstance(state, dict) or state.get("v") != _VERSION:
            raise ConfigurationError("this is no state of a reading: pass the text of `reading.state`")
        lists = [self._list(query, cursor) for query, cursor in state["lists"]]
        self._at, self._unstamped = state.get("at", 0), state.get("unstamped", False)
        if not lists:
            return [self._list(query) for query in self._queries()]
        return lists if "at" in state else self._merged(lists)

    def _merged(self, lists: list[Changes[Row]]) -> list[Changes[Row]]:
        """One list in place of two, where one query gives what both have."""
        if len(lists) < 2 or len(self._queries()) > 1:
            return lists
        merged = self._list(BOTH)
        merged._follow(lists)
        return [merged]

    async def _try_both(self, ids: list[dict[str, int]]) -> None:
        """Learns whether one query gives both lists, if both have records: ``ids`` are theirs, with their timestamps.

        Then it gives as many records as both together, and records of either kind from the first of the later kind on.
        """
        plain, templates = ids
        if not (plain and templates) or plain.keys() & templates.keys():
            return
        count, later = len(plain) + len(templates), max(min(plain.values()), min(templates.values()))
        after = json.dumps({**json.loads(BOTH), "updatedAt": {"$gt": format_timestamp(later - 1000)}})
        with suppress(PlutioError):
            rows = await self._lists[0]._fetch(after, "updatedAt_asc", 0, PAGE_LIMIT)
            found = {row.id for row in rows if row is not None}
            if not (found & plain.keys() and found & templates.keys()):
                return
            rows = await self._lists[0]._fetch(BOTH, "updatedAt_asc", count - 1, MIN_LIMIT)
            if [row is not None and (row.id in plain or row.id in templates) for row in rows] == [True]:
                self._shared.lists.templates = True
                for one in self._lists:
                    one._confirm()


def former_state(cursors: list[str]) -> str:
    """The state of a reading of a former version, which kept the cursors of the list and of the templates."""
    return json.dumps({"v": _VERSION, "lists": list(zip((None, TEMPLATES), cursors, strict=False))})


def reading_order(names: Iterable[str]) -> list[str]:
    """The names of resources in the order that costs the fewest calls."""
    return sorted(names, key=lambda name: name not in FIRST)

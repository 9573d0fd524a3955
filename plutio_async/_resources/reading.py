"""A resource of the workspace, whole or what changed since, as the API sent it: page after page."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, Any, Self

from attrs import asdict, define
from attrs import field as attribute

from plutio_async._core.call import Call
from plutio_async._core.checks import is_count
from plutio_async._core.errors import BadRequestError, ConfigurationError, NotFoundError
from plutio_async._core.json_text import json_or_none
from plutio_async._models.answers import PageRows
from plutio_async._models.codecs import MOMENT, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import Model
from plutio_async._pagination.changes import Changes
from plutio_async._pagination.cursor import BEGINNING, ServerTime
from plutio_async._pagination.page import PageCaps
from plutio_async._pagination.scan import ChangeSource
from plutio_async._resources.reads import _window

if TYPE_CHECKING:
    from datetime import datetime

    from plutio_async._resources.reads import Reads

MIXED = ("archive", "trash_bin")
"""Those that list records of the others. A record that leaves their lists shows neither as changed nor as deleted."""

ALL: dict[str, Any] = {"isTemplate": {"$in": [True, False, None]}, "isArchived": {"$in": [True, False, None]}}
"""Templates and archived records too, in one list. Who uses it has to see that the server obeys it."""
_QUERIES = {"all": json.dumps(ALL, separators=(",", ":")), "listed": None, "templates": '{"isTemplate":true}'}
"""``listed`` are the records that the API lists without a query."""


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


_TELLING = ("tasks", "contracts", "proposals", "blocks")
"""The resource that probably has most records, and those that are known to have templates."""


def in_reading_order(names: Iterable[str]) -> list[str]:
    """The names, with those first whose lists show what the server does, which saves calls for the lists after them."""
    return sorted(names, key=lambda name: _TELLING.index(name) if name in _TELLING else len(_TELLING))


class Reading:
    """Reads a resource: all of it without a ``state``, and from the ``state`` of an earlier reading what changed since.

    Attributes:
        full: Whether this reading gives all records. What does not come is gone then, if the end was proved.
        calls: The calls that were made so far.
    """

    def __init__(
        self,
        resource: Reads[Any],
        state: str | None = None,
        *,
        page_cap: int | None = None,
        to_the_end: bool = False,
    ) -> None:
        """Prepares a reading; nothing is fetched yet.

        Args:
            resource: What to read.
            state: Continues from there.
            page_cap: The most records that the server returns at a time, if known.
            to_the_end: Proves the end of each list. Otherwise a page that is shorter than others of the server ends
                it; if the server cut that page, the next reading gives what is missing.

        Raises:
            ConfigurationError: the text is no state, or that of another resource.
        """
        self.name: str = resource.name
        self.calls: int = 0
        given = {} if state is None else _load(state, self.name)
        self.full: bool = given.get("full", True)
        self._cursors: dict[str, str] = given.get("cursors", {})
        self._done: list[str] = given.get("done", [])
        self._is_traceable: bool = given.get("traceable", True) and self.name not in MIXED
        self._is_all_refused = False
        self._server = ServerTime()
        self._resource = resource
        self._sender = resource._sender.noting(self._server.note)  # noqa: SLF001 - of this package
        self._traits = self._sender.shared.traits
        self._traits.learn(given.get("traits", {}))
        self._page_cap = page_cap
        self._to_the_end = to_the_end or self.name in MIXED
        self._caps = PageCaps()

    async def pages(self) -> AsyncGenerator[list[Row], None]:
        """The records of each page. A record that changes meanwhile may come again, with its latest content."""
        while (query := next((name for name in self._queries() if name not in self._done), None)) is not None:
            changes = self._changes(query)
            try:
                while (row := await anext(changes, None)) is not None:
                    page = [row, *changes._take_read()]  # noqa: SLF001 - of this package
                    self._cursors[query] = changes.cursor
                    yield page
            except (BadRequestError, NotFoundError):
                if query != "all" or query in self._cursors:
                    raise
                self._is_all_refused = True
                continue
            self._cursors[query] = changes.cursor
            self._is_traceable = self._is_traceable and changes._is_traceable  # noqa: SLF001
            self._done.append(query)

    @property
    def state(self) -> str:
        """JSON text from which another reading continues: with the next page, or after the end with what changed."""
        state: dict[str, Any] = {"v": 2, "of": self.name, "traits": asdict(self._traits)}
        if any(query not in self._done for query in self._queries()):
            state |= {"cursors": self._cursors, "done": self._done, "full": self.full, "traceable": self._is_traceable}
        elif self._is_traceable:
            state |= {"cursors": {query: self._cursors[query] for query in self._queries()}, "full": False}
        return json.dumps(state, separators=(",", ":"))

    def _queries(self) -> list[str]:
        """Those that together give all records: one, as far as the lists of the server have shown that it obeys it."""
        if self.name in MIXED:
            return ["listed"]
        if self._is_all_refused or not (self.full or "all" in self._cursors):
            return ["listed", "templates"]
        shown = {"listed": self._traits.finds_null, "templates": self._traits.finds_templates}
        return ["all", *(query for query, is_in_all in shown.items() if not is_in_all)]

    def _changes(self, query: str) -> Changes[Row]:
        condition, cursor = _QUERIES[query], self._cursors.get(query)
        source = ChangeSource(
            self._fetch,
            condition,
            f"{self.name}?{condition}",
            self._caps,
            self._sender.shared.clock,
            self._server,
            self._traits,
            whole=self.full,
            to_the_end=self._to_the_end,
            page_cap=self._page_cap,
            accepts_sort=self.name not in MIXED,
        )
        return Changes(source, since=BEGINNING if cursor is None else None, cursor=cursor, every=None)

    async def _fetch(self, query: str | None, sort: str | None, skip: int, limit: int) -> list[Row | None]:
        self.calls += 1
        spelled = sort and self._sender.shared.learned.spelled(sort)
        params = tuple((name, value) for name, value in (("q", query), ("sort", spelled)) if value is not None)
        listing = self._resource._listing  # noqa: SLF001 - of this package
        rows = await self._sender.send(Call(listing, PageRows(Model), params + _window(skip, limit)))
        if query is not None and "$in" in query:
            self._note_found([row.extra for row in rows if row is not None])
        return [None if row is None else Row.of(row.extra) for row in rows]

    def _note_found(self, found: list[dict[str, Any]]) -> None:
        """Learns what a query by ``$in`` finds."""
        traits = self._traits
        traits.finds_templates = traits.finds_templates or any(raw.get("isTemplate") is True for raw in found)
        traits.finds_null = traits.finds_null or any(raw.get(name) is None for raw in found for name in ALL)


def _load(text: str, resource: str) -> dict[str, Any]:
    """The state in a text. One of a former version has the cursors of two lists, or is of no use and starts over."""
    state = json_or_none(text)
    if not isinstance(state, dict) or state.get("v") not in (1, 2) or not _is_state(state):
        raise ConfigurationError("this is no state of a reading: pass the text of `reading.state`")
    if state.get("of") != resource:
        raise ConfigurationError(f"this state is that of another resource, not of {resource}: omit it to start over")
    if state["v"] == 1:
        cursors = dict(zip(("listed", "templates"), state.get("changes", ()), strict=False))
        return {"cursors": cursors, "full": False} if len(cursors) == 2 and "at" not in state else {}
    return state


def _is_state(state: dict[str, Any]) -> bool:
    cursors, changes, traits = state.get("cursors", {}), state.get("changes", []), state.get("traits", {})
    return (
        isinstance(cursors, dict)
        and all(name in _QUERIES and isinstance(cursor, str) for name, cursor in cursors.items())
        and isinstance(changes, list)
        and all(isinstance(cursor, str) for cursor in changes)
        and isinstance(state.get("done", []), list)
        and all(isinstance(state.get(name, True), bool) for name in ("full", "traceable"))
        and isinstance(traits, dict)
        and is_count(traits.get("largest", 0), least=0)
    )

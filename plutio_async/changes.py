"""Records that were created or updated after a moment, each change once, also across runs.

The API stamps records with ``updatedAt``, and that is all there is to go by. A record may become visible a little after
the moment of its stamp, and records change while the list is read. So a reading asks for what lies after a *floor*: the
moment up to which everything was surely seen. It rises to where the server's clock surely was when the reading began,
less a margin. What was given above the floor is remembered, and not given again.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Self, TypeVar

from attrs import define, field, frozen

from plutio_async._clock import Clock
from plutio_async._kinds import iso
from plutio_async._model import Model
from plutio_async.errors import BadRequestError, BudgetExceeded, ConfigurationError
from plutio_async.pagination import PageCaps, PageIterator, Records
from plutio_async.pagination.cursor import digest

__all__ = ["Changes"]

M = TypeVar("M", bound=Model)

LATENCY = 30.0
"""Seconds after its stamp within which a record becomes visible to others."""

_VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Fetch = Callable[[str, str | None, int, int], Awaitable[list[M]]]


@define
class Feed(Generic[M]):
    """Where changes come from: ``fetch(q, sort, skip, limit)`` gives a page.

    ``sorts`` says whether the API takes the sort, ``ordered`` whether its answers were in that order so far.
    """

    fetch: Fetch[M]
    condition: str | None
    listing: str
    caps: PageCaps
    clock: Clock
    sorts: bool = True
    ordered: bool = True

    def query(self, floor: int) -> str:
        """The ``q`` for what lies after a moment."""
        after: dict[str, Any] = {"updatedAt": {"$gt": iso(_EPOCH + floor * _MICROSECOND)}}
        condition: dict[str, Any] = json.loads(self.condition) if self.condition else {}
        both = {"$and": [condition, after]} if "updatedAt" in condition else {**condition, **after}
        return json.dumps(both, separators=(",", ":"), ensure_ascii=False)


@define
class Place:
    """How far one has come, in microseconds since 1970. ``latest`` is the newest stamp, read at ``at`` on our clock."""

    floor: int
    latest: int | None = None
    at: float = 0.0
    seen: dict[str, int] = field(factory=dict)

    def notice(self, stamp: int, now: float) -> None:
        """A stamp was read: so late it is on the server at least."""
        if self.latest is None or stamp > self.latest:
            self.latest, self.at = stamp, now

    def settled(self, began: float) -> int:
        """The moment up to which a reading that began then saw everything."""
        if self.latest is None:
            return self.floor
        server = self.latest + int((began - self.at) * 1e6)
        return max(self.floor, min(self.latest, server - int(LATENCY * 1e6)))

    def rise(self, floor: int) -> None:
        self.floor = floor
        self.seen = {id: stamp for id, stamp in self.seen.items() if stamp > floor}


@frozen
class Change(Generic[M]):
    """A record and its version."""

    record: M
    id: str
    stamp: int


class Sweep(Generic[M]):
    """One reading of all that lies after the floor."""

    def __init__(self, feed: Feed[M], floor: int) -> None:
        self.began = feed.clock.monotonic()
        self._feed = feed
        self._query = feed.query(floor)
        self._fetched = False
        # A record that changes leaves its place and comes again at the end: each version is a row of its own.
        self._pages: PageIterator[M] = Records(self._fetch, _version, caps=feed.caps).pages()

    async def page(self) -> list[M] | None:
        """More records; ``None`` at the end."""
        return await anext(self._pages, None)

    async def _fetch(self, skip: int, limit: int) -> list[M]:
        feed = self._feed
        try:
            rows = await feed.fetch(self._query, "updatedAt_asc" if feed.sorts else None, skip, limit)
        except BadRequestError:
            if self._fetched or not feed.sorts:
                raise
            feed.sorts = feed.ordered = False  # one client reports that some sorts are refused
            rows = await feed.fetch(self._query, None, skip, limit)
        self._fetched = True
        return rows


class Changes(AsyncIterator[M], Generic[M]):
    """What was created or updated after a moment: ``async for record in changes``.

    A loop over ``changes()`` ends when all was read, one over ``watch()`` never does. Either may be left or interrupted
    by an error at any time, and looping again goes on there.
    """

    def __init__(self, feed: Feed[M], *, since: datetime | None, cursor: str | None, every: float | None) -> None:
        """Prepares it; nothing is read yet.

        Raises:
            ConfigurationError: there is no place to start from, or the cursor or ``every`` cannot work.
            ValueError: ``since`` has no time zone.
        """
        if every is not None and not every > 0:
            raise ConfigurationError(f"every={every!r} is no pause: give seconds, more than 0")
        self._feed = feed
        self._every = every
        self._place = _start(feed, since, cursor)
        self._sweep: Sweep[M] | None = None
        self._ready: deque[Change[M]] = deque()
        self._given = self._read_to = 0
        self._due = 0.0

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> M:
        while not self._ready:
            try:
                at_end = not await self._read()
            except BudgetExceeded as error:
                if self._every is None:
                    raise
                self._due = self._feed.clock.monotonic() + (error.wait or self._every)
                at_end = True
            if at_end and self._every is None:
                raise StopAsyncIteration
            if at_end:
                await self._feed.clock.sleep(self._due - self._feed.clock.monotonic())
        return self._give()

    @property
    def cursor(self) -> str:
        """A JSON text from which others go on after the record that was given last.

        It holds the ids of the records that changed shortly before the latest, and nothing else of them.
        """
        floor = self._place.floor
        if self._sweep is not None and self._feed.ordered and self._given:
            floor = max(floor, min(self._given - 1, self._place.settled(self._sweep.began)))
        return _to_json(self._place, floor, self._feed)

    async def _read(self) -> bool:
        """Reads a page; False at the end."""
        if self._sweep is None:
            self._sweep = Sweep(self._feed, self._place.floor)
            self._given = self._read_to = 0
            self._due = self._sweep.began + (self._every or 0.0)
        page = await self._sweep.page()
        if page is None:
            self._place.rise(self._place.settled(self._sweep.began))
            self._sweep = None
            return False
        for record in page:
            self._take(record)
        return True

    def _take(self, record: M) -> None:
        stamp = _stamp(record)
        if stamp is None or stamp <= self._place.floor:
            return
        self._feed.ordered = self._feed.ordered and stamp >= self._read_to
        self._read_to = stamp
        self._place.notice(stamp, self._feed.clock.monotonic())
        change = Change(record, _id(record), stamp)
        if self._place.seen.get(change.id) != stamp:
            self._ready.append(change)

    def _give(self) -> M:
        change = self._ready.popleft()
        self._place.seen[change.id] = change.stamp
        self._given = change.stamp
        return change.record


def _start(feed: Feed[Any], since: datetime | None, cursor: str | None) -> Place:
    if cursor is not None:
        return _from_json(cursor, feed)
    if since is None:
        raise ConfigurationError("changes need a moment or a place to start from: give since= or cursor=")
    iso(since)
    return Place((since - _EPOCH) // _MICROSECOND)


def _to_json(place: Place, floor: int, feed: Feed[Any]) -> str:
    at = feed.clock.time() - (feed.clock.monotonic() - place.at)
    state = {
        "v": _VERSION,
        "of": digest(feed.listing),
        "floor": floor,
        "latest": place.latest,
        "at": None if place.latest is None else round(at, 3),
        "seen": {id: stamp for id, stamp in place.seen.items() if stamp > floor},
    }
    return json.dumps(state, separators=(",", ":"))


def _from_json(text: str, feed: Feed[Any]) -> Place:
    state: Any = None
    with suppress(TypeError, ValueError):
        state = json.loads(text)
    if not _is_place(state):
        raise ConfigurationError("this is no cursor of changes: pass the text that `changes.cursor` gave")
    if state["of"] != digest(feed.listing):
        raise ConfigurationError("this cursor belongs to other changes: go on with the same resource and filters")
    place = Place(state["floor"], state["latest"], seen=state["seen"])
    if place.latest is not None:
        place.at = feed.clock.monotonic() - max(0.0, feed.clock.time() - state["at"])
    return place


def _is_place(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and state.get("v") == _VERSION
        and type(state.get("floor")) is int
        and isinstance(state.get("of"), str)
        and isinstance(state.get("seen"), dict)
        and all(type(stamp) is int for stamp in state["seen"].values())
        and (state.get("latest") is None or (type(state["latest"]) is int and type(state.get("at")) in (int, float)))
    )


def _stamp(record: Model) -> int | None:
    moment = getattr(record, "updated_at", None)
    return (moment - _EPOCH) // _MICROSECOND if isinstance(moment, datetime) else None


def _id(record: Model) -> str:
    """A record without an id is known by its content."""
    id = getattr(record, "id", None)
    return id if isinstance(id, str) and id else digest(json.dumps(record.to_dict(), sort_keys=True, default=str))


def _version(record: Model) -> str:
    return f"{_id(record)}@{_stamp(record)}"

"""Where a walk or a reading of changes continues, and the text of cursors."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define, field

from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.moments import format_moment
from plutio_async._pagination.page import NewRecord, digest

TAIL = 64
"""Keys that a position remembers. A resumed walk finds them while two neighbours of them are left in the list."""

LATENCY = 30.0
"""Seconds within which a record becomes visible after its timestamp."""

_TRASH_DIGITS = 12
"""Hex digits that a cursor keeps of each id in the trash bin: two of 10,000 are alike once in millions of cursors."""

_VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@define
class Position:
    """The index after the last record that was yielded, and the keys of the last records, in list order."""

    skip: int = 0
    tail: deque[str] = field(factory=deque)

    def advance(self, record: NewRecord[Any]) -> None:
        """Moves past a record that is yielded."""
        if record.position is not None:
            self.skip = record.position + 1
            self.tail.append(record.key)
        elif record.after in self.tail:
            self.tail.insert(self.tail.index(record.after) + 1, record.key)
        while len(self.tail) > TAIL:
            self.tail.popleft()

    def to_json(self, listing: str) -> str:
        """The text of a cursor. It holds ids and a digest of the listing, and no other data."""
        return _dump({"skip": self.skip, "tail": list(self.tail)}, listing)

    @classmethod
    def from_json(cls, text: str, listing: str) -> Position:
        """Reads the text of a cursor.

        Raises:
            ConfigurationError: the text is not a cursor, or the cursor belongs to another listing.
        """
        state = _load(text, listing, _is_position, origin="records")
        return cls(state["skip"], deque(state["tail"]))


@define
class Watermark:
    """How far changes were read. All timestamps are microseconds since 1970.

    All changes up to ``floor`` were read. Of those above it, ``seen`` holds the timestamps of the versions that were
    yielded, by id. ``latest`` is the newest timestamp that was read, at ``latest_at`` on the monotonic clock. A
    timestamp in the future counts as now, so that ``floor`` does not pass changes that are made until then.
    ``trash`` holds a digest of each id that was in the trash bin, in one text; ``None`` if it was not read.
    """

    floor: int
    latest: int | None = None
    latest_at: float = 0.0
    seen: dict[str, int] = field(factory=dict)
    trash: str | None = None

    @classmethod
    def since(cls, moment: datetime) -> Watermark:
        """A watermark that includes all changes at a moment and after it."""
        first = timestamp(moment)
        # The API rounds down to milliseconds: a change at the moment may have a timestamp just before it.
        return cls(max(first - 1 - first % 1000, _FIRST))

    @classmethod
    def from_json(cls, text: str, listing: str, clock: Clock) -> Watermark:
        """Reads the text of a cursor.

        Raises:
            ConfigurationError: the text is not a cursor of changes, or the cursor belongs to another listing.
        """
        state = _load(text, listing, _is_watermark, origin="changes")
        watermark = cls(state["floor"], state["latest"], seen=state["seen"], trash=state.get("trash"))
        if watermark.latest is not None:
            watermark.latest_at = clock.monotonic() - max(0.0, clock.time() - state["at"])
        return watermark

    def to_json(self, floor: int, listing: str, clock: Clock) -> str:
        """The text of a cursor that continues from a floor, which may be higher than that of the watermark."""
        at = None if self.latest is None else round(clock.time() - (clock.monotonic() - self.latest_at), 3)
        state = {"floor": floor, "latest": self.latest, "at": at, "seen": self._seen_above(floor)}
        return _dump(state if self.trash is None else {**state, "trash": self.trash}, listing)

    def observe(self, stamp: int, clock: Clock) -> None:
        """Learns from a timestamp that the server's clock is at least there."""
        stamp = min(stamp, int(clock.time() * 1e6))
        if self.latest is None or stamp > self.latest:
            self.latest, self.latest_at = stamp, clock.monotonic()

    def is_new(self, id: str, stamp: int, clock: Clock) -> bool:
        """Whether a version is newer than the one that was yielded. Any other version replaces one from the future."""
        known = self.seen.get(id, self.floor)
        return stamp > self.floor and (stamp > known or (stamp != known and known > clock.time() * 1e6))

    def settled(self, began: float) -> int:
        """The timestamp up to which a scan that began at a time on the monotonic clock reads all changes."""
        if self.latest is None:
            return self.floor
        server = self.latest + int((began - self.latest_at) * 1e6)
        return max(self.floor, min(self.latest, server - int(LATENCY * 1e6)))

    def advance(self, floor: int) -> None:
        """Raises the floor, and forgets the versions up to it."""
        self.floor = floor
        self.seen = self._seen_above(floor)

    def compare_trash(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids that were not in the trash bin when it was last read. Remembers all that are there now."""
        digests = {id: digest(id)[:_TRASH_DIGITS] for id in ids}
        trash = self.trash or ""
        known = {trash[at : at + _TRASH_DIGITS] for at in range(0, len(trash), _TRASH_DIGITS)}
        self.trash = "".join(sorted(set(digests.values())))
        return tuple(id for id, short in digests.items() if short not in known)

    def _seen_above(self, floor: int) -> dict[str, int]:
        return {id: stamp for id, stamp in self.seen.items() if stamp > floor}


def timestamp(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


_FIRST = timestamp(datetime.min.replace(tzinfo=UTC))


def format_timestamp(value: int) -> str:
    """A timestamp as the API writes it."""
    return format_moment(_EPOCH + timedelta(microseconds=value))


def _dump(state: Mapping[str, Any], listing: str) -> str:
    # The digest of the listing does not show the filters.
    return json.dumps({"v": _VERSION, **state, "of": digest(listing)}, separators=(",", ":"))


def _load(text: str, listing: str, is_valid: Callable[[Mapping[str, Any]], bool], *, origin: str) -> dict[str, Any]:
    state: Any = None
    with suppress(TypeError, ValueError, RecursionError):
        state = json.loads(text)
    if not isinstance(state, dict) or state.get("v") != _VERSION or not is_valid(state):
        raise ConfigurationError(f"this is not a cursor: pass the text of `{origin}.cursor`")
    if state.get("of") != digest(listing):
        raise ConfigurationError(
            "this cursor belongs to another listing: use it with the same resource, business, filters and sort, "
            "or omit it to start over"
        )
    return state


def _is_position(state: Mapping[str, Any]) -> bool:
    skip, tail = state.get("skip"), state.get("tail")
    return (
        type(skip) is int and skip >= 0 and isinstance(tail, list) and all(isinstance(key, str) and key for key in tail)
    )


def _is_watermark(state: Mapping[str, Any]) -> bool:
    floor, latest, seen = state.get("floor"), state.get("latest"), state.get("seen")
    return (
        type(floor) is int
        and isinstance(seen, dict)
        and all(type(stamp) is int for stamp in seen.values())
        and isinstance(state.get("trash"), str | None)
        and (latest is None or (type(latest) is int and type(state.get("at")) in (int, float)))
    )

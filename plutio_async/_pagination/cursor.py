"""Where a walk or a reading of changes continues, and the text of cursors."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import Factory, define, field

from plutio_async._core.checks import is_count
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.json_text import json_or_none
from plutio_async._core.moments import format_moment
from plutio_async._models.json_form import digest
from plutio_async._models.model import Model
from plutio_async._pagination.page import NewRecord
from plutio_async._ratelimit.headers import seconds_of

TAIL = 64
"""Keys that a position remembers. A resumed walk finds them while two neighbours of them are left in the list."""

LATENCY = 30_000_000
"""Microseconds within which a record becomes visible after its timestamp."""

_TRASH_DIGITS = 12
"""Hex digits that a cursor keeps of each id in the trash bin: two of 10,000 are alike once in millions of cursors."""

_VERSION = 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEGINNING = datetime.min.replace(tzinfo=UTC)


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


@define(eq=False)
class ServerTime:
    """The server's clock during a reading, by the ``Date`` of its answers. The clock of this machine may be wrong.

    All are in microseconds since 1970. The first call was sent at ``began`` or later, the last answer came at ``ended``
    or earlier; ``None`` if that answer had no date. The clock that stamps records may be another than that of ``Date``,
    but is at most ``behind`` it, as the records that were read show; ``None`` before the first.
    """

    began: int | None = None
    ended: int | None = None
    behind: int | None = None
    answers: int = 0

    def begin(self) -> None:
        """Another reading begins."""
        self.began, self.answers = None, 0

    def note(self, status: int, headers: Mapping[str, str], seconds: float) -> None:  # noqa: ARG002 - an OnAnswer
        """Learns from an answer that came after some seconds."""
        date, self.ended = seconds_of(headers.get("date", "")), None
        if date is not None:
            self.ended = int((date + 1) * 1e6)  # a date has no fractions of a second
            began = int((date - seconds) * 1e6)
            if self.began is not None:
                self.began = min(self.began, began)  # less if the server's clock was set back
            elif not self.answers:
                self.began = began
        self.answers += 1

    def observe(self, stamp: int) -> None:
        """Learns from the timestamp of a record that was read. One in the future shows nothing."""
        if self.ended is not None and stamp <= self.ended:
            behind = self.ended - stamp
            self.behind = behind if self.behind is None else min(self.behind, behind)

    @property
    def settled(self) -> int | None:
        """All changes up to this timestamp were visible when the reading began; ``None`` is unknown."""
        return None if self.began is None or self.behind is None else self.began - self.behind - LATENCY


@define
class Watermark:
    """How far changes were read. All timestamps are microseconds since 1970.

    All changes after ``start`` and up to ``floor`` were read. Of those above it, ``seen`` holds the timestamps of the
    versions that were yielded, by id. ``trash`` holds a digest of each id that was in the trash bin, in one text;
    ``None`` if it was not read.
    """

    floor: int
    start: int = Factory(lambda self: self.floor, takes_self=True)
    seen: dict[str, int] = field(factory=dict)
    trash: str | None = None

    @classmethod
    def since(cls, moment: datetime) -> Watermark:
        """A watermark that includes all changes at a moment and after it."""
        first = timestamp(moment)
        # The API rounds down to milliseconds: a change at the moment may have a timestamp just before it.
        return cls(max(first - 1 - first % 1000, FIRST))

    @classmethod
    def from_json(cls, text: str, listing: str, server: ServerTime) -> Watermark:
        """Reads the text of a cursor, and tells ``server`` what it holds of its clock.

        Raises:
            ConfigurationError: the text is not a cursor of changes, or the cursor belongs to another listing.
        """
        state = _load(text, listing, _is_watermark, origin="changes")
        server.behind = state.get("behind")
        return cls(state["floor"], state.get("start", state["floor"]), state["seen"], state.get("trash"))

    def to_json(self, floor: int, listing: str, server: ServerTime) -> str:
        """The text of a cursor that continues from a floor, which may be higher than that of the watermark."""
        state = {"floor": floor, "start": self.start, "behind": server.behind, "seen": self._seen_above(floor)}
        return _dump(state if self.trash is None else {**state, "trash": self.trash}, listing)

    def is_new(self, id: str, stamp: int, server: ServerTime) -> bool:
        """Whether a version is newer than the one that was yielded. Any other version replaces one from the future."""
        known = self.seen.get(id, self.floor)
        is_future = server.ended is None or known > server.ended
        return stamp > self.floor and (stamp > known or (stamp != known and is_future))

    def settled(self, server: ServerTime, *, newest: int | None = None) -> int:
        """The floor after a reading. It is no higher than the newest version, so that a quiet list keeps its floor.

        Give the ``newest`` timestamp if changes from it on may be missing.
        """
        last = max(self.seen.values(), default=self.floor) if newest is None else newest - 1
        return max(self.floor, min(last, self.floor if server.settled is None else server.settled))

    def advance(self, floor: int) -> None:
        """Raises the floor, and forgets the versions up to it."""
        self.floor = floor
        self.seen = self._seen_above(floor)

    def restart(self, server: ServerTime) -> bool:
        """Goes back to the start if the server's clock was set back: changes have timestamps below the floor then."""
        if self.floor == self.start or server.ended is None or server.ended >= self.floor:
            return False
        self.floor = self.start
        return True

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
    return (moment - EPOCH) // timedelta(microseconds=1)


FIRST = timestamp(BEGINNING)
"""The floor below all changes."""


def stamp_of(record: Model) -> int | None:
    """The timestamp of the last change of a record, in microseconds since 1970; ``None`` if it has none."""
    moment = getattr(record, "updated_at", None)
    return timestamp(moment) if isinstance(moment, datetime) else None


def format_timestamp(value: int) -> str:
    """A timestamp as the API writes it."""
    return format_moment(EPOCH + timedelta(microseconds=value))


def _dump(state: Mapping[str, Any], listing: str) -> str:
    # The digest of the listing does not show the filters.
    return json.dumps({"v": _VERSION, **state, "of": digest(listing)}, separators=(",", ":"))


def _load(text: str, listing: str, is_valid: Callable[[Mapping[str, Any]], bool], *, origin: str) -> dict[str, Any]:
    state = json_or_none(text)
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
    return is_count(skip, least=0) and isinstance(tail, list) and all(isinstance(key, str) and key for key in tail)


def _is_watermark(state: Mapping[str, Any]) -> bool:
    """Also that of a former version, which had no ``start`` and no ``behind``."""
    floor, seen = state.get("floor"), state.get("seen")
    return (
        type(floor) is int
        and type(state.get("start", floor)) is int
        and isinstance(seen, dict)
        and all(type(stamp) is int for stamp in seen.values())
        and isinstance(state.get("trash"), str | None)
        and isinstance(state.get("behind"), int | None)
    )

"""How far changes were read, and the text of its cursor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from attrs import define, field

from plutio_async._core.clock import Clock
from plutio_async._core.moments import format_moment
from plutio_async._pagination.cursor import digest, dump, load

LATENCY = 30.0
"""Seconds within which a record becomes visible after its timestamp."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MILLISECOND = 1000


def timestamp(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def format_timestamp(value: int) -> str:
    """A timestamp as the API writes it."""
    return format_moment(_EPOCH + value * _MICROSECOND)


@define
class Watermark:
    """How far changes were read. All timestamps are microseconds since 1970.

    All changes up to ``floor`` were read. Of those above it, ``seen`` holds the timestamps of the versions that were
    yielded, by id. ``latest`` is the newest timestamp that was read, at ``latest_at`` on the monotonic clock. A
    timestamp in the future counts as now, so that ``floor`` does not pass changes that are made until then.
    """

    floor: int
    latest: int | None = None
    latest_at: float = 0.0
    seen: dict[str, int] = field(factory=dict)

    @classmethod
    def after(cls, since: datetime) -> Self:
        """A watermark that includes all changes after a moment."""
        moment = timestamp(since)
        # The API rounds down to milliseconds: a change just after the moment may have a timestamp just before it.
        return cls(moment - 1 - moment % _MILLISECOND if moment % _MILLISECOND else moment)

    @classmethod
    def from_json(cls, text: str, listing: str, clock: Clock) -> Self:
        """Reads the text of a cursor.

        Raises:
            ConfigurationError: the text is not a cursor of changes, or the cursor belongs to another listing.
        """
        state = load(text, digest(listing), _is_watermark, origin="changes")
        watermark = cls(state["floor"], state["latest"], seen=state["seen"])
        if watermark.latest is not None:
            watermark.latest_at = clock.monotonic() - max(0.0, clock.time() - state["at"])
        return watermark

    def to_json(self, floor: int, listing: str, clock: Clock) -> str:
        """The text of a cursor that continues from a floor, which may be higher than that of the watermark."""
        at = clock.time() - (clock.monotonic() - self.latest_at)
        state = {
            "floor": floor,
            "latest": self.latest,
            "at": None if self.latest is None else round(at, 3),
            "seen": self._seen_above(floor),
        }
        return dump(state, digest(listing))

    def observe(self, stamp: int, clock: Clock) -> None:
        """Learns from a timestamp that the server's clock is at least there."""
        stamp = min(stamp, int(clock.time() * 1e6))
        if self.latest is None or stamp > self.latest:
            self.latest, self.latest_at = stamp, clock.monotonic()

    def is_new(self, id: str, stamp: int, clock: Clock) -> bool:
        """Whether a version is newer than the one that was yielded. Any other version replaces one from the future."""
        known = self.seen.get(id, self.floor)
        return stamp > known or (stamp != known and known > clock.time() * 1e6)

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

    def _seen_above(self, floor: int) -> dict[str, int]:
        return {id: stamp for id, stamp in self.seen.items() if stamp > floor}


def _is_watermark(state: Mapping[str, Any]) -> bool:
    floor, latest, seen = state.get("floor"), state.get("latest"), state.get("seen")
    return (
        type(floor) is int
        and isinstance(seen, dict)
        and all(type(stamp) is int for stamp in seen.values())
        and (latest is None or (type(latest) is int and type(state.get("at")) in (int, float)))
    )

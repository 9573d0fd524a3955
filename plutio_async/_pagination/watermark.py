"""How far the changes were read, and the text that remembers it."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from attrs import define, field

from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.moments import format_moment
from plutio_async._pagination.cursor import digest

LATENCY = 30.0
"""Seconds after its stamp within which a record becomes visible to others."""

_VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MILLISECOND = 1000


def stamp_of(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def text_of(stamp: int) -> str:
    """The moment of a stamp as the API writes it."""
    return format_moment(_EPOCH + stamp * _MICROSECOND)


@define
class Watermark:
    """How far the changes were read, in microseconds since 1970.

    All that is stamped up to ``floor`` was read to its end; of what lies above, ``seen`` has the versions that were
    given. ``latest`` is the newest stamp that was read, at ``at`` on the monotonic clock. A stamp in the future counts
    as now, so that ``floor`` does not pass what will be stamped until then.
    """

    floor: int
    latest: int | None = None
    at: float = 0.0
    seen: dict[str, int] = field(factory=dict)

    @classmethod
    def after(cls, since: datetime) -> Self:
        """A watermark from which everything after a moment is read."""
        moment = stamp_of(since)
        # Stamps are in milliseconds: one that began before the moment may have been put on a record after it.
        return cls(moment - 1 - moment % _MILLISECOND if moment % _MILLISECOND else moment)

    @classmethod
    def from_json(cls, text: str, listing: str, clock: Clock) -> Self:
        """Reads what ``to_json`` gave.

        Raises:
            ConfigurationError: it is something else, or belongs to another listing.
        """
        state: Any = None
        with suppress(TypeError, ValueError, RecursionError):
            state = json.loads(text)
        if not _is_watermark(state):
            raise ConfigurationError("this is no cursor of changes: pass the text that `changes.cursor` gave")
        if state["of"] != digest(listing):
            raise ConfigurationError(
                "this cursor belongs to other changes: go on with the same resource, business and filters"
            )
        watermark = cls(state["floor"], state["latest"], seen=state["seen"])
        if watermark.latest is not None:
            watermark.at = clock.monotonic() - max(0.0, clock.time() - state["at"])
        return watermark

    def to_json(self, floor: int, listing: str, clock: Clock) -> str:
        """A small text from which others go on, from a floor that may be higher by now."""
        at = clock.time() - (clock.monotonic() - self.at)
        state = {
            "v": _VERSION,
            "of": digest(listing),
            "floor": floor,
            "latest": self.latest,
            "at": None if self.latest is None else round(at, 3),
            "seen": {id: stamp for id, stamp in self.seen.items() if stamp > floor},
        }
        return json.dumps(state, separators=(",", ":"))

    def notice(self, stamp: int, clock: Clock) -> None:
        """A stamp was read: so late it is on the server at least."""
        stamp = min(stamp, int(clock.time() * 1e6))
        if self.latest is None or stamp > self.latest:
            self.latest, self.at = stamp, clock.monotonic()

    def is_new(self, id: str, stamp: int, clock: Clock) -> bool:
        """Whether a version comes after the one that was given; all others come after a stamp in the future."""
        known = self.seen.get(id, self.floor)
        return stamp > known or (stamp != known and known > clock.time() * 1e6)

    def settled(self, began: float) -> int:
        """The moment up to which a reading that began then saw everything."""
        if self.latest is None:
            return self.floor
        server = self.latest + int((began - self.at) * 1e6)
        return max(self.floor, min(self.latest, server - int(LATENCY * 1e6)))

    def rise(self, floor: int) -> None:
        self.floor = floor
        self.seen = {id: stamp for id, stamp in self.seen.items() if stamp > floor}


def _is_watermark(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and state.get("v") == _VERSION
        and type(state.get("floor")) is int
        and isinstance(state.get("of"), str)
        and isinstance(state.get("seen"), dict)
        and all(type(stamp) is int for stamp in state["seen"].values())
        and (state.get("latest") is None or (type(state["latest"]) is int and type(state.get("at")) in (int, float)))
    )

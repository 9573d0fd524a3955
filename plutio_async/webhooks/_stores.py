"""Where an inbox keeps its claims and the events that were handled: the protocol, and the memory of a process."""

from __future__ import annotations

import math
from typing import Literal, Protocol

from attrs import define

from plutio_async._core.clock import Clock, SystemClock

State = Literal["claimed", "busy", "done"]


class InboxStore(Protocol):
    """Keeps one entry for each key: claimed by an owner until its lease ends, or done until it is forgotten.

    Each method is one atomic step for all workers.
    """

    async def claim(self, key: str, owner: str, lease: float) -> State:
        """Claims the key for some seconds if no one else has, and it is not done."""
        ...

    async def renew(self, key: str, owner: str, lease: float) -> bool:
        """Extends the owner's claim to some seconds from now. ``False`` if the owner has none."""
        ...

    async def commit(self, key: str, owner: str, keep: float) -> bool:
        """Marks the key as done for some seconds, unless another owner has claimed it or it is done."""
        ...

    async def release(self, key: str, owner: str) -> None:
        """Removes the owner's claim, if it has one."""
        ...


@define
class _Entry:
    owner: str | None
    until: float


class MemoryInboxStore:
    """Keeps the entries in this process: for one worker, and for tests. They are lost when it ends."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = SystemClock() if clock is None else clock
        self._entries: dict[str, _Entry] = {}
        self._next_purge = -math.inf

    async def claim(self, key: str, owner: str, lease: float) -> State:
        """See ``InboxStore``."""
        now = self._clock.monotonic()
        self._purge(now)
        entry = self._entries.get(key)
        if entry is not None and entry.until > now:
            return "done" if entry.owner is None else "busy"
        self._entries[key] = _Entry(owner, now + lease)
        return "claimed"

    async def renew(self, key: str, owner: str, lease: float) -> bool:
        """See ``InboxStore``."""
        entry, now = self._entries.get(key), self._clock.monotonic()
        if entry is None or entry.owner != owner or entry.until <= now:
            return False
        entry.until = now + lease
        return True

    async def commit(self, key: str, owner: str, keep: float) -> bool:
        """See ``InboxStore``."""
        entry = self._entries.get(key)
        if entry is not None and entry.owner != owner:
            return False
        self._entries[key] = _Entry(None, self._clock.monotonic() + keep)
        return True

    async def release(self, key: str, owner: str) -> None:
        """See ``InboxStore``."""
        entry = self._entries.get(key)
        if entry is not None and entry.owner == owner:
            del self._entries[key]

    def _purge(self, now: float) -> None:
        """Removes what has ended, once a minute."""
        if now >= self._next_purge:
            self._next_purge = now + 60.0
            self._entries = {key: entry for key, entry in self._entries.items() if entry.until > now}

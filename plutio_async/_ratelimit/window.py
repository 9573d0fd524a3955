"""What limits the rate of calls: the log of a rolling window, and the token bucket that spreads calls within it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right, insort
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice, repeat
from math import inf

from plutio_async._ratelimit.protocol import Lease

_MARGIN = 1e-4
"""The share by which the window exceeds the period: the server's clock is another, and it may count both ends."""


class RollingWindow(ABC):
    """``limit`` slots. A call occupies one from its grant until a period after its *end*.

    The server counts a call somewhere between its grant and its end. So the limit holds as the server counts, however
    slow a call is. Where the server allows fewer calls for a while, the difference is ``withheld``: no call gets these
    slots until ``returned_at``.
    """

    __slots__ = ("_open", "limit", "returned_at", "span", "withheld")

    def __init__(self, limit: int, period: float) -> None:
        self.limit: int = limit
        self.span: float = period * (1 + _MARGIN)
        self.withheld: int = 0
        self.returned_at: float = inf
        self._open: OrderedDict[Lease, list[int]] = OrderedDict()  # the oldest first; with their rows in a file

    def __contains__(self, lease: Lease) -> bool:
        """Whether the lease is open."""
        return lease in self._open

    @abstractmethod
    def used(self, now: float) -> int:
        """Slots in use, without those that are withheld."""

    @abstractmethod
    def ends_of_calls(self, now: float) -> Iterator[float]:
        """When the slots in use become free, in ascending order, without those that are withheld."""

    @abstractmethod
    def add(self, lease: Lease, now: float, leave_free: int = 0) -> bool:
        """Grants a lease its slots; false when that leaves fewer than ``leave_free``."""

    @abstractmethod
    def remove(self, lease: Lease) -> bool:
        """Frees the slots of an open lease; false when it is not open, or no longer."""

    @abstractmethod
    def end(self, lease: Lease, moment: float) -> None:
        """The server counts the lease's calls at that moment at the latest, which is not in the past."""

    @abstractmethod
    def freed_meanwhile(self, now: float) -> int:
        """Slots that became free since the oldest open lease was granted."""

    @abstractmethod
    def occupy(self, end: float) -> None:
        """A call that no lease stands for keeps a slot until that moment."""

    def withhold(self, slots: int, until: float) -> None:
        """Keeps so many slots from calls until that moment, instead of those that were withheld before."""
        self.withheld, self.returned_at = slots, until if slots else inf

    def free(self, now: float) -> int:
        """Slots that are free; negative when more are withheld than were."""
        if now >= self.returned_at:
            self.withhold(0, now)
        return self.limit - self.withheld - self.used(now)

    def ends(self, now: float) -> Iterator[float]:
        """When the slots that are in use or withheld become free, in ascending order."""
        return merge(self.ends_of_calls(now), repeat(self.returned_at, self.withheld))

    def moment(self, slots: int, now: float) -> float:
        """When the ``slots``-th grant from now can be made, if there is one after the other as soon as possible."""
        cycles, index = divmod(slots - 1, self.limit)
        missing = index + 1 - self.free(now)
        start = now if missing <= 0 else next(islice(self.ends(now), missing - 1, None), now)
        return start + cycles * self.span

    def tighten(self, remaining: int, now: float, resets_in: float | None) -> None:
        """The server counts more calls than this window: the difference occupies slots until its reset.

        Without a reset they are assumed to be spread evenly over the period. Slots that became free while the
        answer was on its way do not count as a difference.
        """
        unknown = self.free(now) - self.freed_meanwhile(now) - remaining
        for i in range(1, unknown + 1):
            self.occupy(now + (self.span * i / unknown if resets_in is None else resets_in))


class Window(RollingWindow):
    """The slots of one process. A lease that never ends counts from its grant."""

    __slots__ = ("_due", "_ends", "_freed", "_used")

    def __init__(self, limit: int, period: float) -> None:
        super().__init__(limit, period)
        self._used = 0
        self._due = -inf  # before this moment no slot becomes free
        self._ends: list[float] = []
        self._freed: deque[float] = deque(maxlen=limit)

    def used(self, now: float) -> int:
        if now >= self._due:
            self._expire(now)
        return self._used

    def add(self, lease: Lease, now: float, leave_free: int = 0) -> bool:
        if self.free(now) < lease.n + leave_free:
            return False
        lease.granted = now
        self._open[lease] = []
        self._used += lease.n
        return True

    def remove(self, lease: Lease) -> bool:
        if lease not in self._open:
            return False
        del self._open[lease]
        self._used -= lease.n
        return True

    def end(self, lease: Lease, moment: float) -> None:
        self.remove(lease)
        for _ in range(lease.n):
            self.occupy(moment + self.span)

    def ends_of_calls(self, now: float) -> Iterator[float]:  # noqa: ARG002
        return merge(self._ends, (lease.granted + self.span for lease in self._open for _ in range(lease.n)))

    def occupy(self, end: float) -> None:
        insort(self._ends, end)
        self._used += 1
        self._due = min(self._due, end)

    def freed_meanwhile(self, now: float) -> int:
        self.used(now)
        if not self._open:
            self._freed.clear()
            return 0
        since = next(iter(self._open)).granted
        while self._freed and self._freed[0] < since:
            self._freed.popleft()
        return len(self._freed)

    def _expire(self, now: float) -> None:
        while self._open and (oldest := next(iter(self._open))).granted + self.span <= now:
            self._freed.extend([oldest.granted + self.span] * oldest.n)
            self.remove(oldest)
        if self._ends and self._ends[0] <= now:
            gone = bisect_right(self._ends, now)
            self._freed.extend(self._ends[:gone])
            del self._ends[:gone]
            self._used -= gone
        # A lease that is granted from now on occupies its slots for a span, so it cannot make an earlier end.
        self._due = min(now + self.span, next(self.ends_of_calls(now), inf))


class Bucket:
    """``capacity`` tokens at most, refilled at ``rate`` a second.

    With as many tokens as the window has slots it never delays a call: a window of L slots grants no more than L tokens
    that are refilled at L a period. There were ``tokens`` at the moment ``since``.
    """

    __slots__ = ("capacity", "rate", "since", "tokens")

    def __init__(self, capacity: int, rate: float, now: float) -> None:
        self.capacity: int = capacity
        self.rate: float = rate
        self.tokens: float = float(capacity)
        self.since: float = now

    def level(self, now: float) -> float:
        if now > self.since:
            self.tokens = min(self.capacity, self.tokens + (now - self.since) * self.rate)
            self.since = now
        return self.tokens + 1e-6  # against rounding

    def add(self, n: int) -> None:
        """Gives tokens back, or takes them if ``n`` is negative."""
        self.tokens = min(self.capacity, self.tokens + n)

    def moment(self, level: float, now: float) -> float:
        """When there are that many tokens."""
        return now + max(0.0, level - self.level(now)) / self.rate

    def moment_after(self, starts: Iterable[float], tokens: int) -> float:
        """When the last of ``tokens`` tokens comes, of which the i-th is not taken before the i-th of ``starts``."""
        # At the i-th start `tokens - i` are not taken yet, and the bucket holds `capacity` at most: the rest is later.
        spared = self.capacity - tokens
        return max((start - (spared + i) / self.rate for i, start in enumerate(starts) if spared + i < 0), default=0.0)

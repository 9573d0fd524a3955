"""What limits the rate of calls: the log of a rolling window, and the token bucket that spreads calls within it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, MutableSequence
from heapq import merge
from itertools import islice, repeat
from math import inf

_MARGIN = 1e-4
"""The share by which the window exceeds the period: the server's clock is another, and it may count both ends."""


class Window:
    """``limit`` slots. A call occupies one from its grant until a period after its *end*.

    The server counts a call somewhere between its grant and its end. So the limit holds as the server counts, however
    slow a call is. A call that never ends counts from its grant; or from ``in_flight`` seconds later, for which it may
    be on its way after its process was killed. Where the server allows fewer calls for a while, the difference is
    ``withheld``: no call gets these slots until ``returned_at``.

    ``moments`` is when the slots become free, in ascending order. Those that have passed are kept for a while, because
    an answer says what the server had counted some time ago.
    """

    __slots__ = ("_kept_for", "limit", "longest", "moments", "returned_at", "span", "withheld")

    def __init__(self, limit: int, period: float, in_flight: float = 0.0) -> None:
        self.limit: int = limit
        self.span: float = period * (1 + _MARGIN)
        self.withheld: int = 0
        self.returned_at: float = inf
        self.moments: MutableSequence[float] = []
        self.longest: float = in_flight + self.span
        self._kept_for = min(in_flight or self.span, self.span)

    def add(self, n: int, now: float) -> None:
        """Grants n calls. Until they end, they keep their slots for the ``longest`` time."""
        if self.moments and self.moments[0] < now - self._kept_for:
            del self.moments[: bisect_left(self.moments, now - self._kept_for)]
        self.occupy(n, now + self.longest)

    def remove(self, n: int, granted: float) -> None:
        """Frees the slots of n calls that were granted at that moment and have not ended."""
        first = bisect_left(self.moments, moment := granted + self.longest)
        del self.moments[first : min(first + n, bisect_right(self.moments, moment, lo=first))]

    def occupy(self, n: int, until: float) -> None:
        """Keeps n slots until that moment, also more than there are."""
        for _ in range(n):
            insort(self.moments, until)

    def withhold(self, slots: int, until: float) -> None:
        """Keeps so many slots from calls until that moment, instead of those that were withheld before."""
        self.withheld, self.returned_at = slots, until if slots else inf

    def free(self, now: float) -> int:
        """Slots that are free; negative when more are withheld than were."""
        if now >= self.returned_at:
            self.withhold(0, now)
        passed = bisect_right(self.moments, now) if self.moments and self.moments[0] <= now else 0
        return self.limit - self.withheld - len(self.moments) + passed

    def ends(self, now: float) -> Iterator[float]:
        """When the slots that are in use or withheld become free, in ascending order."""
        return merge(self.moments[bisect_right(self.moments, now) :], repeat(self.returned_at, self.withheld))

    def moment(self, slots: int, now: float) -> float:
        """When the ``slots``-th grant from now can be made, if there is one after the other as soon as possible."""
        cycles, index = divmod(slots - 1, self.limit)
        missing = index + 1 - self.free(now)
        start = now if missing <= 0 else next(islice(self.ends(now), missing - 1, None), now)
        return start + cycles * self.span

    def tighten(self, remaining: int, now: float, resets_in: float | None, since: float) -> None:
        """The server counts more calls than this window: the difference occupies slots until its reset.

        Without a reset they are assumed to be spread evenly over the period. Slots that became free after ``since``,
        while the answer was on its way, do not count as a difference.
        """
        freed = bisect_right(self.moments, now) - bisect_left(self.moments, since)
        unknown = self.free(now) - max(0, freed) - remaining
        for i in range(1, unknown + 1):
            self.occupy(1, now + (self.span * i / unknown if resets_in is None else resets_in))


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

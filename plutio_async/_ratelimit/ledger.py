"""The accounts of a budget: which calls were granted, and when more can be. Knows nothing of the queue."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from plutio_async._ratelimit.bucket import Bucket
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.lease import Lease
from plutio_async._ratelimit.pause import Pause
from plutio_async._ratelimit.window import Window


class Ledger:
    """The window as the hard guard, the bucket for spreading, the reserve for interactive calls, the pause of a 429."""

    def __init__(self, limit: int, period: float, capacity: int, reserve: int, now: float) -> None:
        self.configured = limit
        self.period = period
        self.window = Window(limit, period)
        self.pause = Pause()
        self._reserve = reserve
        self._background = Window(limit - reserve, period)
        self._bucket = Bucket(capacity, limit / period, now)
        self._spare_tokens = reserve * capacity // limit
        self._spreads = capacity < limit

    def remaining(self, now: float) -> int:
        """Calls that are left; 0 while a pause is in force."""
        return 0 if self.pause.moment(now) > now else max(0, self.window.free(now))

    def grant(self, lease: Lease, now: float, *, in_turn: bool = False) -> bool:
        """Grants the lease if its calls are free. Nothing else takes calls.

        ``in_turn`` is for a background lease that goes before waiting interactive ones, so that it spares them no
        tokens.
        """
        n, background = lease.n, lease.background
        if n < 1 or (self.pause.in_force and self.pause.moment(now) > now) or self.window.free(now) < n:
            return False
        if self._spreads and self._bucket.level(now) < self._level_for(n, spares=background and not in_turn):
            return False
        if background and not self.background_may(n, now):
            return False
        lease.granted = now
        self.window.add(lease)
        if background:
            self._background.add(lease)
        if self._spreads:
            self._bucket.take(n)
        if self.pause.in_force:
            self.pause.send_probe(lease, now)
        return True

    def release(self, lease: Lease) -> None:
        """As if the lease had never been granted."""
        if self.window.remove(lease):
            self._bucket.give(lease.n)
        self._background.remove(lease)
        self.pause.end(lease)

    def settle(self, lease: Lease, moment: float) -> None:
        """The lease is over. The server counts its calls at that moment at the latest."""
        self.window.end(lease, moment)
        self.pause.end(lease)

    def restore(self, moments: Iterable[float]) -> None:
        """Calls of the last period. Their priority is unknown, so they count against the background too."""
        moments = list(moments)
        self.window.restore(moments)
        self._background.restore(moments)

    def learn(self, limits: ServerLimits, now: float) -> None:
        if limits.limit and limits.is_for(self.period):
            self.window.limit = min(self.configured, limits.limit)
            self._background.limit = self.window.limit - self._reserve * self.window.limit // self.configured
        if limits.remaining is not None:
            self.window.tighten(limits.remaining, now, limits.resets_in)

    def most(self, *, background: bool) -> int:
        """The most calls that can ever be granted at once."""
        if not background:
            return min(self.window.limit, self._bucket.capacity)
        return min(self.window.limit, self._background.limit, self._bucket.capacity - self._spare_tokens)

    def background_may(self, n: int, now: float) -> bool:
        """Whether the reserve leaves n calls to the background."""
        return self._background.free(now) >= n

    def next_moment(self, lease: Lease, now: float, *, in_turn: bool) -> float:
        """When :meth:`grant` can be true."""
        moment = max(self.pause.moment(now), self.window.moment(lease.n, now))
        if self._spreads:
            level = self._level_for(lease.n, spares=lease.background and not in_turn)
            moment = max(moment, self._bucket.moment(level, now))
        return max(moment, self._background.moment(lease.n, now)) if lease.background else moment

    def reason(self, now: float) -> str:
        """Why no call is granted now."""
        if self.pause.moment(now) > now:
            return "the server asked for a pause (429)"
        if self.window.free(now) < 1:
            return f"the {self.window.limit} calls of {self.period:g} s are used up"
        return "the budget spreads its calls, or keeps the rest for interactive ones"

    def moment(self, ahead: int, background_ahead: int, n: int, now: float, *, background: bool) -> float:
        """When n calls are free behind ``ahead`` others that wait, if a probe under way succeeds."""
        demand = ahead + n
        pause = now if self.pause.probing else self.pause.moment(now)
        moment = max(pause, self.window.moment(demand, now))
        if self._spreads:
            moment = max(moment, self._spread(self._level_for(demand, spares=background), now))
        return max(moment, self._background.moment(background_ahead + n, now)) if background else moment

    def _level_for(self, n: int, *, spares: bool) -> int:
        return n + (self._spare_tokens if spares else 0)

    def _spread(self, demand: int, now: float) -> float:
        """When the bucket has given so many tokens, with none taken before its slot in the window is free."""
        free = self.window.free(now)
        missing = demand - max(0, free)
        ends = islice(self.window.ends(), max(0, -free), max(0, -free) + max(0, missing))
        return max(self._bucket.moment(demand, now), self._bucket.moment_after(ends, missing))

"""The books of a budget: what has been taken, and when more can be. Knows nothing of those who wait."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from plutio_async._ratelimit.bucket import Bucket
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.pause import PATIENCE, Pause
from plutio_async._ratelimit.window import Window


class Ledger:
    """The window as the hard guard, the bucket for spreading, the reserve for interactive ones, the pause of a 429."""

    def __init__(self, limit: int, period: float, capacity: int, reserve: int, now: float) -> None:
        self.configured = limit
        self.period = period
        self.window = Window(limit, period)
        self.pause = Pause()
        self._reserve = reserve
        self._background = Window(limit - reserve, period)
        self._bucket = Bucket(capacity, limit / period, now)
        self._spare_tokens = reserve * capacity // limit
        self._shapes = capacity < limit

    def grant(self, n: int, background: bool, now: float, in_turn: bool = False) -> bool:
        """Takes n calls if they are free: the one place where calls are taken.

        ``in_turn`` is for background calls that go before waiting interactive ones, for whom no tokens need be spared.
        """
        if n < 1 or (self.pause.in_force and self.pause.moment(now) > now) or self.window.free(now) < n:
            return False
        if self._shapes and self._bucket.level(now) < n + (self._spare_tokens if background and not in_turn else 0):
            return False
        if background:
            if self._background.free(now) < n:
                return False
            self._background.add(n, now)
        self.window.add(n, now)
        if self._shapes:
            self._bucket.take(n)
        if self.pause.in_force:
            self.pause.passed(now, self.window.running_since(now - PATIENCE) - n)
        return True

    def undo(self, n: int, background: bool, granted: float) -> None:
        """As if :meth:`grant` at that moment had not been."""
        self.window.undo(n, granted)
        if background:
            self._background.undo(n, granted)
        self._bucket.give(n)
        self.pause.undone(granted)

    def refund(self, n: int, background: bool) -> None:
        self.window.refund(n)
        if background:
            self._background.refund(n)
        self._bucket.give(n)
        self.pause.ended(n)

    def settle(self, n: int, now: float, grace_period: float) -> None:
        """Calls are over: their period runs from now, or from when those that were given up cannot arrive any more."""
        self.window.end(n, now, grace_period)
        self.pause.ended(n)

    def restore(self, grants: Iterable[float]) -> None:
        """Calls of the last period. Of whom they were nobody knows, so they count against the background too."""
        grants = sorted(grants)
        self.window.restore(grants)
        self._background.restore(grants)

    def learn(self, limits: ServerLimits, now: float) -> None:
        if limits.limit and self._is_for_period(limits):
            self.window.limit = min(self.configured, limits.limit)
            self._background.limit = self.window.limit - self._reserve * self.window.limit // self.configured
        if limits.remaining is not None:
            self.window.tighten(limits.remaining, now, limits.resets_in)

    def _is_for_period(self, limits: ServerLimits) -> bool:
        """A limit by the minute is no limit by the hour; what remains of it guards it well enough."""
        if limits.window is not None:
            return limits.window >= self.period * 0.99
        return limits.resets_in is None or limits.resets_in > self.period / 2

    def most(self, background: bool) -> int:
        """The most calls that can ever be taken at once."""
        if not background:
            return min(self.window.limit, self._bucket.capacity)
        return min(self.window.limit, self._background.limit, self._bucket.capacity - self._spare_tokens)

    def background_may(self, n: int, now: float) -> bool:
        """Whether the reserve leaves n calls to the background."""
        return self._background.free(now) >= n

    def next_moment(self, n: int, background: bool, in_turn: bool, now: float) -> float:
        """When :meth:`grant` can be true."""
        moment = max(self.pause.moment(now), self.window.moment(n, now))
        if self._shapes:
            level = n + (self._spare_tokens if background and not in_turn else 0)
            moment = max(moment, self._bucket.moment(level, now))
        return max(moment, self._background.moment(n, now)) if background else moment

    def moment(self, ahead: int, background_ahead: int, n: int, background: bool, now: float) -> float:
        """When n calls can be taken by one who queues behind ``ahead`` others, if a probe under way succeeds."""
        demand = ahead + n
        pause = now if self.pause.probing else self.pause.moment(now)
        moment = max(pause, self.window.moment(demand, now))
        if self._shapes:
            moment = max(moment, self._shaped(demand + (self._spare_tokens if background else 0), now))
        return max(moment, self._background.moment(background_ahead + n, now)) if background else moment

    def _shaped(self, demand: int, now: float) -> float:
        free = self.window.free(now)
        missing = demand - max(0, free)
        ends = islice(self.window.ends(), max(0, -free), max(0, -free) + max(0, missing))
        return max(self._bucket.moment(demand, now), self._bucket.moment_after(ends, missing))

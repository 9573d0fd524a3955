"""The ledger of a budget: which calls were granted, and when more can be. Knows nothing of the queue."""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from math import inf

from plutio_async._ratelimit.protocol import Lease, wait_reason
from plutio_async._ratelimit.queue import Claim
from plutio_async._ratelimit.window import Bucket, Window

_ALONE = nullcontext(enter_result=True)
"""A transaction where no other process is."""

PROBE_TIMEOUT = 30.0
"""Seconds after which a probe without an outcome is given up."""


class Pause:
    """The pause that a 429 orders: no call passes. When its time is over one does, the probe, whose success ends it.

    ``probe`` is the number of its lease, 0 while there is none.
    """

    __slots__ = ("in_force", "probe", "probe_ends", "until")

    def __init__(self) -> None:
        self.in_force: bool = False
        self.until: float = 0.0
        self.probe: int = 0
        self.probe_ends: float = 0.0

    def begin(self, seconds: float, now: float) -> None:
        """Several 429s of one burst make one pause, as long as the longest of them."""
        self.until = max(self.until, now + seconds) if self.in_force else now + seconds
        self.in_force = True
        self.probe = 0

    def moment(self, now: float) -> float:
        """When the next call may pass, if the probe has no outcome until then."""
        if not self.in_force:
            return now
        return max(now, self.probe_ends if self.probe else self.until)

    def is_probe(self, lease: Lease) -> bool:
        """Whether the success of the lease's call ends the pause."""
        return self.probe > 0 and lease.number == self.probe

    def confirm(self, lease: Lease) -> bool:
        """The call succeeded. Returns whether that ends the pause: only the probe's success does."""
        if not self.is_probe(lease):
            return False
        self.in_force = False
        self.probe = 0
        return True

    def end(self, lease: Lease) -> None:
        """The call is over. If it was the probe and did not succeed, the next call is one."""
        if self.is_probe(lease):
            self.probe = 0


class Ledger:
    """The window as the hard guard, the bucket for spreading, the reserve for interactive calls, the pause of a 429.

    It is of one process, unless a subclass shares it: what other processes do is in :meth:`refresh`,
    :meth:`transaction`, :meth:`claim` and ``others``. A call may be on its way for ``in_flight`` seconds after its
    process was killed; where that ends the ledger too, nothing is on its way.
    """

    longest_sleep: float = inf
    """Seconds after which a scheduler asks again whether the ledger is stale."""

    def __init__(
        self, limit: int, period: float, capacity: int, reserve: int, now: float, *, in_flight: float = 0.0
    ) -> None:
        self.period: float = period
        self.window: Window = Window(limit, period, in_flight)
        self.background: Window = Window(limit - reserve, period)  # of the calls that background callers may have
        self.open: OrderedDict[Lease, None] = OrderedDict()  # of this process, the oldest first
        self.pause: Pause = Pause()
        self.bucket: Bucket = Bucket(capacity, limit / period, now)
        self.lease_ttl: float = period / 2
        self.passed_over: int = 0  # grants in a row that went before a background caller that waits
        self._reserve = reserve
        self._token_reserve = reserve * capacity // limit
        self._spreads = capacity < limit
        self.stated: int = 0  # the last limit of the server, which later answers may confirm shortly before its reset
        self.lowered_until: float = inf
        self.others: Sequence[Claim] = ()  # of the callers that wait in other processes

    def refresh(self, now: float) -> float:
        """Reads what other processes did, and returns the moment of that."""
        return now

    def is_stale(self) -> bool:
        """Whether others have changed the ledger since this was asked, or a claim is to be renewed."""
        return False

    def transaction(self) -> AbstractContextManager[bool]:
        """A block whose changes other processes see at once. False while another one keeps this from any change."""
        return _ALONE

    def claim(self, claims: list[Claim]) -> None:
        """Shows other processes who waits in this one."""

    def limit(self, now: float) -> int:
        """Calls in each period: as configured, or fewer while the server allows fewer."""
        self.window.free(now)  # returns what is withheld no longer
        return self.window.limit - self.window.withheld

    def remaining(self, now: float) -> int:
        """Calls that are left; 0 while a pause is in force."""
        return 0 if self.pause.moment(now) > now else max(0, self.window.free(now))

    def reserved(self, now: float) -> int:
        """How many of the remaining calls the background cannot have."""
        left = self.remaining(now)
        return left - min(left, max(0, self.background.free(now)))

    def grant(self, lease: Lease, now: float, *, in_turn: bool = False, leave_free: int = 0) -> bool:
        """Grants the lease if its calls are free, and leave ``leave_free`` calls free. Nothing else takes calls.

        ``in_turn`` is for a background lease that goes before waiting interactive ones, so that it leaves them no
        tokens.
        """
        n, background = lease.n, lease.background
        if now >= self.lowered_until:
            self._end_lower_limit(now)
        if n < 1 or (self.pause.in_force and self.pause.moment(now) > now):
            return False
        reserved = self._token_reserve if background and not in_turn else 0
        if self._spreads and self.bucket.level(now) < n + leave_free + reserved:
            return False
        if background and not self.background_may(n, now):
            return False
        if self.window.free(now) < n + leave_free:
            return False
        self._oldest(now)
        self.window.add(n, now)
        if background:
            self.background.add(n, now)
        lease.granted, self.open[lease] = now, None
        if self._spreads:
            self.bucket.add(-n)
        if self.pause.in_force:
            lease.number = lease.number or random.getrandbits(62)
            self.pause.probe, self.pause.probe_ends = lease.number, now + PROBE_TIMEOUT
        return True

    def release(self, lease: Lease) -> None:
        """As if the lease had never been granted."""
        if self._close(lease):
            self.bucket.add(lease.n)
            if lease.background:
                self.background.remove(lease.n, lease.granted)
        self.pause.end(lease)

    def settle(self, lease: Lease, moment: float) -> None:
        """The lease is over. The server counts its calls at that moment at the latest."""
        self._close(lease)  # not in `background`, which keeps no limit: there it counts from its grant
        self.window.occupy(lease.n, moment + self.window.span)
        self.pause.end(lease)

    def confirm(self, lease: Lease) -> bool:
        """The lease's call succeeded. Returns whether that ends a pause."""
        return self.pause.confirm(lease)

    def begin_pause(self, seconds: float, now: float) -> None:
        """A 429."""
        self.pause.begin(seconds, now)

    def tighten(self, remaining: int, now: float, resets_in: float | None) -> None:
        """The server has fewer calls left than the window."""
        oldest = self._oldest(now)
        self.window.tighten(remaining, now, resets_in, now if oldest is None else oldest.granted)

    def lower(self, limit: int, until: float) -> None:
        """The server allows that many calls until then, of which the background gets its usual share."""
        self.stated = limit
        configured = self.window.limit
        withheld = max(0, configured - limit)
        spared = self._reserve - self._reserve * min(limit, configured) // configured
        self.window.withhold(withheld, until)
        self.background.withhold(withheld - spared, until)
        self.lowered_until = until if withheld else inf

    def _end_lower_limit(self, now: float) -> None:
        """One call goes first, as after a pause: its answer may state the lower limit again."""
        self.lowered_until = inf
        if not self.pause.in_force:
            self.pause.begin(0.0, now)

    def most(self, *, background: bool) -> int:
        """The most calls that can ever be granted at once."""
        if not background:
            return self.bucket.capacity
        return min(self.background.limit, self.bucket.capacity - self._token_reserve)

    def background_may(self, n: int, now: float) -> bool:
        """Whether the reserve leaves n calls to the background."""
        return self.background.free(now) >= n

    def moment(self, lease: Lease, now: float, *, in_turn: bool = False, leave_free: int = 0) -> float:
        """When :meth:`grant` can be true."""
        moment = self._moment(lease.n + leave_free, lease.n, now, background=lease.background, in_turn=in_turn)
        return max(moment, self.pause.moment(now))

    def wait(self, n: int, now: float, ahead: int, background_ahead: int, *, background: bool) -> float:
        """Seconds until n calls are free behind ``ahead`` others that wait, if a probe under way succeeds."""
        moment = self._moment(ahead + n, background_ahead + n, now, background=background, in_turn=False)
        return max(moment, now if self.pause.probe else self.pause.moment(now)) - now

    def reason(self, now: float) -> str:
        """Why no call is granted now."""
        paused, probed = self.pause.moment(now) > now, self.pause.probe > 0
        return wait_reason(self.limit(now), self.period, self.window.free(now), paused=paused, probed=probed)

    def _close(self, lease: Lease) -> bool:
        """Frees the calls of a lease; false when it is not open, or no longer."""
        if lease not in self.open:
            return False
        del self.open[lease]
        self.window.remove(lease.n, lease.granted)
        return True

    def _oldest(self, now: float) -> Lease | None:
        """The oldest lease that is open. Forgets those that never end."""
        while (oldest := next(iter(self.open), None)) and oldest.granted + self.window.longest <= now:
            del self.open[oldest]
        return oldest

    def _moment(self, calls: int, background_calls: int, now: float, *, background: bool, in_turn: bool) -> float:
        moment = self.window.moment(calls, now)
        if self._spreads:
            reserved = self._token_reserve if background and not in_turn else 0
            moment = max(moment, self._spread(calls + reserved, now))
        return max(moment, self.background.moment(background_calls, now)) if background else moment

    def _spread(self, demand: int, now: float) -> float:
        """When the bucket has given so many tokens, with none taken before its slot in the window is free."""
        free = self.window.free(now)
        missing = demand - max(0, free)
        ends = islice(self.window.ends(now), max(0, -free), max(0, -free) + max(0, missing))
        return max(self.bucket.moment(demand, now), self.bucket.moment_after(ends, missing))

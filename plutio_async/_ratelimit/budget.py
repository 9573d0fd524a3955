"""The budget of one process: never more calls than the limit in any rolling hour, first come, first served."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from plutio_async._core.call import MaxWait
from plutio_async._core.checks import check_clock, check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import CallBudget, Lease, LimitLog, Priority, check_calls, checked_wait, shape_of
from plutio_async._ratelimit.scheduler import Scheduler


class LedgerStore(Protocol):
    """Where the calls of a budget are counted."""

    def open_ledger(self, clock: Clock, limit: int, period: float, capacity: int, reserve: int) -> Ledger:
        """A ledger that other processes may change too."""
        ...


class Budget:
    """A budget of ``limit`` calls in any ``period`` seconds.

    A token bucket of ``capacity`` tokens, refilled evenly at ``limit`` a period, spreads the calls: no more than
    ``capacity`` go out at once (default: all of them). A log of the last period behind it keeps the rolling window
    exact, which a bucket alone does not. ``reserve`` calls of each period (default: a tenth) are kept from
    ``background`` callers. ``max_wait`` seconds (default: no bound) is how long a caller waits at most.

    One event loop at a time. The calls of other processes, and of this program before its restart, count only in a
    budget that is shared: see ``shared=`` of :class:`~plutio_async.Plutio`.

    Raises:
        ConfigurationError: a number that cannot work.
    """

    def __init__(
        self,
        limit: int = 1000,
        period: float = 3600.0,
        *,
        capacity: int | None = None,
        reserve: int | None = None,
        max_wait: float | None = None,
        clock: Clock | None = None,
        store: LedgerStore | None = None,
    ) -> None:
        capacity, reserve = shape_of(limit, period, capacity, reserve)
        check_seconds("max_wait", max_wait, optional=True)
        self._max_wait = max_wait
        self._clock = SystemClock() if clock is None else clock
        check_clock(self._clock)
        self._limit_log = LimitLog(period)
        if store is None:
            self._ledger = Ledger(limit, period, capacity, reserve, self._clock.monotonic())
        else:
            check_methods("store", store, "nothing but what shared= of Plutio makes", "open_ledger")
            self._ledger = store.open_ledger(self._clock, limit, period, capacity, reserve)
        self._scheduler = Scheduler(self._ledger, self._clock)

    def __repr__(self) -> str:
        return f"<Budget: {self.remaining} of {self.limit} calls left, {self.waiting} waiting>"

    @property
    def limit(self) -> int:
        """Calls in each period: as configured, or fewer while the server says so."""
        return self._ledger.limit(self._scheduler.now())

    @property
    def remaining(self) -> int:
        """Calls that are left now; 0 while a 429 pauses all calls."""
        return self._ledger.remaining(self._scheduler.now())

    @property
    def resets_at(self) -> datetime | None:
        """When all calls are free again if none is made; ``None`` when they are. For the next one ask ``estimate``.

        A lower limit of the server, which keeps calls back, is over then too, if it is not stated again.
        """
        now = self._scheduler.now()
        last = max(now, self._ledger.pause.moment(now), *self._ledger.window.ends(now))
        return datetime.fromtimestamp(self._clock.time() + last - now, UTC) if last > now else None

    @property
    def reserved(self) -> int:
        """How many of the remaining calls background callers cannot have, because of ``reserve``."""
        return self._ledger.reserved(self._scheduler.now())

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        return self._scheduler.waiting

    @property
    def waiting_until(self) -> datetime | None:
        """When the next of the callers that wait gets its calls, as far as known; ``None`` if none waits."""
        due = self._scheduler.next_grant()
        return None if due is None else datetime.fromtimestamp(self._clock.time() + due - self._scheduler.now(), UTC)

    @property
    def max_wait(self) -> float | None:
        """Seconds that a caller waits at most unless it sets its own; ``None`` is for ever."""
        return self._max_wait

    @property
    def lease_ttl(self) -> float:
        """Seconds within which the request of a lease is to be sent: half a period, or less."""
        return self._ledger.lease_ttl

    def acquire_nowait(self, n: int = 1, *, priority: Priority = "interactive") -> Lease | None:
        """A lease of ``n`` calls, if they are free and no caller waits; ``None`` otherwise, and for the background."""
        if priority != "interactive":
            return None
        lease = Lease(self._scheduler, n)
        return lease if self._scheduler.acquire_nowait(lease) else None

    async def acquire(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> Lease:
        """A lease of ``n`` calls, all at once; until they are free the caller queues, ``first`` before others.

        A cancelled waiter consumes no call.

        Raises:
            BudgetExceeded: the wait would be longer than ``max_wait``; at once when that is known, and later when a
                429 or callers that go first lengthen it.
            ConfigurationError: ``n`` can never be granted, or ``priority`` or ``max_wait`` makes no sense.
        """
        if (granted := self.acquire_nowait(n, priority=priority)) is not None:
            return granted
        lease = self._lease(n, priority)
        await self._scheduler.acquire(lease, checked_wait(max_wait, self._max_wait), first=first)
        return lease

    async def wait(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> None:
        """Returns when ``n`` calls are free. Queues and raises as :meth:`acquire` does, but takes none."""
        lease = self._lease(n, priority)
        await self._scheduler.acquire(lease, checked_wait(max_wait, self._max_wait), first=first)
        self._ledger.release(lease)
        self._scheduler.wake_head()

    def _lease(self, n: int, priority: Priority) -> Lease:
        self._check(n, priority)
        return Lease(self._scheduler, n, background=priority == "background")

    def learn(self, limits: ServerLimits) -> None:
        """Tightens the budget by what the headers of the API's own answer say; never above the configured limit.

        A lower limit ends at its reset, or after a period, unless it is stated again. Then one call goes first, and the
        rest follow when that one is confirmed. Call this before the lease of the answer's request ends.
        ``retry_after`` is for :meth:`pause`.
        """
        if limits.limit is None and limits.remaining is None:
            return
        now = self._scheduler.now()
        if limits.limit and (limits.limit == self._ledger.stated or limits.is_for(self._ledger.period)):
            lasts = limits.lasts(self._ledger.period)
            self._limit_log.add(limits.limit, lasts, self._ledger.limit(now), now)
            self._ledger.lower(limits.limit, now + lasts)
        if limits.remaining is not None:
            self._ledger.tighten(limits.remaining, now, limits.resets_in)
        self._scheduler.wake()

    def pause(self, seconds: float) -> None:
        """A 429: no call is granted for ``seconds``, then one; the rest follow when that one is confirmed.

        Raises:
            ConfigurationError: ``seconds`` is negative or not finite.
        """
        check_seconds("pause", seconds, finite=True)
        self._ledger.begin_pause(seconds, self._scheduler.now())
        self._scheduler.wake()

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that :meth:`acquire` would wait now, if no other caller came and no call were given back.

        With a ``capacity`` below the limit it can be longer, when others wait for several calls at once.

        Raises:
            ConfigurationError: ``n`` can never be granted, or ``priority`` is unknown.
        """
        self._check(n, priority)
        return self._scheduler.estimate(n, background=priority == "background")

    def _check(self, n: int, priority: Priority) -> None:
        check_calls(n, priority, self._ledger.most(background=priority == "background"))


def budget_of(given: CallBudget | int | None, clock: Clock) -> CallBudget:
    """The given budget, or one with the given limit.

    Raises:
        ConfigurationError: it is neither.
    """
    if given is None:
        return Budget(clock=clock)
    if isinstance(given, int):
        return Budget(given, clock=clock)
    if isinstance(given, type) or not hasattr(given, "acquire"):
        raise ConfigurationError(f"budget={given!r} is neither a number of calls nor a Budget")
    return given

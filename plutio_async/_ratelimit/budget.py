"""The hour's calls: never more than the limit in any rolling hour, and first come, first served."""

from __future__ import annotations

import logging
import math
from datetime import UTC, datetime
from types import EllipsisType

from plutio_async._core.checks import check_count, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.errors import BudgetExceeded, ConfigurationError
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import GRACE_PERIOD, CallBudget, Priority
from plutio_async._ratelimit.queue import Waiter
from plutio_async._ratelimit.scheduler import Scheduler
from plutio_async._ratelimit.store import BudgetStore

__all__ = ["Budget", "CallBudget", "Priority"]

_log = logging.getLogger("plutio_async")


class Budget:
    """A budget of ``limit`` calls in any ``period`` seconds.

    A token bucket of ``capacity`` tokens, refilled evenly at ``limit`` a period, spreads the calls: no more than
    ``capacity`` go out at once (default: all of them). A log of the last period behind it keeps the rolling window
    exact, which a bucket alone does not. ``reserve`` calls of each period (default: a tenth) are kept from
    ``background`` callers. ``max_wait`` seconds (default: no bound) is how long a caller waits at most.

    One event loop at a time; not for several processes, which need a shared budget. A process that restarts believes in
    a full hour unless ``store`` remembers its calls: see :class:`~plutio_async._ratelimit.store.FileBudgetStore`. Calls
    under way when the process ended count from half a minute after the start of the next one.

    Raises:
        ConfigurationError: a number that cannot work, or a store that cannot be used.
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
        store: BudgetStore | None = None,
    ) -> None:
        check_numbers(limit, period, capacity, reserve)
        check_seconds("max_wait", max_wait, optional=True)
        self._max_wait = max_wait
        self._clock = clock or SystemClock()
        self._now = self._clock.monotonic
        capacity = limit if capacity is None else capacity
        self._ledger = Ledger(limit, period, capacity, limit // 10 if reserve is None else reserve, self._now())
        self._line = Scheduler(self._ledger, self._clock)
        self._lanes = self._line.lanes
        self._store = store
        if store is not None:
            self._restore(store)

    def __repr__(self) -> str:
        return f"<Budget: {self.remaining} of {self.limit} calls left, {self.waiting} waiting>"

    @property
    def limit(self) -> int:
        """Calls in each period: as configured, or fewer when the server says so."""
        return self._ledger.window.limit

    @property
    def remaining(self) -> int:
        """Calls that are left now; 0 while a 429 pauses everyone."""
        now = self._now()
        return 0 if self._ledger.pause.moment(now) > now else max(0, self._ledger.window.free(now))

    @property
    def resets_at(self) -> datetime | None:
        """When all calls are free again if none is made; ``None`` when they are. For the next one ask ``estimate``."""
        now = self._now()
        self._ledger.window.free(now)
        last = max(self._ledger.window.last or now, self._ledger.pause.moment(now))
        return self._moment(last - now) if last > now else None

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        return self._line.waiting

    @property
    def max_wait(self) -> float | None:
        """Seconds that a caller waits at most unless it says otherwise; ``None`` is for ever."""
        return self._max_wait

    @property
    def keeps(self) -> float:
        """Seconds within which a call that was taken is to be sent, or given back: half a period."""
        return self._ledger.period / 2

    async def take(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when ``n`` calls may be made, all at once; until then the caller queues, ``first`` before others.

        Say of each call once how it went, by :meth:`settle` or :meth:`refund`; one of which nothing is said counts from
        now. Who is cancelled while waiting has taken nothing.

        Raises:
            BudgetExceeded: the wait would be longer than ``max_wait``; at once when that is known, and later when a
                429 or callers who go first lengthen it.
            ConfigurationError: ``n`` can never be granted, or ``priority`` or ``max_wait`` makes no sense.
        """
        granted = self._now()
        if priority != "interactive" or self._lanes.waiting or not self._ledger.grant(n, False, granted):
            granted = await self._queue(n, priority, max_wait, first)
        if self._store is not None:
            self._record(self._store, n, priority, granted)

    async def wait(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when ``n`` calls could be made. Queues and raises as :meth:`take` does, but takes nothing."""
        granted = await self._queue(n, priority, max_wait, first)
        self._ledger.undo(n, priority == "background", granted)
        self._line.nudge()

    def refund(self, n: int = 1, *, priority: Priority = "interactive") -> None:
        """Gives calls back. Only those that surely never left: what may have reached the server was counted there."""
        self._ledger.refund(n, priority == "background")
        self._record_end(n, None)
        self._line.stir()

    def settle(self, n: int = 1, *, late: bool = False) -> None:
        """Calls are over; their period runs from now. ``late``: given up, so that they may still be on their way."""
        grace_period = GRACE_PERIOD if late else 0.0
        self._ledger.settle(n, self._now(), grace_period)
        self._record_end(n, grace_period)
        if self._ledger.pause.in_force:
            self._line.stir()

    def learn(self, limits: ServerLimits) -> None:
        """Tightens the budget by what an answer's headers say; it never goes above the configured limit.

        To be called before :meth:`settle`. What ``retry_after`` asks for is for :meth:`pause`.
        """
        if limits.limit is not None or limits.remaining is not None:
            self._ledger.learn(limits, self._now())
            self._line.stir()

    def pause(self, seconds: float) -> None:
        """A 429: nobody calls for so long, then one call goes ahead; the rest follow when :meth:`confirm` is called.

        Raises:
            ConfigurationError: ``seconds`` is negative or not finite.
        """
        if not 0 <= seconds < math.inf:
            raise ConfigurationError(f"cannot pause for {seconds!r} seconds; give a finite number, 0 or more")
        self._ledger.pause.begin(seconds, self._now())
        self._line.stir()

    def confirm(self) -> None:
        """An answer came that was no 429: if it was a call sent ahead after a pause, the rest may follow."""
        if self._ledger.pause.in_force:
            self._ledger.pause.confirm()
            self._line.stir()

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that :meth:`take` would wait now, if nobody else came and no call were given back.

        With a ``capacity`` below the limit it can be longer, when others who wait take several calls at once.

        Raises:
            ConfigurationError: ``n`` can never be granted, or ``priority`` is unknown.
        """
        self._check_take(n, priority)
        return self._line.estimate(Waiter(n, priority == "background"))

    async def _queue(self, n: int, priority: Priority, max_wait: float | EllipsisType | None, first: bool) -> float:
        """Gives the moment of the grant, on the monotonic clock."""
        self._check_take(n, priority)
        longest = self._max_wait if isinstance(max_wait, EllipsisType) else max_wait
        check_seconds("max_wait", longest, optional=True)
        granted = await self._line.join(Waiter(n, priority == "background", first), longest)
        if granted is None:
            raise self._exceeded(n, priority, longest, first)
        return granted

    def _undo(self, n: int, priority: Priority, granted: float) -> None:
        self._ledger.undo(n, priority == "background", granted)
        self._line.stir()

    def _exceeded(self, n: int, priority: Priority, longest: float | None, first: bool) -> BudgetExceeded:
        if n > self._ledger.most(priority == "background"):
            return BudgetExceeded(f"{n} calls at once are more than the {self.limit} that the server now allows")
        wait = self._line.estimate(Waiter(n, priority == "background", first))
        retry_at = self._moment(wait)
        return BudgetExceeded(
            f"no call is free within max_wait={longest:g} s; the next is in {wait:.1f} s, at {retry_at:%H:%M:%S} UTC."
            " Try again then, or allow a longer max_wait",
            retry_at=retry_at,
            wait=wait,
        )

    def _moment(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(self._clock.time() + seconds, UTC)

    def _check_take(self, n: int, priority: str) -> None:
        check_priority(priority)
        most = self._ledger.most(priority == "background")
        if not 1 <= n <= most:
            raise ConfigurationError(f"cannot take {n} calls at once; take 1 to {most}, or configure a larger capacity")

    def _record(self, store: BudgetStore, n: int, priority: Priority, granted: float) -> None:
        now = self._clock.time()
        try:
            store.begin(n, now, since=self._since(now))
        except BaseException:
            self._undo(n, priority, granted)
            raise

    def _record_end(self, n: int, grace_period: float | None) -> None:
        if self._store is None:
            return
        now = self._clock.time()
        try:
            self._store.end(n, None if grace_period is None else now + grace_period, since=self._since(now))
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way, and the call was made
            _log.warning("the end of %d calls could not be stored (%s): after a restart they count longer", n, error)

    def _since(self, now: float) -> float:
        """A call that began or ended before that counts no longer."""
        return now - self._ledger.window.span - GRACE_PERIOD

    def _restore(self, store: BudgetStore) -> None:
        """The calls of a process that ended, perhaps without a word, at this moment or before.

        What it had under way reaches the server within ``GRACE_PERIOD`` seconds. Later moments, from before the
        clock was put back, are then.
        """
        now, today = self._now(), self._clock.time()
        calls = store.load(since=self._since(today))
        ends = [min(end, today + GRACE_PERIOD) for end in calls.ended]
        if calls.under_way:
            store.end(calls.under_way, today + GRACE_PERIOD, since=self._since(today))
            ends += [today + GRACE_PERIOD] * calls.under_way
        self._ledger.restore(now + end - today for end in ends)


def budget_of(given: CallBudget | int | None, clock: Clock) -> CallBudget:
    """The budget that is given, or that has the limit which is given.

    Raises:
        ConfigurationError: it is neither.
    """
    if given is None:
        return Budget(clock=clock)
    if isinstance(given, int):
        return Budget(given, clock=clock)
    if not hasattr(given, "take"):
        raise ConfigurationError(f"budget={given!r} is neither a number of calls nor a Budget")
    return given


def check_numbers(limit: int, period: float, capacity: int | None, reserve: int | None) -> None:
    """Raises ``ConfigurationError`` for numbers that no budget can have."""
    check_count("limit", limit)
    check_seconds("period", period, positive=True, finite=True)
    if capacity is not None:
        check_count("capacity", capacity, most=limit)
    if reserve is not None:
        check_count("reserve", reserve, least=0, most=limit - 1)


def check_priority(priority: str) -> None:
    """Raises ``ConfigurationError`` for a priority that there is not."""
    if priority not in ("interactive", "background"):
        raise ConfigurationError(f"unknown priority {priority!r}; use 'interactive' or 'background'")

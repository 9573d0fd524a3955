"""Grants leases in the order of the queue."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf, nextafter

import anyio
from attrs import frozen

from plutio_async._core.clock import Clock, WaitLog
from plutio_async._core.errors import BudgetExceeded, ConfigurationError, PlutioError
from plutio_async._core.event_loop import LoopGuard
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.queue import PriorityQueue, Waiter, rank

_TICK = 0.0005
"""The shortest sleep, so that rounding cannot make a waiter spin."""
_BUSY = 0.02
"""Seconds after which a ledger that another process has is tried again."""
_SHARE = 10
"""While both priorities wait, every tenth grant is a background one, so that busy interactive callers starve none."""


@frozen
class _Sleeper:
    """The waiter that sleeps for all, until the moment ``alarm``."""

    waiter: Waiter
    alarm: float


class Scheduler:
    """Serves the queue. One waiter sleeps until something is due and serves all; the others wait for events.

    So there is one timer however many wait, and no background task: a sleeper that leaves, for whatever reason, wakes
    the next. Each change of the ledger calls :meth:`wake`.

    Where processes share the ledger, each claims the next calls for its first callers. A caller leaves free what those
    of other processes claim who come before it. So no process has to wait for another one to wake up.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self.queue = PriorityQueue()
        self._sleeper: _Sleeper | None = None
        self._blocked_until = -inf  # by another process, which has the ledger
        self._log = WaitLog(clock)
        self._guard = LoopGuard()

    def now(self) -> float:
        """The moment. The ledger knows then what other processes did until it."""
        return self._ledger.refresh(self._clock.monotonic())

    @property
    def waiting(self) -> int:
        """How many callers wait, in all processes."""
        self.now()
        return self.queue.waiting + sum(other.callers for other in self._ledger.others)

    def next_grant(self) -> float | None:
        """When the head of the queue can be granted; ``None`` if no one waits."""
        now = self.now()
        return None if (head := self._head(now)) is None else self._due(head, now)

    def acquire_nowait(self, lease: Lease) -> bool:
        """Grants the lease, if its calls are free and no interactive caller waits for them."""
        if self.queue.waiting:
            return False
        with self._ledger.transaction() as begun:
            if not begun:
                return False
            leave_free = sum([other.n for other in self._ledger.others if not other.background])
            return self._ledger.grant(lease, self.now(), leave_free=leave_free)

    async def acquire(self, lease: Lease, max_wait: float | None, *, first: bool) -> None:
        """Waits for the grant. Raises ``BudgetExceeded`` when that takes longer than ``max_wait``."""
        self._check_loop()
        now = self.now()
        if max_wait is not None and self.estimate(lease.n, background=lease.background, first=first) > max_wait + _TICK:
            raise self._exceeded(lease, max_wait, first=first)
        deadline = inf if max_wait is None else now + max_wait + _TICK
        waiter = Waiter(lease, rank(background=lease.background, first=first), deadline, now)
        self._log_wait(lease, first=first)
        self.queue.add(waiter)
        self.wake()
        try:
            while waiter.outcome is None:
                if self._sleeper is None:
                    with self._sleeping(waiter) as naps:
                        for seconds in naps:
                            await self._clock.sleep(seconds)
                else:
                    woken = anyio.Event()
                    waiter.wake = woken.set
                    await woken.wait()
        except BaseException:
            self._abandon(waiter)
            raise
        finally:
            if self._sleeper is None:  # it was this one
                self.wake_head()
            if not self.queue.waiting:
                self._end()
        if isinstance(waiter.outcome, PlutioError):
            raise copy.copy(waiter.outcome)  # each waiter has its own
        if waiter.outcome == "too late":
            raise self._exceeded(lease, max_wait, first=first)

    def _check_loop(self) -> None:
        """Forgets waiters whose event loop has ended. Raises ``ClientStateError`` if others wait in another loop."""
        if self.queue.waiting and self._guard.has_ended():
            self.queue, self._sleeper = PriorityQueue(), None
        if not self.queue.waiting:
            self._guard = LoopGuard()
        self._guard.check()

    def estimate(self, n: int, *, background: bool, first: bool = False) -> float:
        """Seconds until n calls that queued now could be granted."""
        now, own_rank = self.now(), rank(background=background, first=first)
        ahead, background_ahead = self.queue.ahead(own_rank)
        for other in self._ledger.others:
            if other.rank <= own_rank:
                ahead += other.calls
                background_ahead += other.calls if other.background else 0
        return self._ledger.wait(n, now, ahead, background_ahead, background=background)

    def release(self, lease: Lease) -> None:
        self._ledger.release(lease)
        self.wake()

    def settle(self, lease: Lease, grace_period: float) -> None:
        self._ledger.settle(lease, self._clock.monotonic() + grace_period)
        if self._ledger.pause.in_force:
            self.wake()

    def confirm(self, lease: Lease) -> None:
        if self._ledger.confirm(lease):
            self.wake()

    def wake(self) -> None:
        """After any change: serves all waiters that can be served, and wakes the sleeper if it would sleep too long.

        If the file of the ledger cannot be used, all waiters get the error: the change itself was made.
        """
        if not self.queue.waiting:
            return
        try:
            now = self.now()
            self._serve(now)
            if self._sleeper is not None and self._next(now) < self._sleeper.alarm:
                self._sleeper.waiter.wake()
        except ConfigurationError as error:
            self.queue.end_all(error)

    def wake_head(self) -> None:
        """Lets the waiters serve themselves, after the calling task had a chance to take what is free."""
        if (head := self._head(self.now())) is not None:
            (head if self._sleeper is None else self._sleeper.waiter).wake()

    @contextmanager
    def _sleeping(self, waiter: Waiter) -> Iterator[Iterator[float]]:
        """Makes the waiter the sleeper for the block, which sleeps for the seconds that it gets in turn."""
        now = self.now()
        self._sleeper = _Sleeper(waiter, self._next(now))
        self._log.begin(self._sleeper.alarm - now, self.queue.waiting, self._ledger.reason(now))
        try:
            with anyio.CancelScope() as scope:
                waiter.wake = scope.cancel
                yield self._naps(self._sleeper.alarm)
        finally:
            self._sleeper = None
        self.wake()

    def _naps(self, alarm: float) -> Iterator[float]:
        """Seconds until the alarm, in parts after each of which another process may have changed the ledger."""
        while True:
            seconds = max(alarm - self._clock.monotonic(), _TICK)
            yield min(seconds, self._ledger.longest_sleep)
            if seconds <= self._ledger.longest_sleep or self._ledger.is_stale():
                return

    def _log_wait(self, lease: Lease, *, first: bool) -> None:
        """Where the budget spreads its calls, the sleeps are short, and only the wait of a newcomer may be long."""
        if self.queue.waiting and not self._log.has_begun:
            wait = self.estimate(lease.n, background=lease.background, first=first)
            self._log.begin(wait, self.queue.waiting + 1, self._ledger.reason(self.now()))

    def _abandon(self, waiter: Waiter) -> None:
        """The waiter was cancelled. If it was granted in the same moment, its calls go to the next."""
        if waiter.outcome == "granted":
            self._ledger.release(waiter.lease)
        elif waiter.outcome is None:
            self.queue.remove(waiter)
        self.wake()

    def _serve(self, now: float) -> None:
        """Grants what can be granted, and wakes those whose wait is over."""
        granted: list[Waiter] = []
        try:
            with self._ledger.transaction() as begun:
                self._blocked_until = -inf if begun else now + _BUSY
                if begun:
                    self._grant_all(self.now(), granted)
                    self._ledger.claim(self.queue.claims())
        except ConfigurationError as error:
            while granted:  # it was rolled back
                granted.pop().end(error)
            raise
        finally:
            for waiter in granted:
                waiter.end("granted")
        self._expire(now)

    def _grant_all(self, now: float, granted: list[Waiter]) -> None:
        """Takes all waiters that can be served from the queue, and adds them to ``granted``."""
        while (head := self._head(now)) and self._grant(head, now):
            overtakes = not head.lease.background and self._background_waits()
            self._ledger.passed_over = self._ledger.passed_over + 1 if overtakes else 0
            self.queue.remove(head)
            granted.append(head)

    def _background_waits(self) -> bool:
        return self.queue.head(background=True) is not None or any(other.background for other in self._ledger.others)

    def _end(self) -> None:
        """No one waits any more."""
        self._log.end()
        self._ledger.claim([])

    def _expire(self, now: float) -> None:
        self.queue.expire(now)
        if self._ledger.pause.in_force and not self._ledger.pause.probe:
            # Those whose deadline is before the end of the pause wait in vain. At its end one may get the probe.
            self.queue.expire(nextafter(self._ledger.pause.until, 0.0))

    def _head(self, now: float) -> Waiter | None:
        interactive, background = self.queue.head(background=False), self.queue.head(background=True)
        if interactive is None or background is None:
            return interactive or background
        return background if self._background_first(background.lease.n, now) else interactive

    def _background_first(self, n: int, now: float) -> bool:
        return self._ledger.passed_over >= _SHARE - 1 and self._ledger.background_may(n, now)

    def _grant(self, head: Waiter, now: float) -> bool:
        in_turn, leave_free = self._leaves(head, now)
        return self._ledger.grant(head.lease, now, in_turn=in_turn, leave_free=leave_free)

    def _due(self, head: Waiter, now: float) -> float:
        """When the head of the queue can be granted."""
        in_turn, leave_free = self._leaves(head, now)
        return self._ledger.moment(head.lease, now, in_turn=in_turn, leave_free=leave_free)

    def _leaves(self, head: Waiter, now: float) -> tuple[bool, int]:
        """What the head leaves to others: whether it is in turn, and the calls of those who come before it."""
        in_turn = head.lease.background and self.queue.head(background=False) is not None
        first = self._background_first(1, now)
        return in_turn, sum(other.n for other in self._ledger.others if other.precedes(head, background_first=first))

    def _next(self, now: float) -> float:
        """When something is due: a grant to the head of the queue, or a deadline."""
        head = self._head(now)
        if head is None:
            return now
        return min(max(self._due(head, now), self._blocked_until), self.queue.first_deadline())

    def _exceeded(self, lease: Lease, max_wait: float | None, *, first: bool) -> BudgetExceeded:
        wait = self.estimate(lease.n, background=lease.background, first=first)
        return BudgetExceeded.because("no call is free", max_wait, wait, self._clock.time())

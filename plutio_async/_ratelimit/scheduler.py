"""The line in front of a budget."""

from __future__ import annotations

from math import nextafter

import anyio

from plutio_async._core.clock import Clock
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.queue import Lanes, Waiter

_TICK = 0.0005
"""The shortest sleep, so that rounding cannot make a waiter spin."""


class Scheduler:
    """Serves those who wait. One of them sleeps until something is due and serves all; the others wait for events.

    So there is one timer however many wait, no task without an owner, and nobody to stop: who sleeps and leaves, for
    whatever reason, wakes the next.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self.lanes = Lanes()
        self._sleeper: Waiter | None = None
        self._alarm = 0.0

    @property
    def waiting(self) -> int:
        return self.lanes.waiting

    async def join(self, waiter: Waiter, max_wait: float | None) -> float | None:
        """Queues; gives the moment of the grant, or None when the wait is longer than ``max_wait``."""
        now = self._clock.monotonic()
        if not self.lanes.waiting and self._ledger.grant(waiter.n, waiter.background, now):
            return now
        if max_wait is not None:
            if self.estimate(waiter) > max_wait + _TICK:
                return None
            waiter.deadline = now + max_wait + _TICK
        self.lanes.add(waiter)
        self.stir()
        try:
            while waiter.waits:
                await self._wait(waiter)
        except BaseException:
            self._abandon(waiter)
            raise
        finally:
            self._hand_over()
        return waiter.granted

    def estimate(self, waiter: Waiter) -> float:
        """Seconds until one who queued now could be served."""
        now = self._clock.monotonic()
        ahead, behind = self.lanes.ahead(waiter)
        return self._ledger.moment(ahead, behind, waiter.n, waiter.background, now) - now

    def stir(self) -> None:
        """After any change: serves who can be served, and wakes the sleeper when it would sleep too long."""
        if not self.lanes.waiting:
            return
        now = self._clock.monotonic()
        self._serve(now)
        if self._sleeper is not None and self._next(now) < self._alarm:
            self._sleeper.wake()

    def nudge(self) -> None:
        """Lets those who wait look for themselves, after whoever calls this had a chance to take what is free."""
        if (head := self._head(self._clock.monotonic())) is not None:
            (self._sleeper or head).wake()

    async def _wait(self, waiter: Waiter) -> None:
        if self._sleeper is not None:
            waiter.woken = anyio.Event()
            await waiter.woken.wait()
            return
        now = self._clock.monotonic()
        self._alarm = self._next(now)
        self._sleeper = waiter
        try:
            with anyio.CancelScope() as waiter.sleep:
                await self._clock.sleep(max(self._alarm - now, _TICK))
        finally:
            self._sleeper = waiter.sleep = None
        self._serve(self._clock.monotonic())

    def _abandon(self, waiter: Waiter) -> None:
        """The waiter was cancelled: granted in the same moment, it passes on what it has."""
        if waiter.granted is not None:
            self._ledger.undo(waiter.n, waiter.background, waiter.granted)
        elif waiter.waits:
            self.lanes.remove(waiter)
        self.stir()

    def _hand_over(self) -> None:
        if self._sleeper is None and (heir := self._head(self._clock.monotonic())) is not None:
            heir.wake()

    def _serve(self, now: float) -> None:
        while (head := self._head(now)) is not None:
            if self._ledger.grant(head.n, head.background, now, self._is_in_turn(head)):
                self.lanes.serve(head, now)
            elif head.n > self._ledger.most(head.background):
                self.lanes.turn_away(head)
            else:
                break
        self.lanes.expire(now)
        if self._ledger.pause.in_force and not self._ledger.pause.probing:
            self.lanes.expire(nextafter(self._ledger.pause.until, 0.0))

    def _head(self, now: float) -> Waiter | None:
        interactive, background = self.lanes.head(False), self.lanes.head(True)
        if interactive is None or background is None:
            return interactive or background
        if self.lanes.background_turn and self._ledger.background_may(background.n, now):
            return background
        return interactive

    def _is_in_turn(self, head: Waiter) -> bool:
        return head.background and self.lanes.head(False) is not None

    def _next(self, now: float) -> float:
        """The moment when something is due: a grant to the first in line, or the end of somebody's patience."""
        head = self._head(now)
        if head is None:
            return now
        due = self._ledger.next_moment(head.n, head.background, self._is_in_turn(head), now)
        return min(due, self.lanes.first_deadline())

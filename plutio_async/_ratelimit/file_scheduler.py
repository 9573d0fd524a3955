"""Serves the callers of one process in the order of those of all processes that share a file."""

from __future__ import annotations

from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async._core.database import Database
from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.file_account import CLAIM_TTL, Claim, FileAccount, Terms
from plutio_async._ratelimit.file_ledger import FileLedger
from plutio_async._ratelimit.queue import Waiter
from plutio_async._ratelimit.scheduler import SHARE, Scheduler

_BUSY = 0.02
"""Seconds after which a file that another process has is tried again."""


@frozen
class FileStore:
    """The ``store`` of a budget whose calls are counted in a file, over all processes that use it and over restarts.

    ``account`` names the API client: each has its own count. A call may be on its way to the API for ``in_flight``
    seconds after its process was killed.
    """

    database: Database
    account: str
    in_flight: float

    def open_ledger(
        self, clock: Clock, limit: int, period: float, capacity: int, reserve: int
    ) -> tuple[FileLedger, FileScheduler]:
        """The ledger, and the scheduler that serves callers by it.

        Raises:
            ConfigurationError: other processes count by other numbers, or the file cannot be used.
        """
        account, terms = FileAccount(self.database, self.account), Terms(limit, period)
        ledger = FileLedger(account, terms, capacity, reserve, clock=clock, in_flight=self.in_flight)
        return ledger, FileScheduler(ledger, clock)


class FileScheduler(Scheduler):
    """A scheduler that looks ten times a second whether the file has changed, since other processes cannot wake it.

    Each process claims the next calls for its first callers. A caller leaves free what those of other processes claim
    who come before it. So no process has to wait for another one to wake up, and a caller is overtaken for the time
    between two looks at most.
    """

    _longest_sleep = CLAIM_TTL / 2
    _look = 0.1
    _ledger: FileLedger

    def __init__(self, ledger: FileLedger, clock: Clock) -> None:
        super().__init__(ledger, clock)
        self._again = self._longest_sleep

    def now(self) -> float:
        return self._ledger.refresh()

    def wake(self) -> None:
        """As ``Scheduler.wake``. If the file cannot be used, all waiters get the error: the change itself was made."""
        try:
            super().wake()
        except ConfigurationError as error:
            self.queue.end_all(error)

    @property
    def waiting(self) -> int:
        """How many callers wait, in all processes."""
        self.now()
        return super().waiting + sum(other.callers for other in self._ledger.other_claims)

    def _serve(self, now: float) -> None:
        granted: list[Waiter] = []
        try:
            with self._ledger.transaction() as begun:
                self._again = self._longest_sleep if begun else _BUSY
                if begun:
                    self._grant_all(self._ledger.refresh(), granted)
                    self._ledger.claim(self._own_claims())
        except ConfigurationError as error:
            while granted:  # it was rolled back
                granted.pop().end(error)
            raise
        finally:
            for waiter in granted:
                waiter.end("granted")
        self._expire(now)

    async def _sleep(self, seconds: float) -> None:
        """Sleeps until the file changes, or for so many seconds."""
        version, end = self._ledger.version(), self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0 and self._ledger.version() == version:
            await self._clock.sleep(min(left, self._look))

    def _next(self, now: float) -> float:
        """As ``Scheduler._next``, but later if what is due was not granted.

        Then it goes to a caller of another process, or the file was busy.
        """
        due = super()._next(now)
        return due if due > now else min(now + self._again, self.queue.first_deadline())

    def _grant(self, head: Waiter, now: float) -> bool:
        background_first = self._ledger.passed_over >= SHARE - 1 and self._ledger.background_may(1, now)
        own = self._claim_of(head)
        leave_free = sum(other.n for other in self._ledger.other_claims if other.precedes(own, background_first))
        return self._ledger.grant(head.lease, now, in_turn=self._is_in_turn(head), leave_free=leave_free)

    def _background_waits(self) -> bool:
        return super()._background_waits() or any(other.background for other in self._ledger.other_claims)

    def _ahead(self, rank: int) -> tuple[int, int]:
        calls, background_calls = super()._ahead(rank)
        others = [other for other in self._ledger.other_claims if other.rank <= rank]
        background = sum(other.calls for other in others if other.background)
        return calls + sum(other.calls for other in others), background_calls + background

    def _end(self) -> None:
        super()._end()
        self._ledger.claim([])

    def _own_claims(self) -> list[Claim]:
        heads = (self.queue.head(background=False), self.queue.head(background=True))
        return [self._claim_of(head) for head in heads if head is not None]

    def _claim_of(self, head: Waiter) -> Claim:
        callers, calls = self.queue.count(background=head.lease.background)
        return Claim(head.rank, head.arrived, head.lease.n, callers, calls)

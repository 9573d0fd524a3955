"""Stores leases as they begin and end, so that a restarted process remembers them."""

from __future__ import annotations

import logging

from plutio_async._core.clock import Clock
from plutio_async._ratelimit.lease import GRACE_PERIOD, Lease
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.scheduler import Scheduler
from plutio_async._ratelimit.store import BudgetStore

_log = logging.getLogger("plutio_async")


class Journal:
    """The keeper of leases that are stored: the scheduler, with a note to the store for each of them."""

    def __init__(self, store: BudgetStore, scheduler: Scheduler, clock: Clock, span: float) -> None:
        self._store = store
        self._scheduler = scheduler
        self._clock = clock
        self._counts_for = span + GRACE_PERIOD

    def restore(self, ledger: Ledger) -> None:
        """Takes over the calls of a process that ended, perhaps killed, at this moment or before.

        What it had under way reaches the server within ``GRACE_PERIOD`` seconds. Moments later than that, from before
        the clock was put back, count as that.
        """
        now, latest = self._clock.time(), self._clock.time() + GRACE_PERIOD
        calls = self._store.load(since=now - self._counts_for)
        if calls.under_way:
            self._store.end(calls.under_way, latest, since=now - self._counts_for)
        ends = [*(min(end, latest) for end in calls.ended), *[latest] * calls.under_way]
        ledger.restore(self._clock.monotonic() + end - now for end in ends)

    def begin(self, lease: Lease) -> None:
        """Stores the begin of a lease. If that fails, the lease is as if it had never been granted."""
        now = self._clock.time()
        try:
            self._store.begin(lease.n, now, since=now - self._counts_for)
        except BaseException:
            self._scheduler.release(lease)
            raise

    def release(self, lease: Lease) -> None:
        self._scheduler.release(lease)
        self._end(lease.n, None)

    def settle(self, lease: Lease, grace_period: float) -> None:
        self._scheduler.settle(lease, grace_period)
        self._end(lease.n, grace_period)

    def confirm(self, lease: Lease) -> None:
        self._scheduler.confirm(lease)

    def _end(self, n: int, grace_period: float | None) -> None:
        now = self._clock.time()
        moment = None if grace_period is None else now + grace_period
        try:
            self._store.end(n, moment, since=now - self._counts_for)
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way, and the call was made
            _log.warning("the end of %d calls could not be stored (%s): after a restart they count longer", n, error)

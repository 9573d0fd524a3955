"""The state of a worker between two exchanges, and what it has to report to the server."""

from __future__ import annotations

import time
from collections.abc import Callable

from attrs import evolve

from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import Lease, LimitLog
from plutio_async.redis._exchange import Answer, Exchange, Outbox, Terms, microseconds
from plutio_async.redis._outage import Share

_SOON = 0.25
"""Seconds within which the server gets reports of ends; reports that others wait for go out at once."""


class WorkerState:
    """What a worker knows of the budget, and what it has to report.

    It is the keeper of the leases: each outcome becomes a report, and counts in the local ``share``, if there is one.
    ``known`` is from the last exchange, and so is ``probe``: the number of the lease that is the probe after a pause.
    ``wake`` begins the next exchange within so many seconds.
    """

    def __init__(self, exchange: Exchange, terms: Terms, wake: Callable[[float], None]) -> None:
        self.outbox = Outbox(keep=terms.span + terms.in_flight)
        self.known = Answer(time.monotonic(), terms.limit, terms.limit, terms.limit)
        self.share: Share | None = None
        self.probe: int | None = None
        self._exchange = exchange
        self._terms = terms
        self._wake = wake
        self._limit_log = LimitLog(terms.period)
        self._open: dict[Lease, None] = {}

    def grant(self, lease: Lease, now: float) -> None:
        lease.granted = now
        self._open[lease] = None

    def release(self, lease: Lease) -> None:
        self._open.pop(lease, None)
        if self.share is not None:
            self.share.ledger.release(lease)
        self.report("undo", lease, time.monotonic())
        self._wake(0.0)

    def settle(self, lease: Lease, grace_period: float) -> None:
        now = time.monotonic()
        self._open.pop(lease, None)
        self.report("settle", lease, now, microseconds(grace_period))
        if self.share is not None:
            self.share.settle(lease, now + grace_period)
        self._wake(0.0 if lease.number == self.probe else min(_SOON, self._terms.poll))

    def confirm(self, lease: Lease) -> None:
        if lease.number == self.probe:
            self.outbox.add("confirm", self._exchange.calls(lease)[0], time.monotonic())
            self._wake(0.0)
        if self.share is not None and self.share.ledger.pause.confirm(lease):
            self._wake(0.0)

    def learn(self, limits: ServerLimits) -> None:
        now = time.monotonic()
        if limits.limit:
            self._report_limit(limits.limit, limits, now)
        if limits.remaining is not None:
            resets = -1 if limits.resets_in is None else microseconds(limits.resets_in)
            self.outbox.replace("remaining", now, limits.remaining, resets, microseconds(now - self._oldest(now)))
        if self.share is not None:
            self.share.learn(limits, now)

    def _report_limit(self, stated: int, limits: ServerLimits, now: float) -> None:
        lasts = limits.lasts(self._terms.period)
        if limits.is_for(self._terms.period):
            self._limit_log.add(stated, lasts, self.known.limit_at(now), now)
            self.outbox.replace("limit", now, stated, microseconds(lasts))
        else:
            self.outbox.replace("limit again", now, stated, microseconds(lasts))

    def pause(self, seconds: float) -> None:
        now = time.monotonic()
        self.outbox.add("pause", "", now, microseconds(seconds))
        self.known = evolve(self.known, paused=max(self.known.paused, now + seconds - self.known.at))
        if self.share is not None:
            self.share.ledger.pause.begin(seconds, now)
        self._wake(0.0)

    def _oldest(self, now: float) -> float:
        """When the oldest lease was granted that is open; those that never end are forgotten."""
        for lease in [*self._open]:
            if lease.granted + self._terms.span + self._terms.in_flight > now:
                return lease.granted
            del self._open[lease]
        return now

    def report(self, name: str, lease: Lease, now: float, *numbers: int) -> None:
        for call in self._exchange.calls(lease):
            self.outbox.add(name, call, now, *numbers)

"""What became of a worker's calls, on its way to the server."""

from __future__ import annotations

import time

from attrs import evolve

from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.ledger import Ledger
from plutio_async.redis._courier import Courier
from plutio_async.redis._terms import Terms, microseconds

_SOON = 0.25
"""Seconds within which the server hears of ends; of what others wait for it hears at once."""


class Outcomes:
    """Takes what is said of calls, at once and without waiting, and lets the courier carry it."""

    def __init__(self, courier: Courier, terms: Terms) -> None:
        self._courier = courier
        self._soon = min(_SOON, terms.poll)
        self._limits = Ledger(terms.limit, terms.period, terms.limit, 0, 0.0)

    def settle(self, n: int, grace_period: float) -> None:
        courier, now = self._courier, time.monotonic()
        for _ in range(n):
            if (number := courier.calls.end()) is None:
                break
            courier.report("settle", number, now, microseconds(grace_period))
            if courier.share is not None:
                courier.share.settle(now, grace_period)
        self._end(n, now)
        courier.stir(self._soon)

    def refund(self, n: int, background: bool) -> None:
        courier, now = self._courier, time.monotonic()
        for _ in range(n):
            if (number := courier.calls.end()) is None:
                break
            courier.undo(number, courier.calls.end_background() if background else None, now)
        self._end(n, now)
        courier.stir()

    def learn(self, limits: ServerLimits) -> None:
        courier, now = self._courier, time.monotonic()
        if limits.limit:
            self._limits.learn(evolve(limits, remaining=None), now)
            if self._limits.window.limit == min(self._limits.configured, limits.limit):
                courier.outbox.replace("limit", now, self._limits.window.limit)
        if limits.remaining is not None:
            resets = -1 if limits.resets_in is None else microseconds(limits.resets_in)
            since = microseconds(now - courier.calls.oldest(now))
            courier.outbox.replace("remaining", now, limits.remaining, resets, since)
        if courier.share is not None:
            courier.share.learn(limits, now)

    def pause(self, seconds: float) -> None:
        courier, now = self._courier, time.monotonic()
        courier.outbox.add("pause", "", now, microseconds(seconds))
        courier.probe.over()
        if courier.known is not None:
            paused = max(courier.known.paused, now + seconds - courier.known.at)
            courier.known = evolve(courier.known, paused=paused)
        if courier.share is not None:
            courier.share.ledger.pause.begin(seconds, now)
        courier.stir()

    def confirm(self) -> None:
        courier = self._courier
        if courier.probe.is_next:
            courier.outbox.add("confirm", courier.probe.over(), time.monotonic())
            courier.stir()
        if courier.share is not None and courier.share.ledger.pause.in_force:
            courier.share.ledger.pause.confirm()

    def _end(self, n: int, now: float) -> None:
        """Calls are over. If the probe is among them, it did not succeed."""
        courier, probe = self._courier, self._courier.probe
        probe.older, is_probe = max(0, probe.older - n), bool(probe.name) and n > probe.older
        if is_probe:
            courier.outbox.add("lose_probe", probe.over(), now)
            courier.stir()

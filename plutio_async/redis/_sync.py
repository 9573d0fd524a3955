"""Synchronises a worker with the server."""

from __future__ import annotations

import logging
import math
import time

import anyio
from attrs import evolve

from plutio_async._core.clock import SystemClock, WaitLog
from plutio_async._core.errors import BudgetExceeded, BudgetUnreachable, ConnectionFailed, PlutioError
from plutio_async._ratelimit.protocol import wait_reason
from plutio_async.redis._caller import Caller
from plutio_async.redis._callers import Callers
from plutio_async.redis._exchange import Answer, Exchange, Report, Terms
from plutio_async.redis._outage import Outage, Share
from plutio_async.redis._state import WorkerState

_log = logging.getLogger("plutio_async")

_FLUSH_TIME = 1.0
"""Seconds that the last reports get when the budget is closed."""


class Alarm:
    """Wakes the task of the worker when its next exchange is due."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """For another event loop."""
        self._woken = anyio.Event()
        self._due = math.inf

    def set(self, within: float = 0.0) -> None:
        """The next exchange begins within so many seconds."""
        due = time.monotonic() + within
        if due < self._due:
            self._due = due
            self._woken.set()

    async def wait(self) -> None:
        while (delay := self._due - time.monotonic()) > 0:
            self._woken = anyio.Event()
            with anyio.move_on_after(delay):
                await self._woken.wait()
        self._due = math.inf


class BudgetSync:
    """Requests leases and sends reports, one exchange at a time, so that no caller ever touches the connection."""

    def __init__(self, exchange: Exchange, terms: Terms, outage: Outage) -> None:
        self._alarm = Alarm()
        self.state = WorkerState(exchange, terms, self._alarm.set)
        self.callers = Callers(self.state)
        self._exchange = exchange
        self._terms = terms
        self._outage = outage
        self._wait_log = WaitLog(SystemClock())
        self._start_error: PlutioError | None = None
        self.reset()

    def reset(self) -> None:
        """Forgets what an earlier event loop has left: callers that waited in it, and its events."""
        self._alarm.reset()
        self._started = anyio.Event()
        for caller in self.callers.in_order():
            caller.done = anyio.Event()  # the old one would wake a task of that loop
            self.callers.leave(caller)
        self.closing = False

    async def start(self) -> None:
        """Returns after the first exchange. Raises its error, unless there is a local share."""
        self._alarm.set()
        await self._started.wait()
        if self._start_error is not None and self.state.share is None:
            raise self._start_error

    async def run(self) -> None:
        """Works until it is cancelled. Then, if ``closing``, sends the last reports. Else the next event loop does."""
        try:
            while True:
                await self._alarm.wait()
                if (left := self._outage.not_before - time.monotonic()) > 0:
                    self._serve_from_share(time.monotonic())
                    self._alarm.set(left)
                else:
                    await self._synchronise()
        finally:
            if self.closing:
                with anyio.move_on_after(min(_FLUSH_TIME, self._terms.timeout), shield=True):
                    await self._flush()

    async def _flush(self) -> None:
        if reports := self.state.outbox.waiting():
            try:
                await self._exchange.send((), reports)
            except PlutioError as error:
                _log.warning("the shared budget's last reports got lost (%s): its calls count a little longer", error)

    async def acquire(self, caller: Caller) -> None:
        """Returns when the caller's lease is granted. Raises the reason why it is not."""
        self.callers[caller.lease.number] = caller
        if len(self.callers) == 1:
            self._serve_from_share(caller.joined)
        self._alarm.set()
        try:
            await caller.wait_until_done()
        except BaseException:
            if caller.granted:
                caller.lease.release()
            raise
        finally:
            if caller.waits:
                self.callers.leave(caller)
            if not self.callers:
                self._wait_log.end()
        if caller.error is not None:
            raise caller.error
        if not caller.granted:
            if self.state.share is None:
                raise caller.unanswered(self._outage.error)
            raise BudgetExceeded.because("no call is free", caller.max_wait, caller.wait, time.time())

    def estimate(self, n: int, *, background: bool) -> float:
        """Seconds until n calls that queued now could be granted."""
        now = time.monotonic()
        ahead, background_ahead = self.callers.ahead(background=background)
        if self.state.share is not None:
            return self.state.share.ledger.wait(n, now, ahead, background_ahead, background=background)
        return self.state.known.wait(ahead + self.state.known.others + n, self._terms.span, now)

    def next_grant(self) -> float | None:
        """Seconds until the next caller of this worker can be served; ``None`` if unknown, or none waits."""
        share, known, now = self.state.share, self.state.known, time.monotonic()
        if not self.callers or (share is None and (self._outage.error is not None or known.closed)):
            return None
        if share is not None:
            return min(share.wait(caller.lease, now) or 0.0 for caller in self.callers.values())
        asked = [caller.wait for caller in self.callers.values() if caller.asked]
        return max(0.0, known.at + min(asked) - now) if asked else None

    async def _synchronise(self) -> None:
        """One exchange, and what follows from its outcome for the callers."""
        asked = {} if self.state.share is not None else self.callers.head()
        reports = self.state.outbox.waiting()
        for caller in asked.values():
            caller.asked = True
        self._start_error = None
        try:
            answer = await self._send(asked, reports)
        except ConnectionFailed as error:
            self._start_error = error
            self._go_on_without_server(error)
        except PlutioError as error:
            self._start_error = error
            self.callers.reject_all(error)
        else:
            self.state.outbox.remove(reports)
            self._accept(answer, asked)
        if self._outage.failures != 1:
            self._started.set()

    async def _send(self, asked: dict[int, Caller], reports: list[Report]) -> Answer:
        share = self.state.share
        away = 0.0  # seconds since the first call of this worker that the server does not know yet
        if self._outage.error is not None and share is not None and share.first_grant is not None:
            away = time.monotonic() - share.first_grant
        return await self._exchange.send(asked.values(), reports, away)

    def _accept(self, answer: Answer, asked: dict[int, Caller]) -> None:
        now = time.monotonic()
        self._outage.end()
        self.state.probe = answer.probe
        if answer.closed and self._outage.workers is not None:
            if not self._started.is_set():  # what was free before is not known
                last = self._terms.span + self._terms.in_flight
                self.state.known = evolve(self.state.known, at=now, free=0, last=last)
            self._outage.not_before = now + min(answer.closed, self._terms.retry)
            self._go_on_with_share(self._outage.workers, now)
            return
        self.state.known = answer
        self._end_share()
        for number in answer.granted:
            if (caller := asked[number]).waits:  # one that has left meanwhile has reported its lease as undone
                self.callers.serve(caller, now)
        self._let_wait(asked, answer, now)
        if self._outage.workers is not None:
            self._alarm.set(self._terms.poll)  # a share is cut from what was free at the last exchange

    def _end_share(self) -> None:
        """The server is back. The share ends once the server knows its calls, and then the callers ask again."""
        if self.state.share is None:
            return
        if not self.state.outbox.holds("add"):
            self.state.share = None
        self._alarm.set()

    def _let_wait(self, asked: dict[int, Caller], answer: Answer, now: float) -> None:
        """Rejects callers whose wait is too long, and looks again when the next of the others can be served."""
        for number, wait in answer.waits.items():
            self.callers.reject_if_too_long(asked[number], wait, now)
        waiting = [asked[number] for number in answer.waits if asked[number].waits]
        last = {caller.lease.background: caller.wait for caller in waiting}
        for caller in self.callers.in_order():
            if not caller.asked and caller.lease.background in last:
                self.callers.reject_if_too_long(caller, last[caller.lease.background], now)
        if waiting:
            soonest = min(caller.wait for caller in waiting)
            self._wait_log.begin(soonest, len(self.callers), self._reason(answer, now))
        if any(not caller.asked for caller in self.callers.head().values()):
            self._alarm.set()
        elif waiting:
            soonest = min(min(now + caller.wait, caller.deadline) for caller in waiting)
            self._alarm.set(min(self._terms.poll, max(self._terms.poll / 10, soonest - now)))

    def _reason(self, answer: Answer, now: float) -> str:
        if answer.closed:
            return "the server that keeps the budget has lost its data"
        paused, probed = answer.pause(now) > 0, answer.probed
        return wait_reason(answer.limit, self._terms.period, answer.free, paused=paused, probed=probed)

    def _go_on_without_server(self, error: ConnectionFailed) -> None:
        now = time.monotonic()
        self._outage.add(error, now)
        if self._outage.is_certain and self._outage.workers is not None:
            self._go_on_with_share(self._outage.workers, now)
        elif self._outage.is_certain:
            self._let_wait_for_server(error, now)
        if not self._outage.is_certain or self.callers or self.state.outbox:
            self._alarm.set(self._outage.not_before - now)

    def _let_wait_for_server(self, error: ConnectionFailed, now: float) -> None:
        for caller in self.callers.in_order():
            if (left := self._outage.wait_of(caller, now)) > 0:
                self._wait_log.begin(min(left, caller.deadline - now), len(self.callers), error.message)
            else:
                self.callers.leave(caller, BudgetUnreachable(error.message, reached=False))

    def _go_on_with_share(self, workers: int, now: float) -> None:
        if self.state.share is None:
            self.state.share = Share(self._terms, workers, self.state.known, now)
        self._serve_from_share(now)
        self._alarm.set(self._outage.not_before - now)

    def _serve_from_share(self, now: float) -> None:
        """Serves callers while the server is away; not while its answer may be that it is back."""
        share = self.state.share
        if share is None or (self._exchange.is_under_way and self._outage.error is None):
            return
        self.callers.serve_from(share, now)
        if self.callers:
            soonest = min(caller.wait for caller in self.callers.values())
            self._wait_log.begin(soonest, len(self.callers), share.ledger.reason(now))
            self._alarm.set(max(soonest, self._terms.poll / 10))

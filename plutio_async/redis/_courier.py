"""The task that speaks with the server for all of a worker's callers."""

from __future__ import annotations

import copy
import logging
import math
import time

import anyio

from plutio_async._core.errors import BudgetExceeded, BudgetUnreachable, ConnectionFailed, PlutioError
from plutio_async.redis._callers import Caller, Callers, too_long, unanswered
from plutio_async.redis._calls import Calls, Probe
from plutio_async.redis._exchange import Answer, Exchange
from plutio_async.redis._known import Known
from plutio_async.redis._reports import Outbox, Report
from plutio_async.redis._share import Share
from plutio_async.redis._terms import PROBE_PATIENCE, Terms

_log = logging.getLogger("plutio_async")

_TICK = 0.0005
"""What a wait may be longer than allowed, so that rounding refuses nobody."""
_FIRST_RETRY = 0.05


class Courier:
    """Asks for callers and carries reports, one exchange at a time, so that no caller ever touches the connection.

    ``workers`` is into how many shares the budget falls apart while the server is away, ``None`` when it stays closed;
    then callers wait ``patience`` seconds for the server to come back.
    """

    def __init__(self, exchange: Exchange, terms: Terms, workers: int | None, patience: float) -> None:
        self.callers = Callers()
        self.calls = Calls(terms.limit)
        self.outbox = Outbox(keep=terms.span + terms.in_flight)
        self.known: Known | None = None
        self.share: Share | None = None
        self.probe = Probe()
        self._exchange = exchange
        self._terms = terms
        self._workers = workers
        self._patience = patience
        self._down: ConnectionFailed | None = None
        self._down_since = 0.0
        self._doubts = False
        self._busy = False
        self._retry = _FIRST_RETRY
        self._retry_at = 0.0
        self._due = math.inf
        self._bell = anyio.Event()
        self._greeted = anyio.Event()
        self._greeting: PlutioError | None = None

    def stir(self, within: float = 0.0) -> None:
        """Sees to it that the next exchange begins within so many seconds."""
        due = time.monotonic() + within
        if due < self._due:
            self._due = due
            self._bell.set()

    async def run(self) -> None:
        """Works until it is cancelled."""
        while True:
            while (delay := self._due - time.monotonic()) > 0:
                self._bell = anyio.Event()
                with anyio.move_on_after(delay if math.isfinite(delay) else None):
                    await self._bell.wait()
            self._due = math.inf
            if (pause := self._retry_at - time.monotonic()) > 0:
                self.serve_from_share(time.monotonic())
                self.stir(pause)
            else:
                await self.exchange()

    async def greet(self) -> None:
        """Returns after the first exchange; raises what it ended with, unless there is a local share."""
        self.stir()
        await self._greeted.wait()
        if self._greeting is not None and self.share is None:
            raise self._greeting

    async def bring(self, caller: Caller) -> None:
        """Returns when the caller has been granted its calls. Raises what keeps it from them."""
        self.callers.add(caller)
        if len(self.callers) == 1:
            self.serve_from_share(caller.joined)
        self.stir()
        try:
            await caller.wait_until_done()
        except BaseException:
            if caller.granted:
                self.give_back(caller)
            else:
                self.leave(caller)
            raise
        if caller.error is not None:
            raise caller.error
        if not caller.granted:
            self.leave(caller)
            raise unanswered(caller, self._down) if self.share is None else too_long(caller, caller.wait)

    async def farewell(self) -> None:
        """Delivers the last reports, if that can be done."""
        if reports := self.outbox.waiting():
            try:
                await self._exchange.send((), reports)
            except PlutioError as error:
                _log.warning("the shared budget's last reports got lost (%s): its calls count a little longer", error)

    def estimate(self, n: int, background: bool) -> float:
        now = time.monotonic()
        ahead = self.callers.calls(background)
        if self.share is not None:
            return self.share.ledger.moment(ahead, self.callers.calls_of_background(), n, background, now) - now
        if self.known is None:
            return 0.0
        return self.known.wait(ahead + self.known.others + n, self._terms.span, now)

    async def exchange(self) -> None:
        """One exchange; whatever comes of it, those who wait hear of it."""
        self._greeting, self._doubts = None, False
        asked = {} if self.share is not None else self.callers.first()
        reports = self.outbox.waiting()
        for caller in asked.values():
            caller.asked = True
        try:
            answer = await self._ask(asked, reports)
        except ConnectionFailed as error:
            self._greeting = error
            self._go_on_without(error)
        except PlutioError as error:
            self._greeting = error
            self.refuse_all(error)
        else:
            self.outbox.heard(reports)
            self._take_in(answer, asked)
        if not self._doubts:
            self._greeted.set()

    async def _ask(self, asked: dict[int, Caller], reports: list[Report]) -> Answer:
        self._busy = True
        try:
            return await self._exchange.send(asked.values(), reports, self._away())
        finally:
            self._busy = False

    def serve(self, caller: Caller, now: float) -> None:
        self.callers.remove(caller)
        self.calls.begin(caller.numbers, caller.background, now)
        caller.serve()

    def give_back(self, caller: Caller) -> None:
        """As if the caller had never been granted anything."""
        now = time.monotonic()
        self.calls.forget(caller.numbers)
        for number in caller.numbers:
            self.undo(number, number if caller.background else None, now)
        self.stir()

    def undo(self, number: int, background: int | None, now: float) -> None:
        """The call of that number was none; ``background`` is the number of one that counts against the reserve."""
        if self.share is not None:
            self.share.refund(background is not None)
        self._report_undo(number, background, now)

    def report(self, name: str, number: int, now: float, *more: int) -> None:
        """Tells the server about a call."""
        self.outbox.add(name, self._exchange.name(number), now, *more)

    def _report_undo(self, number: int, background: int | None, now: float) -> None:
        self.report("undo", number, now)
        if background is not None:
            self.report("undo_background", background, now)

    def leave(self, caller: Caller) -> None:
        """The caller waits no longer. The server may have granted it something in an answer that is yet to come."""
        now = time.monotonic()
        self._leave_queue(caller, now)
        if caller.asked:
            for number in caller.numbers:
                self._report_undo(number, number if caller.background else None, now)
            self.stir()
        caller.done.set()

    def _leave_queue(self, caller: Caller, now: float) -> None:
        self.callers.remove(caller)
        if caller.asked:
            self.outbox.add("leave", self._exchange.caller(caller), now)

    def _away(self) -> float:
        """How long ago this worker made its first call without the server, which is only now told of it."""
        if self._down is None or self.share is None or self.share.first_grant is None:
            return 0.0
        return time.monotonic() - self.share.first_grant

    def _take_in(self, answer: Answer, asked: dict[int, Caller]) -> None:
        now = time.monotonic()
        self._down, self._retry, self._retry_at = None, _FIRST_RETRY, 0.0
        if answer.probe != self.probe.name:
            self.probe = Probe(answer.probe, older=self.calls.since(now - PROBE_PATIENCE))
        if answer.closed and self._workers is not None:
            self._go_on_with_share(self.known, 0, now, min(answer.closed, self._terms.retry))
            return
        self.known = answer.known
        if self.share is not None:
            self.stir()
            if self.outbox.holds("place"):
                return  # the server must know of those first
            self.share = None
        for number in answer.granted:
            if (caller := asked[number]).waits:  # who has left meanwhile has reported that
                self.serve(caller, now)
        self._let_wait(asked, answer.waits, now)
        if self._workers is not None:
            self.stir(self._terms.poll)  # what is free must be known freshly when the server goes away

    def _let_wait(self, asked: dict[int, Caller], waits: dict[int, float | None], now: float) -> None:
        for number, wait in waits.items():
            self._refuse_the_impatient(asked[number], wait, now)
        waiting = [asked[number] for number in waits if asked[number].waits]
        behind = {caller.background: caller.wait for caller in waiting}
        for caller in [*self.callers]:
            if not caller.asked and caller.background in behind:
                self._refuse_the_impatient(caller, behind[caller.background], now)
        if any(not caller.asked for caller in self.callers.first().values()):
            self.stir()
        elif waiting:
            soonest = min(min(now + caller.wait, caller.deadline) for caller in waiting)
            self.stir(min(self._terms.poll, max(self._terms.poll / 10, soonest - now)))

    def _refuse_the_impatient(self, caller: Caller, wait: float | None, now: float) -> None:
        caller.wait = wait or 0.0
        if wait is None:
            many = f"{caller.n} calls at once are more than the API, or this worker's share, now allows"
            self._refuse(caller, BudgetExceeded(many))
        elif now + wait > caller.deadline + _TICK:
            self._refuse(caller, too_long(caller, wait))

    def _go_on_without(self, error: ConnectionFailed) -> None:
        now = time.monotonic()
        pause, self._retry = self._retry, min(2 * self._retry, self._terms.retry)
        self._doubts = self._down is None
        if self._doubts:  # perhaps it is only an idle connection that the server closed long ago
            self._down_since = now
        elif self._workers is not None:
            self._go_on_with_share(self.known, self._terms.limit, now, pause)
        else:
            for caller in [*self.callers]:
                if now - max(self._down_since, caller.joined) >= self._patience:
                    self._refuse(caller, BudgetUnreachable(error.message, reached=False))
        self._down = error
        self._retry_at = now + pause
        if self._doubts or self.callers or self.outbox:
            self.stir(pause)

    def _go_on_with_share(self, known: Known | None, free: int, now: float, pause: float) -> None:
        if self.share is None:
            assert self._workers is not None
            self.share = Share(self._terms, self._workers, known, free, now)
        self._retry_at = now + pause
        self.serve_from_share(now)
        self.stir(pause)

    def serve_from_share(self, now: float) -> None:
        """Serves who can be served while the server is away; not while its answer may be that it is back."""
        if self.share is None or (self._busy and self._down is None):
            return
        for caller in self.share.serve([*self.callers], now):
            self._leave_queue(caller, now)
            for number in caller.numbers:
                self.report("place", number, now)
            self.serve(caller, now)
        for caller in [*self.callers]:
            wait = self.share.wait(caller, now)
            self._refuse_the_impatient(caller, wait, now)
        if self.callers:
            self.stir(max(min(caller.wait for caller in self.callers), self._terms.poll / 10))

    def _refuse(self, caller: Caller, error: PlutioError) -> None:
        caller.error = error
        self.leave(caller)

    def refuse_all(self, error: PlutioError) -> None:
        """Sends everyone away."""
        for caller in [*self.callers]:
            self._refuse(caller, copy.copy(error))

"""The callers of this worker that wait for the shared budget, and how their wait ends."""

from __future__ import annotations

import copy
import time

from plutio_async._core.errors import BudgetExceeded, PlutioError
from plutio_async.redis._caller import Caller
from plutio_async.redis._outage import Share
from plutio_async.redis._state import WorkerState

_AT_ONCE = 50
"""Callers of a priority that queue on the server at the same time; the others follow as these are served."""
_TICK = 0.0005
"""Seconds that a wait may be longer than allowed, so that rounding rejects no caller."""


class Callers(dict[int, Caller]):
    """Callers by the numbers of their leases, in the order of their arrival."""

    def __init__(self, state: WorkerState) -> None:
        super().__init__()
        self._state = state

    def serve(self, caller: Caller, now: float) -> None:
        """Ends the wait: the caller gets its lease."""
        self.pop(caller.lease.number, None)
        self._state.grant(caller.lease, now)
        caller.granted = True
        caller.done.set()

    def serve_from(self, share: Share, now: float) -> None:
        """Serves those whom the local share can serve, and rejects those who would wait for it too long."""
        for caller in share.serve(self.in_order(), now):
            self._state.report("add", caller.lease, now)
            self.serve(caller, now)
        for caller in self.in_order():
            self.reject_if_too_long(caller, share.wait(caller.lease, now), now)

    def leave(self, caller: Caller, error: PlutioError | None = None) -> None:
        """Ends the wait without a lease. The server may have granted it in an answer that is yet to come."""
        self.pop(caller.lease.number, None)
        if caller.asked:
            self._state.release(caller.lease)
        caller.error = error
        caller.done.set()

    def reject_all(self, error: PlutioError) -> None:
        for caller in self.in_order():
            self.leave(caller, copy.copy(error))

    def reject_if_too_long(self, caller: Caller, wait: float | None, now: float) -> None:
        """``wait`` is the estimate until the grant in seconds; ``None``: it never comes."""
        caller.wait = wait or 0.0
        if wait is None:
            many = f"{caller.lease.n} calls at once are more than this worker's share"
            self.leave(caller, BudgetExceeded(many))
        elif now + wait > caller.deadline + _TICK:
            self.leave(caller, BudgetExceeded.because("no call is free", caller.max_wait, wait, time.time()))

    def in_order(self) -> list[Caller]:
        """All: those that go first, then the others, whatever their priority."""
        return sorted(self.values(), key=lambda caller: not caller.first)

    def head(self) -> dict[int, Caller]:
        """The callers that may queue on the server now."""
        interactive, background = self._by_priority()
        return {caller.lease.number: caller for caller in interactive[:_AT_ONCE] + background[:_AT_ONCE]}

    def ahead(self, *, background: bool) -> tuple[int, int]:
        """The calls that go before those of a newcomer: of both priorities, and of the background."""
        interactive, behind = (sum(caller.lease.n for caller in callers) for callers in self._by_priority())
        return (interactive + behind, behind) if background else (interactive, 0)

    def _by_priority(self) -> tuple[list[Caller], list[Caller]]:
        callers = self.in_order()
        return [c for c in callers if not c.lease.background], [c for c in callers if c.lease.background]

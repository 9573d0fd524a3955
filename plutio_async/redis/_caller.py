"""A caller of this worker that waits for the shared budget."""

from __future__ import annotations

import copy
from math import inf
from typing import Any

import anyio
from attrs import define, field

from plutio_async._core.errors import BudgetExceeded, ConnectionFailed, PlutioError
from plutio_async._ratelimit.protocol import Lease

_ANSWER_TIME = 0.25
"""Seconds by which an answer of the server may exceed a caller's ``max_wait``, so that 0 leaves time for one."""
_AFTER_A_STALL = 0.1
"""Seconds more for an answer that came while the event loop was blocked."""


@define(eq=False)
class Caller:
    """A caller waits until its lease is ``granted``, or until ``error`` says why not.

    ``asked``: it queues on the server. ``wait`` is the last estimate of the seconds until its grant.
    """

    lease: Lease
    max_wait: float | None
    joined: float
    first: bool = field(kw_only=True)
    granted: bool = False
    asked: bool = False
    wait: float = 0.0
    error: PlutioError | None = None
    done: anyio.Event = field(factory=anyio.Event)

    @property
    def deadline(self) -> float:
        return inf if self.max_wait is None else self.joined + self.max_wait

    @property
    def waits(self) -> bool:
        return not self.done.is_set()

    def as_json(self) -> dict[str, Any]:
        priority = "background" if self.lease.background else "interactive"
        return {"id": self.lease.number, "n": self.lease.n, "priority": priority, "first": self.first}

    async def wait_until_done(self) -> None:
        """Returns when the caller is done, or when the server has not answered for too long."""
        with anyio.move_on_after(None if self.max_wait is None else self.max_wait + _ANSWER_TIME):
            await self.done.wait()
        with anyio.move_on_after(_AFTER_A_STALL):
            await self.done.wait()

    def unanswered(self, outage: ConnectionFailed | None) -> BudgetExceeded:
        """The error when ``max_wait`` ends while the server is silent."""
        reason = "the server that keeps the budget has not answered yet" if outage is None else outage.message
        error = BudgetExceeded(
            f"no call could be taken within max_wait={self.max_wait or 0:g} s: {reason}."
            " Try again, or allow a longer max_wait"
        )
        error.__cause__ = copy.copy(outage)
        return error

"""The interface of a budget, local or shared."""

from __future__ import annotations

from datetime import datetime
from types import EllipsisType
from typing import Literal, Protocol

from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.lease import Lease

__all__ = ["CallBudget", "Priority"]

Priority = Literal["interactive", "background"]


class CallBudget(Protocol):
    """Grants calls. A lease is to be ended once, see :class:`~plutio_async._ratelimit.lease.Lease`.

    Only ``acquire`` and ``wait`` wait. All else are plain functions, so that a task can call them while it is being
    cancelled; a budget that lives on a server sends reports along with the next exchange.
    """

    @property
    def limit(self) -> int: ...

    @property
    def remaining(self) -> int: ...

    @property
    def resets_at(self) -> datetime | None: ...

    @property
    def waiting(self) -> int: ...

    @property
    def max_wait(self) -> float | None:
        """Seconds that a call waits at most unless it sets its own; ``None`` is for ever."""
        ...

    @property
    def lease_ttl(self) -> float:
        """Seconds within which the request of a lease is to be sent; later its calls may be granted to another."""
        ...

    async def acquire(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> Lease:
        """A lease of n calls; raises BudgetExceeded when the wait for it is longer than ``max_wait``.

        ``first`` goes before the queue: for a call that others depend on, or that has waited before.
        """
        ...

    async def wait(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when n calls are free, without a lease of them."""
        ...

    def learn(self, limits: ServerLimits) -> None:
        """An answer's headers. To be called before the lease of its request ends."""
        ...

    def pause(self, seconds: float) -> None:
        """An answer was 429."""
        ...

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that ``acquire`` would wait if nothing else happened."""
        ...

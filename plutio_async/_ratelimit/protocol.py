"""What a call needs of a budget, whether it is one process's own or shared."""

from __future__ import annotations

from datetime import datetime
from types import EllipsisType
from typing import Literal, Protocol

from plutio_async._ratelimit.headers import ServerLimits

__all__ = ["CallBudget", "Priority"]

Priority = Literal["interactive", "background"]

GRACE_PERIOD = 30.0
"""Seconds within which a request that was given up may still reach the server, and be counted there."""


class CallBudget(Protocol):
    """Leave to make calls. Whoever takes n says of them later, once, ``refund`` or ``settle``.

    Only taking waits. All reports are plain functions, so that they can be made while a task is being cancelled; a
    budget that lives elsewhere keeps them and sends them along with the next ``take``.
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
        """Seconds that a call waits at most unless it says otherwise; ``None`` is for ever."""
        ...

    @property
    def keeps(self) -> float:
        """Seconds within which a call that was taken is to be sent, or its place may be another's by then."""
        ...

    async def take(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when n calls may be made; raises BudgetExceeded when that is further off than ``max_wait``.

        ``first`` goes before those who queue: for a call that others need, or who had its turn already.
        """
        ...

    def refund(self, n: int = 1, *, priority: Priority = "interactive") -> None:
        """The calls surely never left."""
        ...

    def settle(self, n: int = 1, *, late: bool = False) -> None:
        """The calls are over: answered, or (``late``) given up, and may yet reach the server."""
        ...

    def learn(self, limits: ServerLimits) -> None:
        """An answer's headers."""
        ...

    def pause(self, seconds: float) -> None:
        """An answer was 429."""
        ...

    def confirm(self) -> None:
        """An answer was no 429."""
        ...

    async def wait(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when n calls could be made, without taking them."""
        ...

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that ``take`` would wait if nothing else happened."""
        ...

"""What local and shared budgets have in common: the interface, leases, the checks of arguments, and messages."""

from __future__ import annotations

import logging
from datetime import datetime
from types import EllipsisType, TracebackType
from typing import Literal, Protocol, Self

from plutio_async._core.call import MaxWait
from plutio_async._core.checks import check_count, check_seconds
from plutio_async._core.errors import ClientStateError, ConfigurationError, ConnectionFailed, PlutioError
from plutio_async._ratelimit.headers import ServerLimits

_log = logging.getLogger("plutio_async")

Priority = Literal["interactive", "background"]
GRACE_PERIOD = 30.0
"""Seconds within which a request that was given up may still reach the server, and be counted there."""


class LeaseKeeper(Protocol):
    """The part of a budget that a lease reports to."""

    def release(self, lease: Lease) -> None: ...

    def settle(self, lease: Lease, grace_period: float) -> None: ...

    def confirm(self, lease: Lease) -> None: ...


class Lease:
    """``n`` calls that a budget granted. Its holder ends it with :meth:`release` or :meth:`settle`.

    The methods never wait, so a task can call them while it is being cancelled. On a lease that has ended they do
    nothing. A lease that never ends counts from its grant.

    As a context manager it ends with its block: released if the request surely never left, settled otherwise, also
    when cancelled. Set ``sent`` once the request may have left.
    """

    __slots__ = ("_keeper", "background", "granted", "n", "number", "sent")

    def __init__(self, keeper: LeaseKeeper, n: int, number: int = 0, *, background: bool = False) -> None:
        self._keeper: LeaseKeeper | None = keeper
        self.n: int = n
        self.background: bool = background
        self.number: int = number
        self.granted: float = 0.0
        self.sent: bool = False

    def release(self) -> None:
        """Gives the calls back. Only if they surely never left: the server counted what may have reached it."""
        if (keeper := self._end()) is not None:
            keeper.release(self)

    def settle(self, *, late: bool = False) -> None:
        """The calls are over; their period runs from now. ``late``: given up, so they may still arrive."""
        if (keeper := self._end()) is not None:
            keeper.settle(self, GRACE_PERIOD if late else 0.0)

    def confirm(self) -> None:
        """An answer came that was no 429, so the pause ends if this is its probe. The lease itself goes on."""
        if self._keeper is not None:
            self._keeper.confirm(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unsent = isinstance(error, ClientStateError | ConfigurationError)
        if not self.sent or unsent or (isinstance(error, ConnectionFailed) and not error.reached):
            self.release()
        else:
            answered = isinstance(error, PlutioError | None) and not isinstance(error, ConnectionFailed)
            self.settle(late=not answered)

    def _end(self) -> LeaseKeeper | None:
        keeper, self._keeper = self._keeper, None
        return keeper


class CallBudget(Protocol):
    """Grants calls. End each lease once, see :class:`~plutio_async._ratelimit.protocol.Lease`.

    Only ``acquire`` and ``wait`` wait. The others are plain functions, so that a task can call them while it is being
    cancelled. A budget on a server sends reports with the next exchange.
    """

    @property
    def limit(self) -> int: ...

    @property
    def remaining(self) -> int: ...

    @property
    def resets_at(self) -> datetime | None: ...

    @property
    def reserved(self) -> int | None:
        """How many of the remaining calls background callers cannot have; ``None`` if unknown."""

    @property
    def waiting(self) -> int: ...

    @property
    def waiting_until(self) -> datetime | None:
        """When the next of those that wait gets its calls, as far as known; ``None`` if none waits."""

    @property
    def max_wait(self) -> float | None:
        """Seconds that a call waits at most unless it sets its own; ``None`` is for ever."""

    @property
    def lease_ttl(self) -> float:
        """Seconds within which the request of a lease is to be sent; later its calls may be granted to another."""
        ...

    def acquire_nowait(self, *, priority: Priority = "interactive") -> Lease | None:
        """A lease of one call, if that takes no wait; ``None`` if it may."""

    async def acquire(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> Lease:
        """A lease of n calls; raises BudgetExceeded when the wait for it is longer than ``max_wait``.

        ``first`` goes before the queue: for a call that others depend on, or that has waited before.
        """
        ...

    async def wait(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> None:
        """Returns when n calls are free, without a lease of them."""

    def learn(self, limits: ServerLimits) -> None:
        """An answer's headers. Called before the lease of its request ends."""

    def pause(self, seconds: float) -> None:
        """An answer was 429."""

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that ``acquire`` would wait if nothing else happened."""
        ...


def shape_of(limit: int, period: float, capacity: int | None, reserve: int | None) -> tuple[int, int]:
    """The capacity and the reserve, or their defaults. Raises ``ConfigurationError`` for what no budget can have."""
    check_count("limit", limit)
    check_seconds("period", period, positive=True, finite=True)
    capacity = limit if capacity is None else capacity
    reserve = limit // 10 if reserve is None else reserve
    check_count("capacity", capacity, most=limit)
    check_count("reserve", reserve, least=0, most=limit - 1)
    return capacity, reserve


def check_priority(priority: str) -> None:
    """Raises ``ConfigurationError`` for an unknown priority."""
    if priority not in ("interactive", "background"):
        raise ConfigurationError(f"unknown priority {priority!r}; use 'interactive' or 'background'")


def check_calls(n: int, priority: str, most: int) -> None:
    """Raises ``ConfigurationError`` for an unknown priority, or so many calls that they are never granted at once."""
    check_priority(priority)
    if not 1 <= n <= most:
        raise ConfigurationError(f"cannot take {n} calls at once; take 1 to {most}, or configure a larger capacity")


def checked_wait(max_wait: MaxWait, default: float | None) -> float | None:
    """The longest wait. Raises ``ConfigurationError`` for what is no length of time."""
    longest = default if isinstance(max_wait, EllipsisType) else max_wait
    check_seconds("max_wait", longest, optional=True)
    return longest


class LimitLog:
    """Warns when the server allows fewer calls than the budget: again only if it is fewer still, or after a period."""

    def __init__(self, period: float) -> None:
        self._period = period
        self._lowest = 0
        self._counts_until = 0.0

    def add(self, stated: int, lasts: float, limit: int, now: float) -> None:
        """An answer stated a limit that counts for so many seconds, while the budget's was ``limit``."""
        lowest = limit if now >= self._counts_until else min(limit, self._lowest)
        if stated > lowest:
            return
        self._lowest, self._counts_until = stated, now + self._period
        if stated < lowest:
            _log.warning(
                "an answer of the API states a limit of %d calls (x-ratelimit-limit or ratelimit-limit), below the"
                " budget's %d of %g s: it counts for %.0f s, and for longer if it is stated again",
                *(stated, limit, self._period, lasts),
            )


def wait_reason(limit: int, period: float, free: int, *, paused: bool, probed: bool) -> str:
    """Why no call is granted now."""
    if paused and probed:
        return "the server limited the calls, and one goes first to see what it allows now"
    if paused:
        return "the server asked for a pause (429)"
    if free < 1:
        return f"the {limit} calls of {period:g} s are used up"
    return "the budget spreads its calls, or keeps the rest for interactive ones"

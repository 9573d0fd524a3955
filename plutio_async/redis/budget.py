"""The hour's calls, shared by all workers."""

from __future__ import annotations

import itertools
import math
import time
from datetime import UTC, datetime
from types import EllipsisType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import anyio

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import ClientStateError, ConfigurationError
from plutio_async._ratelimit.budget import check_priority
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import GRACE_PERIOD, Priority
from plutio_async.redis._callers import Caller
from plutio_async.redis._courier import Courier
from plutio_async.redis._exchange import Exchange
from plutio_async.redis._link import Link
from plutio_async.redis._outcomes import Outcomes
from plutio_async.redis._terms import Terms

if TYPE_CHECKING:
    from coredis import Redis

__all__ = ["RedisBudget"]

_FAREWELL = 1.0
"""Seconds that the last reports get when the budget is closed."""


class RedisBudget:
    """A budget of ``limit`` calls in any ``period`` seconds for all workers that use the same server and key.

    To be used in an ``async with`` block, from one event loop. The server keeps the log and its clock counts, so that
    the rolling period holds over all workers. Callers are served in the order of their coming, whichever worker they
    are in. A worker that dies loses its place in the queue, and its calls count to their end.

    Args:
        server: A URL such as ``redis://host:6379/0``, or a ``coredis`` client whose block is open.
        limit: Calls in each period.
        period: Seconds; the same for all workers.
        key: Names the budget: one for each API client. All the server's keys begin with it.
        capacity: No more than so many calls go out at once, and they are refilled evenly. Default: all.
        reserve: Calls of each period that are kept from ``background`` callers. Default: a tenth.
        max_wait: The longest that a caller waits, in seconds. Default: no bound.
        on_outage: What happens when the server cannot be reached, or has lost its data. ``"closed"``: nobody calls;
            after ``patience`` seconds callers get ``ConnectionFailed``. ``"local share"``: each worker goes on with
            its part of the budget.
        workers: How many workers there are at most; for ``"local share"``.
        patience: Seconds that callers wait for the server to come back, if their ``max_wait`` does not end before.
        in_flight: Seconds that a call may be on its way to the API before its worker reports its end. Default: a
            sixtieth of the period. So much longer than a period the calls of a worker that died are remembered.
        timeout: Seconds that an exchange with the server may take.

    Raises:
        ConfigurationError: a setting cannot work, or the ``redis`` extra is missing.
    """

    def __init__(
        self,
        server: str | Redis[Any],
        limit: int = 1000,
        period: float = 3600.0,
        *,
        key: str = "plutio:budget",
        capacity: int | None = None,
        reserve: int | None = None,
        max_wait: float | None = None,
        on_outage: Literal["closed", "local share"] = "closed",
        workers: int | None = None,
        patience: float = 5.0,
        in_flight: float | None = None,
        timeout: float = 2.0,
    ) -> None:
        check_seconds("max_wait", max_wait, optional=True)
        _check_key(key)
        _check_outage(on_outage, workers, limit, patience)
        self._max_wait = max_wait
        self._key = key
        self._timeout = timeout
        self._terms = Terms(
            limit,
            period,
            limit if capacity is None else capacity,
            limit // 10 if reserve is None else reserve,
            period / 60 if in_flight is None else in_flight,
            timeout,
        )
        self._link = Link(server, timeout)
        shares = workers if on_outage == "local share" else None
        self._courier = Courier(Exchange(self._link, self._terms, key), self._terms, shares, patience)
        self._outcomes = Outcomes(self._courier, self._terms)
        self._numbers = itertools.count(1)

    def __repr__(self) -> str:
        return (
            f"<RedisBudget {self._key!r} at {self._link.name}: {self.remaining} of {self.limit} calls left, "
            f"{self.waiting} waiting>"
        )

    async def __aenter__(self) -> Self:
        """Opens it and asks the server once.

        Raises:
            ConnectionFailed: the server cannot be reached, and there is no local share to go on with.
            ConfigurationError: the server refuses, or another worker uses the key with another period.
            ClientStateError: it is open already, or was opened in another event loop or process.
        """
        await self._link.open()
        try:
            self._link.spawn(self._courier.run)
            await self._courier.greet()
        except BaseException:
            await self._link.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._courier.refuse_all(ClientStateError("the RedisBudget was closed while calls waited for it"))
        try:
            await self._link.stop()
        finally:
            try:
                with anyio.move_on_after(min(_FAREWELL, self._timeout), shield=True):
                    await self._courier.farewell()
            finally:
                await self._link.close()

    @property
    def limit(self) -> int:
        """Calls in each period: as configured, or fewer when the API says so."""
        known = self._courier.known
        return self._terms.limit if known is None else known.limit

    @property
    def remaining(self) -> int:
        """Calls of all workers that were left when the server was last heard; 0 while a 429 pauses everyone."""
        now = time.monotonic()
        if (share := self._courier.share) is not None:
            return 0 if share.ledger.pause.moment(now) > now else max(0, share.ledger.window.free(now))
        known = self._courier.known
        if known is None:
            return self._terms.limit
        return 0 if known.pause(now) else known.remaining(now)

    @property
    def resets_at(self) -> datetime | None:
        """When all calls are free again if nobody makes one, as far as known; ``None`` when they are."""
        known = self._courier.known
        wait = 0.0 if known is None else known.resets_in(time.monotonic())
        return datetime.fromtimestamp(time.time() + wait, UTC) if wait else None

    @property
    def waiting(self) -> int:
        """How many callers wait: in this worker now, in the others when the server was last heard."""
        known = self._courier.known
        return len(self._courier.callers) + (0 if known is None else known.others)

    @property
    def max_wait(self) -> float | None:
        """Seconds that a caller waits at most unless it says otherwise; ``None`` is for ever."""
        return self._max_wait

    @property
    def keeps(self) -> float:
        """Seconds within which a call that was taken is to be sent, or given back: ``in_flight``, or half a period."""
        return min(self._terms.in_flight, self._terms.period / 2)

    async def take(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when ``n`` calls may be made, all at once; until then the caller queues, ``first`` before others.

        Say of each call once how it went, by :meth:`settle` or :meth:`refund`. Who is cancelled while waiting has taken
        nothing.

        Raises:
            BudgetExceeded: the wait would be longer than ``max_wait``; at once when that is known. Also when the server
                does not answer within ``max_wait``, which it may exceed by 0.35 seconds.
            ConnectionFailed: the server could not be reached for ``patience`` seconds; see ``on_outage``.
            ConfigurationError: ``n`` can never be granted, ``priority`` or ``max_wait`` makes no sense, or the server
                refuses.
            ClientStateError: it is not open, or belongs to another event loop or process.
        """
        await self._granted(n, priority, max_wait, first)

    async def wait(
        self,
        n: int = 1,
        *,
        priority: Priority = "interactive",
        max_wait: float | EllipsisType | None = ...,
        first: bool = False,
    ) -> None:
        """Returns when ``n`` calls could be made. Queues and raises as :meth:`take` does, but takes nothing."""
        caller = await self._granted(n, priority, max_wait, first)
        self._courier.give_back(caller)

    def refund(self, n: int = 1, *, priority: Priority = "interactive") -> None:
        """Gives calls back. Only those that surely never left: what may have reached the API was counted there."""
        self._outcomes.refund(n, priority == "background")

    def settle(self, n: int = 1, *, late: bool = False) -> None:
        """Calls are over; their period runs from now. ``late``: given up, so that they may still be on their way."""
        self._outcomes.settle(n, GRACE_PERIOD if late else 0.0)

    def learn(self, limits: ServerLimits) -> None:
        """Tightens the budget of all workers by what an answer's headers say; never above the configured limit.

        To be called before :meth:`settle`. What ``retry_after`` asks for is for :meth:`pause`.
        """
        self._outcomes.learn(limits)

    def pause(self, seconds: float) -> None:
        """A 429: no worker calls for so long, then one call goes ahead; the rest follow when it succeeded.

        Raises:
            ConfigurationError: ``seconds`` is negative or not finite.
        """
        if not 0 <= seconds < math.inf:
            raise ConfigurationError(f"cannot pause for {seconds!r} seconds; give a finite number, 0 or more")
        self._outcomes.pause(seconds)

    def confirm(self) -> None:
        """An answer came that was no 429: if this worker sent the call ahead after a pause, the rest may follow."""
        self._outcomes.confirm()

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that :meth:`take` would wait, guessed from what the server last said.

        Raises:
            ConfigurationError: ``n`` can never be granted, or ``priority`` is unknown.
        """
        self._check_take(n, priority)
        return self._courier.estimate(n, priority == "background")

    async def _granted(self, n: int, priority: Priority, max_wait: float | EllipsisType | None, first: bool) -> Caller:
        self._link.check("RedisBudget")
        self._check_take(n, priority)
        longest = self._max_wait if isinstance(max_wait, EllipsisType) else max_wait
        check_seconds("max_wait", longest, optional=True)
        number, background = next(self._numbers), priority == "background"
        caller = Caller(number, n, background, longest, time.monotonic(), first=first)
        for _ in range(n - 1):
            next(self._numbers)
        await self._courier.bring(caller)
        return caller

    def _check_take(self, n: int, priority: str) -> None:
        check_priority(priority)
        most = self._terms.most(priority == "background")
        if not 1 <= n <= most:
            raise ConfigurationError(f"cannot take {n} calls at once; take 1 to {most}, or configure a larger capacity")


def _check_key(key: str) -> None:
    if not key or any(char in "{}" or not char.isprintable() for char in key):
        raise ConfigurationError(f"key={key!r} cannot name a budget; give some text without braces")


def _check_outage(on_outage: str, workers: int | None, limit: int, patience: float) -> None:
    if on_outage not in ("closed", "local share"):
        raise ConfigurationError(f"unknown on_outage {on_outage!r}; use 'closed' or 'local share'")
    if not patience >= 0:
        raise ConfigurationError(f"patience={patience!r} is no length of time; give seconds, 0 or more")
    if (workers is not None) != (on_outage == "local share"):
        raise ConfigurationError("on_outage='local share' goes with workers=, how many share the budget at most")
    if workers is not None and not 1 <= workers <= limit:
        raise ConfigurationError(f"workers={workers!r} must be from 1 to the limit of {limit}: each needs a call")

"""The hour's calls, shared by all workers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from plutio_async._core.call import MaxWait
from plutio_async._core.checks import check_count, check_seconds
from plutio_async._core.errors import ClientStateError, ConfigurationError
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.protocol import Lease, Priority, check_calls, checked_wait, shape_of
from plutio_async.redis._caller import Caller
from plutio_async.redis._exchange import Exchange, Terms
from plutio_async.redis._link import Link, check_key
from plutio_async.redis._outage import Outage
from plutio_async.redis._sync import BudgetSync

if TYPE_CHECKING:
    from coredis import Redis

__all__ = ["RedisBudget"]


class RedisBudget:
    """A budget of ``limit`` calls in any ``period`` seconds for all workers that use the same server and key.

    Use it in an ``async with`` block, in one event loop after another. The server has the log of calls, and uses its
    own clock, so that the rolling period holds over all workers. Callers of all workers are served in the order of
    their arrival. If a worker is killed, its callers leave the queue, and its calls still count.

    Args:
        server: A URL such as ``redis://host:6379/0``, or a ``coredis`` client whose block is open.
        limit: Calls in each period.
        period: Seconds; the same for all workers.
        key: Names the budget: one for each API client. All the server's keys begin with it.
        capacity: The most calls that may go out at once; they become free again evenly. Default: all.
        reserve: Calls of each period that ``background`` callers leave to others. Default: a tenth.
        max_wait: The longest that a caller waits, in seconds. Default: no bound.
        on_outage: What happens when the server cannot be reached, or has lost its data. ``"closed"``: no call is
            granted; after ``outage_wait`` seconds callers get ``ConnectionFailed``. ``"local share"``: each worker
            goes on with its part of the budget.
        workers: How many workers there are at most; for ``"local share"``.
        outage_wait: Seconds that callers wait for the server to come back, if their ``max_wait`` does not end before.
        in_flight: Seconds that a call may be on its way to the API before its worker reports its end: longer than the
            client's timeout. If a worker is killed, its calls count this much longer than a period.
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
        outage_wait: float = 5.0,
        in_flight: float = 60.0,
        timeout: float = 2.0,
    ) -> None:
        capacity, reserve = shape_of(limit, period, capacity, reserve)
        check_seconds("max_wait", max_wait, optional=True)
        check_seconds("in_flight", in_flight, finite=True)
        check_key(key)
        _check_outage(on_outage, workers, limit, outage_wait)
        self._max_wait = max_wait
        self._key = key
        self._terms = Terms(limit, period, capacity, reserve, in_flight=in_flight, timeout=timeout)
        self._link = Link(server, timeout)
        outage = Outage(workers, outage_wait, self._terms.retry)
        self._sync = BudgetSync(Exchange(self._link, self._terms, key), self._terms, outage)
        self._next_number = 1

    def __repr__(self) -> str:
        return (
            f"<RedisBudget {self._key!r} at {self._link.name}: {self.remaining} of {self.limit} calls left, "
            f"{self.waiting} waiting>"
        )

    async def __aenter__(self) -> Self:
        """Opens the budget, with a first exchange with the server.

        Raises:
            ConnectionFailed: the server cannot be reached, and there is no local share to go on with.
            ConfigurationError: the server refuses, or another worker uses the key with another period.
            ClientStateError: the budget is open already, here or in an event loop that has not ended.
        """
        await self._link.open()
        self._sync.reset()
        try:
            self._link.spawn(self._sync.run)
            await self._sync.start()
        except BaseException:
            await self._link.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sync.closing = True
        self._sync.callers.reject_all(ClientStateError("the RedisBudget was closed while calls waited for it"))
        await self._link.close()

    @property
    def limit(self) -> int:
        """Calls in each period: as configured, or fewer while the API says so, as far as known by now."""
        return self._sync.state.known.limit_at(time.monotonic())

    @property
    def remaining(self) -> int:
        """Calls of all workers that were left at the last exchange; 0 while a 429 pauses all calls."""
        now, known, share = time.monotonic(), self._sync.state.known, self._sync.state.share
        if share is not None:
            return share.ledger.remaining(now)
        return 0 if known.pause(now) else known.remaining(now)

    @property
    def resets_at(self) -> datetime | None:
        """When all calls are free again if none is made, as far as known; ``None`` when they are."""
        wait = self._sync.state.known.resets_in(time.monotonic())
        return datetime.fromtimestamp(time.time() + wait, UTC) if wait else None

    @property
    def reserved(self) -> None:
        """Always ``None``: the server's answers do not say how many calls background callers of all workers made."""
        return None

    @property
    def waiting_until(self) -> datetime | None:
        """When the next of this worker's callers gets its calls, as far as known from the last exchange.

        ``None`` if none waits, or if the moment is unknown: the server is away, or has lost its data. When a caller of
        another worker gets its calls is not known here.
        """
        wait = self._sync.next_grant()
        return None if wait is None else datetime.fromtimestamp(time.time() + wait, UTC)

    @property
    def waiting(self) -> int:
        """How many callers wait: in this worker now, in the others at the last exchange."""
        return len(self._sync.callers) + self._sync.state.known.others

    @property
    def max_wait(self) -> float | None:
        """Seconds that a caller waits at most unless it sets its own; ``None`` is for ever."""
        return self._max_wait

    @property
    def lease_ttl(self) -> float:
        """Seconds within which the request of a lease is to be sent: ``in_flight``, or half a period."""
        return min(self._terms.in_flight, self._terms.period / 2)

    def acquire_nowait(self, *, priority: Priority = "interactive") -> None:
        """``None``: each lease takes an exchange with the server."""

    async def acquire(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> Lease:
        """A lease of ``n`` calls, all at once; until they are free the caller queues, ``first`` before others.

        A cancelled waiter consumes no call.

        Raises:
            BudgetExceeded: the wait would be longer than ``max_wait``; at once when that is known. Also when the server
                does not answer within ``max_wait``, which it may exceed by 0.35 seconds.
            ConnectionFailed: the server could not be reached for ``outage_wait`` seconds; see ``on_outage``.
            ConfigurationError: ``n`` can never be granted, ``priority`` or ``max_wait`` makes no sense, or the server
                refuses.
            ClientStateError: the budget is not open, or belongs to another event loop or process.
        """
        self._link.check("RedisBudget")
        check_calls(n, priority, self._terms.most(background=priority == "background"))
        longest = checked_wait(max_wait, self._max_wait)
        lease = Lease(self._sync.state, n, self._next_number, background=priority == "background")
        self._next_number += n  # each call has a number
        await self._sync.acquire(Caller(lease, longest, time.monotonic(), first=first))
        return lease

    async def wait(
        self, n: int = 1, *, priority: Priority = "interactive", max_wait: MaxWait = ..., first: bool = False
    ) -> None:
        """Returns when ``n`` calls are free. Queues and raises as :meth:`acquire` does, but takes none."""
        (await self.acquire(n, priority=priority, max_wait=max_wait, first=first)).release()

    def learn(self, limits: ServerLimits) -> None:
        """Tightens the budget of all workers by what the headers of the API's own answer say; never above the limit.

        A lower limit ends at its reset, or after a period, unless it is stated again to any worker. Then one call goes
        first, and the rest follow when that one is confirmed. Call this before the lease of the answer's request ends.
        ``retry_after`` is for :meth:`pause`.
        """
        self._sync.state.learn(limits)

    def pause(self, seconds: float) -> None:
        """A 429: no worker gets a call for ``seconds``, then one does; the rest follow when that one is confirmed.

        Raises:
            ConfigurationError: ``seconds`` is negative or not finite.
        """
        check_seconds("pause", seconds, finite=True)
        self._sync.state.pause(seconds)

    def estimate(self, n: int = 1, priority: Priority = "interactive") -> float:
        """Seconds that :meth:`acquire` would wait, as far as known from the last exchange.

        Raises:
            ConfigurationError: ``n`` can never be granted, or ``priority`` is unknown.
        """
        check_calls(n, priority, self._terms.most(background=priority == "background"))
        return self._sync.estimate(n, background=priority == "background")


def _check_outage(on_outage: str, workers: int | None, limit: int, outage_wait: float) -> None:
    if on_outage not in ("closed", "local share"):
        raise ConfigurationError(f"unknown on_outage {on_outage!r}; use 'closed' or 'local share'")
    check_seconds("outage_wait", outage_wait)
    if (workers is not None) != (on_outage == "local share"):
        raise ConfigurationError("on_outage='local share' goes with workers=, how many share the budget at most")
    if workers is not None:
        check_count("workers", workers, most=limit)

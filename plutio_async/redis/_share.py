"""A worker's share of the budget, for the time in which the server cannot be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.lease import Lease
from plutio_async._ratelimit.ledger import Ledger
from plutio_async.redis._callers import Caller
from plutio_async.redis._exchange import Known
from plutio_async.redis._terms import Terms


class Share:
    """The ``workers``-th part of the budget, kept in this process.

    Of what was free when the server last answered, the worker may use only its part until every call that the log knew
    is a period old; after that its part of the limit. Of a budget whose server never answered, ``free`` calls are left.
    """

    def __init__(self, terms: Terms, workers: int, known: Known | None, free: int, now: float) -> None:
        part = terms.limit // workers
        self._workers = workers
        self.first_grant: float | None = None
        self.ledger = Ledger(
            part,
            terms.period,
            max(1, min(part, terms.capacity // workers)),
            min(part - 1, terms.reserve // workers),
            now,
        )
        left = (free if known is None else known.remaining(now)) // workers
        if left < part:
            self.ledger.learn(ServerLimits(remaining=left, resets_in=terms.span + terms.in_flight), now)
        if known is not None and known.pause(now):
            self.ledger.pause.begin(known.pause(now), now)

    def serve(self, callers: Iterable[Caller], now: float) -> Iterator[Caller]:
        """Grants the callers that can be served, in the order of their arrival, whatever their priority."""
        interactive_waits = False
        for caller in callers:
            background = caller.lease.background
            if interactive_waits and not background:
                continue
            if self.ledger.grant(caller.lease, now):
                self.first_grant = self.first_grant or now
                yield caller
            elif not background:
                interactive_waits = True

    def wait(self, lease: Lease, now: float) -> float | None:
        """Seconds until the lease can be granted, if it is the next; ``None`` when it never can."""
        if lease.n > self.ledger.most(background=lease.background):
            return None
        return max(0.0, self.ledger.next_moment(lease, now, in_turn=False) - now)

    def settle(self, lease: Lease, moment: float) -> None:
        """Leases that the server granted do not count here: the share is what they left."""
        if lease in self.ledger.window:
            self.ledger.settle(lease, moment)

    def learn(self, limits: ServerLimits, now: float) -> None:
        if limits.remaining is not None:
            left = limits.remaining // self._workers
            self.ledger.learn(ServerLimits(remaining=left, resets_in=limits.resets_in), now)

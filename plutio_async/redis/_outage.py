"""An outage of the server: when to try again, and the share of the budget that a worker has until then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define

from plutio_async._core.errors import ConnectionFailed
from plutio_async._ratelimit.headers import ServerLimits
from plutio_async._ratelimit.ledger import Ledger
from plutio_async._ratelimit.protocol import Lease
from plutio_async.redis._caller import Caller
from plutio_async.redis._exchange import Answer, Terms

_FIRST_PAUSE = 0.05


@define
class Outage:
    """The exchanges in a row that failed; none while the server answers.

    One failure is no outage yet: perhaps the server only closed an idle connection long ago.

    Attributes:
        workers: How many shares the budget has meanwhile; ``None`` when no call is granted then.
        wait: Seconds that callers wait for the server to come back, if there are no shares.
        longest_pause: Seconds between two attempts at most.
        not_before: When the next attempt may be made, which is after a pause.
    """

    workers: int | None
    wait: float
    longest_pause: float
    error: ConnectionFailed | None = None
    since: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    @property
    def is_certain(self) -> bool:
        return self.failures > 1

    def add(self, error: ConnectionFailed, now: float) -> None:
        """An exchange failed."""
        self.since = self.since if self.failures else now
        self.not_before = now + min(_FIRST_PAUSE * 2 ** min(self.failures, 10), self.longest_pause)
        self.failures += 1
        self.error = error

    def end(self) -> None:
        """The server answered."""
        self.failures, self.error, self.not_before = 0, None, 0.0

    def wait_of(self, caller: Caller, now: float) -> float:
        """Seconds for which the caller still waits for the server; negative when it has waited for too long."""
        return max(self.since, caller.joined) + self.wait - now


class Share:
    """The ``workers``-th part of the budget, kept in this process.

    Of what was free when the server last answered, the worker may use only its part until every call that the log knew
    is a period old; after that its part of the limit.
    """

    def __init__(self, terms: Terms, workers: int, known: Answer, now: float) -> None:
        part = terms.limit // workers
        self._workers = workers
        self.first_grant: float | None = None
        capacity = max(1, min(part, terms.capacity // workers))
        self.ledger = Ledger(part, terms.period, capacity, min(part - 1, terms.reserve // workers), now)
        left = known.remaining(now) // workers
        if left < part:
            self.ledger.tighten(left, now, terms.span + terms.in_flight)
        if pause := known.pause(now):
            self.ledger.pause.begin(pause, now)

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
        return self.ledger.moment(lease, now) - now

    def settle(self, lease: Lease, moment: float) -> None:
        """Leases that the server granted do not count here: the share is what they left."""
        if lease in self.ledger.open:
            self.ledger.settle(lease, moment)

    def learn(self, limits: ServerLimits, now: float) -> None:
        if limits.remaining is not None:
            self.ledger.tighten(limits.remaining // self._workers, now, limits.resets_in)

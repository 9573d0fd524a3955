"""One exchange with the server: terms, reports and callers go out, grants and the state of the budget come back."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from attrs import field, frozen

from plutio_async._core.errors import ConfigurationError
from plutio_async._ratelimit.ledger import PROBE_TIMEOUT
from plutio_async._ratelimit.protocol import Lease
from plutio_async._ratelimit.window import Window
from plutio_async.redis._caller import Caller
from plutio_async.redis._link import Link, Script

_PARTS = ("state", "reports", "queue", "answer")
_KEYS = ("log", "background", "state", "claims")


def microseconds(seconds: float) -> int:
    return round(seconds * 1e6)


class Terms:
    """The numbers that all workers of a budget agree upon, and the intervals that follow; durations in seconds.

    ``poll`` is the longest pause between two exchanges while callers wait. For ``queue_ttl`` after its last exchange
    the callers of a worker stay in the queue. ``retry`` is the longest pause between two attempts to reach the server;
    within ``grace`` after it is back every worker has had an exchange.
    """

    def __init__(
        self, limit: int, period: float, capacity: int, reserve: int, *, in_flight: float, timeout: float
    ) -> None:
        self.limit = limit
        self.period = float(period)
        self.capacity = capacity
        self.reserve = reserve
        self.in_flight = float(in_flight)
        self.timeout = timeout
        self.spare_tokens = reserve * capacity // limit
        self.span = Window(1, period).span
        self.poll = min(2.0, max(0.02, period / 50))
        self.queue_ttl = max(1.0, 5 * self.poll)
        self.retry = min(1.0, max(0.05, period / 10))
        self.grace = 2 * (self.retry + timeout)

    def most(self, *, background: bool) -> int:
        """The most calls that can ever be taken at once."""
        if background:
            return min(self.limit - self.reserve, self.capacity - self.spare_tokens)
        return self.capacity

    def as_json(self) -> dict[str, int]:
        """All of them, with durations in microseconds."""
        numbers = {"probe_timeout": PROBE_TIMEOUT, **vars(self)}
        return {name: microseconds(number) if isinstance(number, float) else number for name, number in numbers.items()}


@frozen(eq=False)
class Report:
    """An event at the moment ``at`` of this worker's monotonic clock. ``subject`` is a call, or a caller."""

    name: str
    subject: str
    at: float
    numbers: tuple[int, ...] = ()

    def as_json(self, now: float) -> list[Any]:
        return [self.name, self.subject, max(0, microseconds(now - self.at)), *self.numbers]


class Outbox:
    """Reports in order, until the server has them. All can arrive twice without harm, so an answer may get lost."""

    def __init__(self, keep: float) -> None:
        self._keep = keep
        self._reports: deque[Report] = deque()
        self._latest: dict[str, Report] = {}

    def __bool__(self) -> bool:
        return bool(self._reports or self._latest)

    def add(self, name: str, subject: str, at: float, *numbers: int) -> None:
        self._reports.append(Report(name, subject, at, numbers))
        while self._reports[0].at < at - self._keep:
            self._reports.popleft()

    def replace(self, name: str, at: float, *numbers: int) -> None:
        """Of these only the latest matters."""
        self._latest[name] = Report(name, "", at, numbers)

    def waiting(self) -> list[Report]:
        return [*self._reports, *self._latest.values()]

    def holds(self, name: str) -> bool:
        return any(report.name == name for report in self._reports)

    def remove(self, reports: list[Report]) -> None:
        """The server has got them."""
        received = set(reports)
        while self._reports and self._reports[0] in received:
            self._reports.popleft()
        self._latest = {name: report for name, report in self._latest.items() if report not in received}


@frozen
class Answer:
    """The budget at the moment ``at`` of the worker's monotonic clock; durations in seconds from then.

    ``next`` is when the next slot becomes free, ``last`` when all are; ``paused`` is what is left of a pause. For
    ``closed`` seconds no call is granted because the server has lost its data. ``granted`` and ``waits`` go by the
    numbers of leases. ``probe`` is the number of the worker's lease that is the probe after a pause; ``probed`` is
    whether a worker has one. ``others`` callers of other workers wait. ``limit`` is the API's while that is less than
    the ``size`` of the budget, and for no longer than ``last``.
    """

    at: float
    size: int
    limit: int
    free: int
    next: float = 0.0
    last: float = 0.0
    paused: float = 0.0
    closed: float = 0.0
    granted: list[int] = field(factory=list)
    waits: dict[int, float] = field(factory=dict)
    probe: int | None = None
    probed: bool = False
    others: int = 0

    def pause(self, now: float) -> float:
        """Seconds that are left of the pause."""
        return max(0.0, self.at + self.paused - now)

    def limit_at(self, now: float) -> int:
        """Calls in each period."""
        return self.size if now >= self.at + self.last else self.limit

    def remaining(self, now: float) -> int:
        """Calls that are left, if none was made since."""
        return max(0, self.size if now >= self.at + self.last else self.free)

    def resets_in(self, now: float) -> float:
        """Seconds until all calls are free again."""
        return max(0.0, self.at + max(self.last, self.paused) - now)

    def wait(self, slots: int, span: float, now: float) -> float:
        """Seconds until that many slots are free, if the slots in use become free evenly."""
        cycles, index = divmod(slots - 1, self.size)
        missing = index + 1 - self.remaining(now)
        if missing <= 0:
            return max(self.pause(now), cycles * span)
        used = max(1, self.size - self.free)
        share = 0.0 if used == 1 else min(1.0, (missing - 1) / (used - 1))
        moment = self.at + self.next + share * (self.last - self.next) - now
        return max(0.0, self.pause(now), moment) + cycles * span


class Exchange:
    """Sends and receives for one worker."""

    def __init__(self, link: Link, terms: Terms, key: str) -> None:
        self._link = link
        self._terms = terms
        self._keys = [f"{{{key}}}:{name}" for name in _KEYS]  # braces keep them together on a cluster
        self._key = key
        lua = files("plutio_async.redis").joinpath("lua")
        self._script = Script("\n".join(lua.joinpath(f"{part}.lua").read_text(encoding="utf-8") for part in _PARTS))
        self.is_under_way = False
        self._epoch = ""
        self._answered_at = 0.0

    def calls(self, lease: Lease) -> list[str]:
        """The server's names for the calls of a lease."""
        return [f"{self._link.worker}:{number}" for number in range(lease.number, lease.number + lease.n)]

    async def send(self, callers: Iterable[Caller], reports: list[Report], away: float = 0.0) -> Answer:
        """``away``: seconds since the first call of this worker that the server does not know.

        Raises:
            ConnectionFailed: no answer came.
            ConfigurationError: the server refuses, or other workers have another period.
        """
        began = time.monotonic()
        ask = self._terms.as_json() | {
            "worker": self._link.worker,
            "epoch": self._epoch if began < self._answered_at + self._terms.span + self._terms.in_flight else "",
            "away": microseconds(away),
            "fresh": secrets.token_hex(8),
            "reports": [report.as_json(began) for report in reports],
            "calls": [caller.as_json() for caller in callers],
        }
        self.is_under_way = True
        try:
            answer = json.loads(await self._link.run(self._script, self._keys, [json.dumps(ask)]))
        finally:
            self.is_under_way = False
        if "period" in answer:
            raise ConfigurationError(
                f"other workers use the key {self._key!r} with a period of {answer['period'] / 1e6:g} s, this one of "
                f"{self._terms.period:g} s; give all the same, or another key"
            )
        self._epoch, self._answered_at = answer["epoch"], began
        return self._read(answer)

    def _read(self, answer: dict[str, Any]) -> Answer:
        worker, _, probe = answer["probe"].partition(":")
        return Answer(
            at=time.monotonic(),
            size=self._terms.limit,
            limit=answer["limit"],
            free=answer["free"],
            next=answer["next"] / 1e6,
            last=answer["last"] / 1e6,
            paused=max(answer["paused"], answer["closed"]) / 1e6,
            closed=answer["closed"] / 1e6,
            granted=list(answer["granted"]),
            waits={number: wait / 1e6 for number, wait in answer["waits"]},
            probe=int(probe) if worker == self._link.worker else None,
            probed=bool(probe),
            others=answer["others"],
        )

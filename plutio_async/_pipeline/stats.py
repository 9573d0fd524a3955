"""Counts of what a client does."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Literal

from attrs import frozen

from plutio_async._core.call import Operation, Waited

Cause = Literal["budget", "token", "backoff"]

_NOTICEABLE = 0.01
"""Seconds; a shorter wait is none."""


@frozen
class Stats:
    """What a client and its views did since it was made. A copy: it does not change.

    Attributes:
        since: When the client was made.
        calls: Requests to the API by operation, such as ``"tasks.list"``; ``"oauth.token"`` for token calls,
            ``"request"`` for those of ``request()``. Each attempt counts, as it does in the budget.
        retries: Those of them that repeat a failed attempt.
        waits: Waits of calls that took more than 10 ms, by cause: ``"budget"``, ``"token"``, ``"backoff"``.
        waited: The seconds of all waits, by cause.
        coalesced: Reads that made no call, because another one of the same time had the answer; see ``coalesce=``.
    """

    since: datetime
    calls: dict[str, int]
    retries: int
    waits: dict[str, int]
    waited: Waited
    coalesced: int


class Counts:
    """The counts, while they grow."""

    def __init__(self, now: float) -> None:
        self.coalesced = 0
        self._since = datetime.fromtimestamp(now, UTC)
        self._calls: dict[str, int] = defaultdict(int)
        self._retries = 0
        self._waits: dict[str, int] = {"budget": 0, "token": 0, "backoff": 0}
        self._waited: dict[str, float] = {"budget": 0.0, "token": 0.0, "backoff": 0.0}

    def add_attempt(self, operation: Operation, number: int, sign: int = 1) -> None:
        """An attempt of a call; with ``sign=-1`` it did not happen."""
        self._calls[operation.name] += sign
        if number > 1:
            self._retries += sign

    def add_wait(self, cause: Cause, seconds: float) -> None:
        self._waited[cause] += seconds
        if seconds > _NOTICEABLE:
            self._waits[cause] += 1

    def stats(self) -> Stats:
        """A copy."""
        calls = {name: count for name, count in self._calls.items() if count}
        return Stats(self._since, calls, self._retries, dict(self._waits), Waited(**self._waited), self.coalesced)

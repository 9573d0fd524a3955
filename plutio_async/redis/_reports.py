"""The reports of a worker to the server."""

from __future__ import annotations

from collections import deque
from typing import Any

from attrs import frozen

from plutio_async.redis._terms import microseconds


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
        received = set(map(id, reports))
        while self._reports and id(self._reports[0]) in received:
            self._reports.popleft()
        self._latest = {name: report for name, report in self._latest.items() if id(report) not in received}

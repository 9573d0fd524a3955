"""The progress of an export on stderr: one line that changes on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from plutio_async.cli.failures import note

if TYPE_CHECKING:
    from plutio_async._ratelimit.protocol import CallBudget

_PAGE = 499
"""New records of a page: pages overlap by one."""


class Progress:
    """Follows an export. ``expected`` has the records of each resource in the last export, from which the end follows.

    The API gives no totals, so the end of a first export is unknown.
    """

    def __init__(self, budget: CallBudget, expected: dict[str, int], show: Callable[[str], None] | None) -> None:
        self.records: int = 0
        self.calls: int = 0
        self._budget = budget
        self._expected = dict(expected)
        self._left = len(expected)
        self._show = show
        self._began = time.monotonic()
        self._read = 0

    def page(self, resource: str, records: int) -> None:
        """Shows how far a resource is."""
        if self._show is not None:
            self._show(f"{resource}: {records:,} records; {self._budget.remaining:,} calls left; {self._end(records)}")

    def done(self, resource: str, records: int, calls: int) -> None:
        """A line for each resource."""
        self.records += records
        self.calls += calls
        self._read += records
        self._expected.pop(resource, None)
        note(f"{resource}: {records:,} records, {calls} calls; {self._budget.remaining:,} calls left")

    def skipped(self, resource: str, reason: str) -> None:
        """Says what is left out."""
        self._expected.pop(resource, None)
        note(f"{resource}: left out: {reason}")

    def _end(self, records: int) -> str:
        total, read = sum(self._expected.values()), self._read + records
        if not total or not read:
            return "end unknown, the API gives no totals"
        left = max(0, total - records)
        calls = left // _PAGE + len(self._expected)
        wait = self._budget.estimate(calls) if calls <= self._budget.limit else 3600.0 * calls / self._budget.limit
        seconds = max(wait, (time.monotonic() - self._began) / read * left)
        return f"end at about {datetime.fromtimestamp(time.time() + seconds):%H:%M:%S}, if as much as last time"  # noqa: DTZ006


@contextmanager
def shown(budget: CallBudget, expected: dict[str, int]) -> Iterator[Progress]:
    """The progress, on a changing line if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Progress(budget, expected, None)
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    with console.status("") as status:
        yield Progress(budget, expected, lambda text: status.update(escape(text)))

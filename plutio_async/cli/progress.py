"""The progress of an export on stderr: one line that changes on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.errors import counted
from plutio_async.cli.failures import note

if TYPE_CHECKING:
    from plutio_async import Plutio

_PERIOD = 3600.0
"""Seconds of the window of the budget."""
_PAUSE = 10.0
"""Seconds between two lines of a resource in a pipe."""


class Progress:
    """Follows an export. ``expected`` are the calls of each resource in the last one, from which the end follows.

    The API gives no totals, so the end of a first export is unknown.
    """

    def __init__(
        self,
        plutio: Plutio,
        expected: Mapping[str, int],
        show: Callable[[str], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.records: int = 0
        self.calls: int = 0
        self._plutio = plutio
        self._expected = dict(expected)
        self._show = show
        self._clock = clock or SystemClock()
        self._began = self._shown = self._clock.monotonic()

    def page(self, resource: str, records: int, calls: int) -> None:
        """Shows how far a resource is."""
        end = self._end(resource, calls) or "end unknown, the API gives no totals"
        self._update(f"{resource}: {counted(records, 'record')}; {self._left()}; {end}")

    def done(self, resource: str, records: int, calls: int) -> None:
        """A line for each resource."""
        self.records += records
        self.calls += calls
        self._expected.pop(resource, None)
        end = f"; {end}" if (end := self._end()) else ""
        note(f"{resource}: {counted(records, 'record')}, {counted(calls, 'call')}; {self._left()}{end}")

    def skipped(self, resource: str, reason: str) -> None:
        """Says what is left out."""
        self._expected.pop(resource, None)
        note(f"{resource}: left out: {reason}")

    def attachment(self, done: int, missing: int) -> None:
        """Shows how many attachments were fetched."""
        self._update(f"attachments: {done:,} of {missing:,}")

    def _left(self) -> str:
        return f"{counted(self._plutio.budget.remaining, 'call')} left"

    def _update(self, text: str) -> None:
        if self._show is not None:
            self._show(text)
        elif self._clock.monotonic() - self._shown >= _PAUSE:
            self._shown = self._clock.monotonic()
            note(text)

    def _end(self, resource: str = "", made: int = 0) -> str | None:
        """When the calls that are left are over: each takes as long as those before, and may wait for the hour."""
        last = self._expected.get(resource)
        calls = sum(self._expected.values()) - (0 if last is None else min(last, made))
        stats = self._plutio.stats
        if not calls:
            return None
        each = (self._clock.monotonic() - self._began - stats.waited.budget) / max(1, sum(stats.calls.values()))
        now = self._clock.time()
        end = _local(now + max(calls * each, self._wait(calls) + each))
        day = "" if end.date() == _local(now).date() else f"{end:%Y-%m-%d} "
        return f"end at about {day}{end:%H:%M:%S}, if as much as last time"

    def _wait(self, calls: int) -> float:
        """Seconds until the last of so many calls is free: one that is taken now is free again after an hour."""
        budget = self._plutio.budget
        hours, rest = divmod(calls - 1, budget.limit)
        return hours * _PERIOD + budget.estimate(rest + 1)


def _local(moment: float) -> datetime:
    return datetime.fromtimestamp(moment).astimezone()


@contextmanager
def shown(plutio: Plutio, expected: Mapping[str, int]) -> Iterator[Progress]:
    """The progress, on a changing line if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Progress(plutio, expected)
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    with console.status("", spinner="line") as status:
        yield Progress(plutio, expected, lambda text: status.update(escape(text)))

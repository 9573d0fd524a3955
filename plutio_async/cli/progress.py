"""The progress of a long command on stderr: one line that changes on a terminal, plain lines in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from plutio_async._core.clock import Clock, SystemClock
from plutio_async._ratelimit.protocol import shape_of
from plutio_async.cli.failures import note
from plutio_async.cli.words import counted

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
        """When the calls that are left are over, if that is known."""
        last = self._expected.get(resource)
        calls = sum(self._expected.values()) - (0 if last is None else min(last, made))
        return f"{_end(self._plutio, self._clock, self._began, calls)}, if as much as last time" if calls else None


def _end(plutio: Plutio, clock: Clock, began: float, calls: int) -> str:
    """When so many calls are over: each takes as long as those before, and may wait for the hour."""
    stats = plutio.stats
    each = (clock.monotonic() - began - stats.waited.budget) / max(1, sum(stats.calls.values()))
    wait, now = waiting(plutio, calls), clock.time()
    end = _local(now + max(calls * each, wait + each))
    day = "" if end.date() == _local(now).date() else f"{end:%Y-%m-%d} "
    return f"end at about {day}{end:%H:%M:%S}"


def waiting(plutio: Plutio, calls: int) -> float:
    """Seconds for which so many calls wait for the hour. The background has the share that the reserve leaves."""
    priority = plutio._sender.options.priority
    limit = plutio.budget.limit
    capacity, reserve = shape_of(limit, _PERIOD, None, None)
    hours, rest = divmod(calls - 1, capacity - reserve if priority == "background" else limit)
    return hours * _PERIOD + plutio.budget.estimate(rest + 1, priority)  # a call is free again after an hour


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


@contextmanager
def counting(plutio: Plutio, total: int, unit: str) -> Iterator[Callable[[], None]]:
    """Shows how many of ``total`` are done, and when the rest will be. The function that it gives counts one."""
    clock = plutio._sender.shared.clock
    began = shown_at = clock.monotonic()
    done = 0

    def text() -> str:
        end = f"; {_end(plutio, clock, began, total - done)}" if done < total else ""
        return f"plutio: {done:,} of {total:,} {unit}; {counted(plutio.budget.remaining, 'call')} left{end}"

    def in_pipe() -> None:
        nonlocal done, shown_at
        done += 1
        if clock.monotonic() - shown_at >= _PAUSE:
            shown_at = clock.monotonic()
            note(text())

    if not sys.stderr.isatty():
        yield in_pipe
        return
    from rich.console import Console

    with Console(stderr=True).status("", spinner="line") as status:

        def on_terminal() -> None:
            nonlocal done
            done += 1
            status.update(text())

        yield on_terminal

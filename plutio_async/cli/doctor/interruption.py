"""Ctrl-C and SIGTERM during a run: the first cancels it, so that it cleans up; a second one ends the clean-up too."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import anyio

from plutio_async.cli.doctor.run import Run
from plutio_async.cli.failures import TERMINATED, Failed, note


class Interruption:
    """What signals do while a run lasts, and while its outcome is shown. A signal that is ignored stays so."""

    def __init__(self) -> None:
        self._received: list[int] = []
        self._run: Run | None = None
        self._cancel: Callable[[], object] | None = None

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Raises at the end if there was a signal: ``KeyboardInterrupt``, or ``Failed`` if it was SIGTERM."""
        former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        former = {number: handler for number, handler in former.items() if handler not in (signal.SIG_IGN, None)}
        for number in former:
            signal.signal(number, self._handle)
        try:
            yield
            if self._received:
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            if self._received[:1] == [signal.SIGTERM]:
                raise Failed("ended by SIGTERM", TERMINATED) from None
            raise
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    @contextmanager
    def cancels(self, run: Run) -> Iterator[None]:
        """The first signal cancels the block, which then ends without an error."""
        with anyio.CancelScope() as scope:
            self._run, self._cancel = run, partial(_cancel, asyncio.get_running_loop(), scope, run)
            try:
                yield
            finally:
                self._run = self._cancel = None

    def _handle(self, number: int, _frame: object) -> None:
        """What comes after the end has begun is ignored, so that what is left behind is always shown."""
        self._received.append(number)
        count = len(self._received)
        if count == 1 and self._cancel is not None:
            self._cancel()
        elif count == 2 and self._run is not None:
            self._run.cleans_up = False
            raise KeyboardInterrupt
        elif count == 1:
            raise KeyboardInterrupt


def _cancel(loop: asyncio.AbstractEventLoop, scope: anyio.CancelScope, run: Run) -> None:
    def cancel() -> None:
        if run.made:
            note("plutio: removes what it made; a second Ctrl-C ends that")
        scope.cancel()

    loop.call_soon_threadsafe(cancel)

"""The CPU time that a call spends on observers and on its log line when there is neither."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from benchmarks.speed.callers import BIG_BUDGET
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.sizes import Sizes
from plutio_async import Budget
from plutio_async._core.call import Call, Operation
from plutio_async._core.clock import SystemClock
from plutio_async._models.answers import anything
from plutio_async._pipeline.calls import CallState
from plutio_async._pipeline.observing import Observers
from plutio_async._pipeline.settings import Options, Settings


def rows(sizes: Sizes) -> Iterator[Row]:
    """One row. Its rival is a fixed time, since the cost is far below the noise of a whole call."""
    cases: dict[str, Case] = {"hooks": lambda: _unobserved(sizes.acquired), "microsecond": lambda: 1e-6}
    figures = by_turns(cases, sizes.rounds)
    yield Row("a call's hooks, without observer and log", "1 µs", ratio(figures, "hooks", "microsecond"), at_most(1.0))


def _unobserved(times: int) -> float:
    """What a call with one attempt and one wait does for observers, without the time of the loop."""
    assert not logging.getLogger("plutio_async").isEnabledFor(logging.DEBUG)
    call = Call(Operation("tasks_list", "GET", "/tasks", idempotent=True), anything)
    observers = Observers(
        None, Settings("id", "secret", "https://api.example.com"), None, Budget(BIG_BUDGET), SystemClock()
    )
    state = CallState(call, Options())
    began = time.process_time()
    for _ in range(times):
        observers.observe(call)
        with state:
            observed = state.observed
            if observed is not None or observed is not None or observed is not None:  # around the attempt
                raise AssertionError
            if state.observed is not None or state.observed is not None:  # around the wait
                raise AssertionError
    used = time.process_time() - began
    began = time.process_time()
    for _ in range(times):
        pass
    return (used - (time.process_time() - began)) / times

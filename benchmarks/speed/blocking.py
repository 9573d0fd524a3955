"""What the synchronous client adds to a call, compared with an empty call of anyio's blocking portal."""

from __future__ import annotations

from collections.abc import Iterator

from anyio.from_thread import start_blocking_portal

from benchmarks.speed import callers, records
from benchmarks.speed.calling import Canned, in_process
from benchmarks.speed.rounds import Figures, by_turns, cpu, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.sizes import Sizes


def rows(sizes: Sizes) -> Iterator[Row]:
    """One row, for a call in process."""
    cases = {
        "sync": lambda: _sync(sizes.calls),
        "async": in_process(callers.sdk, sizes),
        "portal": lambda: _empty(sizes.calls),
    }
    found = by_turns(cases, sizes.rounds)
    added = [whole - call for whole, call in zip(found["sync"], found["async"], strict=True)]
    figures: Figures = {"added": added, "portal": found["portal"]}
    what = "what a call of `plutio_async.sync` adds to the asynchronous one"
    yield Row(what, "an empty `portal.call`", ratio(figures, "added", "portal"), at_most(1.3))


def _sync(calls: int) -> float:
    with callers.blocking("http://localhost/0", Canned(records.as_json(records.dense(1)))) as ask:
        cpu(lambda: ask(1), max(1, calls // 10))
        return cpu(lambda: ask(1), calls)


def _empty(calls: int) -> float:
    async def nothing() -> None:
        """An empty coroutine function, as the methods of the client are."""

    with start_blocking_portal() as portal:
        cpu(lambda: portal.call(nothing), max(1, calls // 10))
        return cpu(lambda: portal.call(nothing), calls)

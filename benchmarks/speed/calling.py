"""The CPU time of a call, without a network and over the loopback, alone and with concurrent calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from unittest.mock import patch

import anyio
import httpx

from benchmarks.speed import callers, records
from benchmarks.speed.callers import Ask, Caller
from benchmarks.speed.rounds import Case, by_turns, ratio
from benchmarks.speed.rows import Row, at_most
from benchmarks.speed.server import TOKEN, served
from benchmarks.speed.sizes import Sizes
from plutio_async._core import json_text

_RAW = "`httpx` `get(params)` `.json()`"


class Canned(httpx.AsyncBaseTransport):
    """Always returns the same response at once, so that only the client's work is measured."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = TOKEN if request.method == "POST" else self._content
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
        return httpx.Response(200, headers=headers, content=content)


def rows(sizes: Sizes) -> Iterator[Row]:
    """Rows for calls in process, then for calls to a server."""
    cases = {"sdk": in_process(callers.sdk, sizes), "raw": in_process(callers.raw, sizes)}
    figures = by_turns(cases, sizes.rounds)
    yield Row("a call in process, 1 record", _RAW, ratio(figures, "sdk", "raw"), at_most(1.0, 0.8))
    with served(100) as host:
        yield from _over_loopback(sizes, callers.sdk(f"{host}/0"), callers.raw(f"{host}/0"))


def in_process(made: Callable[[str, httpx.AsyncBaseTransport], Caller], sizes: Sizes) -> Case:
    """The CPU time of a call without a network."""
    caller = made("http://localhost/0", Canned(records.as_json(records.dense(1))))
    return _costs(caller, 2 * sizes.calls, 1)


def _over_loopback(sizes: Sizes, sdk: Caller, raw: Caller) -> Iterator[Row]:
    calls = sizes.calls
    one = by_turns({"sdk": _costs(sdk, calls, 1), "raw": _costs(raw, calls, 1)}, sizes.rounds)
    yield Row("a call on the loopback, 1 record", _RAW, ratio(one, "sdk", "raw"), at_most(0.75))
    pages = {name: _costs(caller, calls // 4, 1, length=50) for name, caller in (("sdk", sdk), ("raw", raw))}
    page = by_turns({**pages, "standard": _without_speed(pages["sdk"])}, sizes.rounds)
    what = "a call on the loopback, 50 records"
    yield Row(what, _RAW, ratio(page, "standard", "raw"), at_most(1.0))
    yield Row(f"{what}, with the extra `speed`", _RAW, ratio(page, "sdk", "raw"), at_most(0.85))
    crowded = by_turns({"1": _costs(sdk, calls, 1), "100": _costs(sdk, calls, 100)}, sizes.rounds)
    yield Row("a call among 100 at a time", "the same alone", ratio(crowded, "100", "1"), at_most(1.2, 1.0))
    rivals = by_turns({"sdk": _costs(sdk, calls, 100), "raw": _costs(raw, calls, 100)}, sizes.rounds)
    yield Row("a call among 100 at a time", f"{_RAW}, also 100", ratio(rivals, "sdk", "raw"), at_most(0.3))


def _without_speed(case: Case) -> Case:
    """The same with the parser of the standard library."""

    def standard() -> float:
        with patch.object(json_text, "fast_parser", lambda: None):
            return case()

    return standard


def _costs(caller: Caller, calls: int, at_a_time: int, length: int = 1) -> Case:
    """The CPU time of one call. Each round has a new client, so that a bad state of a pool does not last."""
    return lambda: anyio.run(cost, caller, calls, at_a_time, length)


async def cost(caller: Caller, calls: int, at_a_time: int, length: int) -> float:
    """The CPU time of one call, in seconds."""
    async with caller() as ask:
        await _many(ask, max(1, calls // 10 // at_a_time), at_a_time, length)
        each = max(1, calls // at_a_time)
        began = time.process_time()
        await _many(ask, each, at_a_time, length)
        return (time.process_time() - began) / (each * at_a_time)


async def _many(ask: Ask, each: int, at_a_time: int, length: int) -> None:
    """Runs ``at_a_time`` tasks that make ``each`` calls."""

    async def some() -> None:
        for _ in range(each):
            await ask(length)

    async with anyio.create_task_group() as group:
        for _ in range(at_a_time):
            group.start_soon(some)

"""Concurrent calls, and checks of their writes and token calls on the server's side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

import anyio
import httpx

from chaos.trial import Tally
from plutio_async import OutcomeUnknown, Plutio, PlutioError
from plutio_async.testing import Event, Sandbox

Wrapper = Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path


def unchanged(transport: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
    """The transport of the client under test; tests replace it with a faulty one."""
    return transport


async def run_concurrently(count: int, workers: int, call: Callable[[int], Awaitable[None]]) -> None:
    """Makes ``count`` numbered calls, ``workers`` at a time."""
    todo = iter(range(count))

    async def work() -> None:
        for number in todo:
            await call(number)

    async with anyio.create_task_group() as group:
        for _ in range(min(count, workers)):
            group.start_soon(work)


class Writes:
    """Compares the creates in the sandbox with those that were acknowledged. Each has a unique title."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._made: Counter[str] = Counter()
        self._acknowledged: set[str] = set()
        self._failed: set[str] = set()
        sandbox.on_event(self._note)

    def _note(self, event: Event) -> None:
        if event.action == "create":
            self._made[event.record["title"]] += 1

    async def create(self, plutio: Plutio, title: str) -> str:
        """Creates a task and returns its id.

        Raises:
            PlutioError: the call failed.
        """
        try:
            task = await plutio.tasks.create(title=title)
        except OutcomeUnknown:
            raise
        except PlutioError:
            self._failed.add(title)
            raise
        self._acknowledged.add(title)
        assert task.id is not None
        return task.id

    def judge(self, tally: Tally) -> None:
        tally.fail("duplicated writes", sum(count > 1 for count in self._made.values()))
        tally.fail("acknowledged writes that are missing", len(self._acknowledged - self._made.keys()))
        tally.fail("failed writes that exist", len(self._failed & self._made.keys()))


class CountingTransport(httpx.AsyncBaseTransport):
    """Counts the token calls of one client, and how many of them were concurrent."""

    def __init__(self, sandbox: Sandbox, name: str = "") -> None:
        self.name = name
        self._transport = sandbox.transport()
        self.token_calls = 0
        self.most_concurrent = 0
        self._in_flight = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith(TOKEN_PATH):
            return await self._transport.handle_async_request(request)
        self.token_calls += 1
        self._in_flight += 1
        self.most_concurrent = max(self.most_concurrent, self._in_flight)
        try:
            return await self._transport.handle_async_request(request)
        finally:
            self._in_flight -= 1

    def judge(self, tally: Tally) -> None:
        tally.note("token calls", self.token_calls)
        tally.fail("concurrent token calls", max(0, self.most_concurrent - 1))

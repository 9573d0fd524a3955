"""Callers at work, and what the server has to say of their writes and its tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

import anyio
import httpx

from chaos.trial import Tally
from plutio_async import OutcomeUnknown, Plutio, PlutioError
from plutio_async.testing import Event, Sandbox

Through = Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path


def unchanged(transport: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
    """What the client on trial sends through; tests put a transport with a vice before it."""
    return transport


async def at_once(count: int, workers: int, call: Callable[[int], Awaitable[None]]) -> None:
    """Makes ``count`` numbered calls, ``workers`` at a time."""
    todo = iter(range(count))

    async def work() -> None:
        for number in todo:
            await call(number)

    async with anyio.create_task_group() as group:
        for _ in range(min(count, workers)):
            group.start_soon(work)


class Writes:
    """The creates that the sandbox saw, beside those that were acknowledged. Each has a title of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._made: Counter[str] = Counter()
        self._acknowledged: set[str] = set()
        self._failed: set[str] = set()
        sandbox.on_event(self._note)

    def _note(self, event: Event) -> None:
        if event.action == "create":
            self._made[event.record["title"]] += 1

    async def create(self, plutio: Plutio, title: str) -> str:
        """A task; gives its id.

        Raises:
            PlutioError: as the client does.
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
        tally.fail("writes doubled", sum(count > 1 for count in self._made.values()))
        tally.fail("writes acknowledged and not there", len(self._acknowledged - self._made.keys()))
        tally.fail("writes said to have failed and there", len(self._failed & self._made.keys()))


class Line(httpx.AsyncBaseTransport):
    """One client's way to the sandbox, on which its token calls are counted, and how many were under way at once."""

    def __init__(self, sandbox: Sandbox, name: str = "") -> None:
        self.name = name
        self._beyond = sandbox.transport()
        self.token_calls = 0
        self.most_at_once = 0
        self._under_way = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith(TOKEN_PATH):
            return await self._beyond.handle_async_request(request)
        self.token_calls += 1
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            return await self._beyond.handle_async_request(request)
        finally:
            self._under_way -= 1

    def judge(self, tally: Tally) -> None:
        tally.note("token calls", self.token_calls)
        tally.fail("token calls at the same time", max(0, self.most_at_once - 1))

"""Two ways to list tasks: a typed call of the SDK, and an untyped call of a bare httpx client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any

import httpx

from plutio_async import Plutio
from plutio_async.sync import Plutio as BlockingPlutio

Ask = Callable[[int], Coroutine[Any, Any, list[Any]]]
"""Lists so many tasks."""

Caller = Callable[[], AbstractAsyncContextManager[Ask]]
"""Opens a new client until the block ends."""

POOL = 100
BIG_BUDGET = 10**9
"""More calls than a benchmark makes, so that no call waits for the budget."""

HTTPX_DEFAULT = httpx.Limits(max_connections=POOL, max_keepalive_connections=20)
ALL_KEPT = httpx.Limits(max_connections=POOL, max_keepalive_connections=POOL)

_PROJECT = "jBrHMWiisaeTY5ms4"
_SORT = "createdAt_asc"


def sdk(url: str, transport: httpx.AsyncBaseTransport | None = None) -> Caller:
    """Calls of the SDK, which return models."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ask]:
        async with plutio(url, transport) as client:

            async def ask(count: int) -> list[Any]:
                return await client.tasks.list(project_id=_PROJECT, sort=_SORT, skip=0, limit=count)

            yield ask

    return opened


@contextmanager
def blocking(url: str, transport: httpx.AsyncBaseTransport) -> Iterator[Callable[[int], list[Any]]]:
    """The same calls of the synchronous client."""
    settings: dict[str, Any] = {"business": "example", "base_url": url, "budget": BIG_BUDGET, "max_connections": POOL}
    with BlockingPlutio("id", "secret", transport=transport, **settings) as client:

        def ask(count: int) -> list[Any]:
            return client.tasks.list(project_id=_PROJECT, sort=_SORT, skip=0, limit=count)

        yield ask


def raw(url: str, transport: httpx.AsyncBaseTransport | None = None, limits: httpx.Limits = HTTPX_DEFAULT) -> Caller:
    """Calls of httpx, which return dicts. They use a fixed token and ignore the status."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ask]:
        headers = {"Authorization": "Bearer token", "Business": "example"}
        timeout = httpx.Timeout(30.0, pool=None)
        async with httpx.AsyncClient(
            base_url=url, headers=headers, transport=transport, limits=limits, timeout=timeout
        ) as http:

            async def ask(count: int) -> list[Any]:
                params: dict[str, str | int] = {"projectId": _PROJECT, "sort": _SORT, "skip": 0, "limit": count}
                found: list[Any] = (await http.get("/tasks", params=params)).json()
                return found

            yield ask

    return opened


def plutio(url: str, transport: httpx.AsyncBaseTransport | None = None) -> Plutio:
    """A client with a budget that is never used up."""
    return Plutio(
        "id",
        "secret",
        business="example",
        base_url=url,
        budget=BIG_BUDGET,
        max_connections=POOL,
        transport=transport,
    )

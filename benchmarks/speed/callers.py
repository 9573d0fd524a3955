"""Ways to list tasks: a typed call of the SDK, and untyped calls of bare clients of httpx, httpx2 and aiohttp."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, Protocol

import aiohttp
import httpx
import httpx2

from plutio_async import Plutio
from plutio_async.sync import Plutio as BlockingPlutio


class Ask(Protocol):
    """Lists so many tasks."""

    def __call__(self, count: int, skip: int = 0) -> Coroutine[Any, Any, list[Any]]: ...


Caller = Callable[[], AbstractAsyncContextManager[Ask]]
"""Opens a new client until the block ends."""

POOL = 100
BIG_BUDGET = 10**9
"""More calls than a benchmark makes, so that no call waits for the budget."""

HTTPX_DEFAULT = httpx.Limits(max_connections=POOL, max_keepalive_connections=20)
ALL_KEPT = httpx.Limits(max_connections=POOL, max_keepalive_connections=POOL)

_PROJECT = "jBrHMWiisaeTY5ms4"
_SORT = "createdAt_asc"
_HEADERS = {"Authorization": "Bearer token", "Business": "example"}


def sdk(url: str, transport: httpx.AsyncBaseTransport | None = None) -> Caller:
    """Calls of the SDK, which return models."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ask]:
        async with plutio(url, transport) as client:

            async def ask(count: int, skip: int = 0) -> list[Any]:
                return await client.tasks.list(project_id=_PROJECT, sort=_SORT, skip=skip, limit=count)

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
        timeout = httpx.Timeout(30.0, pool=None)
        async with httpx.AsyncClient(
            base_url=url, headers=_HEADERS, transport=transport, limits=limits, timeout=timeout
        ) as http:

            async def ask(count: int, skip: int = 0) -> list[Any]:
                found: list[Any] = (await http.get("/tasks", params=_params(count, skip))).json()
                return found

            yield ask

    return opened


def raw2(url: str) -> Caller:
    """The same calls of httpx2."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ask]:
        timeout, limits = httpx2.Timeout(30.0, pool=None), httpx2.Limits(max_connections=POOL)
        async with httpx2.AsyncClient(base_url=url, headers=_HEADERS, limits=limits, timeout=timeout) as http:

            async def ask(count: int, skip: int = 0) -> list[Any]:
                found: list[Any] = (await http.get("/tasks", params=_params(count, skip))).json()
                return found

            yield ask

    return opened


def by_aiohttp(url: str) -> Caller:
    """The same calls of aiohttp."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ask]:
        pool, timeout = aiohttp.TCPConnector(limit=POOL), aiohttp.ClientTimeout(sock_read=30.0)
        async with aiohttp.ClientSession(headers=_HEADERS, connector=pool, timeout=timeout) as http:

            async def ask(count: int, skip: int = 0) -> list[Any]:
                async with http.get(f"{url}/tasks", params=_params(count, skip)) as answer:
                    found: list[Any] = await answer.json()
                return found

            yield ask

    return opened


def _params(count: int, skip: int) -> dict[str, str | int]:
    return {"projectId": _PROJECT, "sort": _SORT, "skip": skip, "limit": count}


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

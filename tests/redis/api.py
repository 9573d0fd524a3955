"""An API that only notes its callers, with the time of its own clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import coredis

_CALL = """
local time = redis.call('TIME')
return redis.call('RPUSH', KEYS[1], ARGV[1] .. ' ' .. time[1] .. string.format('%06d', time[2]))
"""


class Api:
    """Lives on a server of its own, which stays up."""

    def __init__(self, client: coredis.Redis[str], name: str) -> None:
        self._client = client
        self._name = f"calls:{name}"
        self._over = f"over:{name}"
        self._met = f"met:{name}"

    async def call(self, caller: str) -> None:
        await self._client.eval(_CALL, [self._name], [caller])

    async def is_over(self) -> bool:
        """Whether callers shall end."""
        return bool(await self._client.exists([self._over]))

    async def end(self) -> None:
        await self._client.set(self._over, "yes")

    async def meet(self, count: int) -> None:
        """Returns when that many callers have come here."""
        await self._client.incr(self._met)
        while int(await self._client.get(self._met) or 0) < count:
            await anyio.sleep(0.01)

    async def calls(self) -> list[tuple[str, float]]:
        """The callers and the moments of their calls, in seconds."""
        lines = await self._client.lrange(self._name, 0, -1)
        return [(caller, int(time) / 1e6) for caller, time in (line.split() for line in lines)]


@asynccontextmanager
async def api(url: str, name: str) -> AsyncIterator[Api]:
    async with coredis.Redis.from_url(url, decode_responses=True) as client:
        yield Api(client, name)


def worst_window(times: list[float], period: float) -> int:
    """The most calls in any window of that length."""
    times, first, worst = sorted(times), 0, 0
    for last, time in enumerate(times):
        while times[first] <= time - period:
            first += 1
        worst = max(worst, last - first + 1)
    return worst

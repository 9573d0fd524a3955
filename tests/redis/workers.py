"""Several worker processes: ``python -m tests.redis.workers`` with a plan as JSON forks them and waits for them.

The parent prints one line with the workers' process ids when they start, and each worker one line when it ends.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import anyio
import coredis  # noqa: F401 - imported once, before the fork, because it takes a second
import trio  # noqa: F401

from plutio_async._auth.credentials import Token
from plutio_async._auth.provider import TokenProvider
from plutio_async._core.clock import SystemClock
from plutio_async.errors import BudgetExceeded, ConnectionFailed
from plutio_async.redis import RedisBudget, RedisTokenStore
from tests.redis.api import Api, api


async def spend(worker: int, plan: dict[str, Any]) -> dict[str, int]:
    """Callers that take, call and settle until the API server stops them; counts the outcomes."""
    met = {"calls": 0, "failed": 0, "exceeded": 0}

    async def caller(budget: RedisBudget, served: Api) -> None:
        while not await served.is_over():
            try:
                lease = await budget.acquire(max_wait=plan["period"])
            except ConnectionFailed:
                met["failed"] += 1
                await anyio.sleep(0.05)
            except BudgetExceeded:
                met["exceeded"] += 1
                await anyio.sleep(0.05)
            else:
                await served.call(str(worker))
                met["calls"] += 1
                lease.settle()

    async with (
        api(plan["api"], plan["key"]) as served,
        RedisBudget(plan["url"], plan["limit"], plan["period"], key=plan["key"], **plan["budget"]) as budget,
        anyio.create_task_group() as group,
    ):
        for _ in range(plan["callers"]):
            group.start_soon(caller, budget, served)
    return met


async def fetch(worker: int, plan: dict[str, Any]) -> dict[str, list[str]]:
    """Callers that want a token, all at once; then the API refuses it, and they want another."""
    tokens: list[str] = []

    async with api(plan["api"], plan["key"]) as served, RedisTokenStore(plan["url"], key=plan["key"]) as store:

        async def token_call(**how: object) -> Token:
            await served.call(f"token-call-of-{worker}")
            number = len(await served.calls())
            await anyio.sleep(0.2)
            return Token(f"token-{number}", time.time() + 3600, ("example",))

        source = TokenProvider(token_call, clock=SystemClock(), store=store, account="client")

        async def caller() -> None:
            first = await source.get()
            await served.meet(plan["workers"] * plan["callers"])
            source.reject(first)
            second = await source.get()
            tokens.extend((first.value, second.value))

        async with anyio.create_task_group() as group:
            for _ in range(plan["callers"]):
                group.start_soon(caller)
    return {"tokens": tokens}


def _work(worker: int, plan: dict[str, Any]) -> None:
    job = {"spend": spend, "fetch": fetch}[plan["job"]]
    backend = ("asyncio", "trio")[worker % 2]
    result = anyio.run(job, worker, plan, backend=backend)
    os.write(1, json.dumps({"worker": worker, **result}).encode() + b"\n")


def main() -> None:
    plan = json.loads(sys.argv[1])
    pids = []
    for worker in range(plan["workers"]):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _work(worker, plan)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        pids.append(pid)
    os.write(1, json.dumps({"pids": pids}).encode() + b"\n")
    for pid in pids:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()

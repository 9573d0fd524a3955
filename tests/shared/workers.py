"""``python -m tests.shared.workers PLAN`` forks workers that share a file or a server, and waits for them.

It prints their process ids, and each worker a line with its result.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import trio  # noqa: F401 - imported once, before the fork
from anyio.streams.buffered import BufferedByteReceiveStream

from plutio_async._auth.credentials import Token
from plutio_async._auth.provider import TokenProvider
from plutio_async._client.shared import Shared, shared_of
from plutio_async._core.clock import SystemClock
from plutio_async.errors import BudgetExceeded

ACCOUNT = "https://api.example.com|client"


@asynccontextmanager
async def connected(plan: dict[str, Any], worker: int) -> AsyncIterator[Callable[[], Any]]:
    """A function that makes a call and gives its number, 0 when all is over."""
    async with await anyio.connect_tcp("127.0.0.1", plan["port"]) as stream:
        answers = BufferedByteReceiveStream(stream)

        async def call() -> int:
            await stream.send(b"%d\n" % worker)
            return int(await answers.receive_until(b"\n", 64))

        yield call


def shared(plan: dict[str, Any]) -> Shared:
    from plutio_async import SharedFile

    return SharedFile(plan["shared"], **plan.get("options", {})) if "options" in plan else shared_of(plan["shared"])


async def spend(worker: int, plan: dict[str, Any]) -> dict[str, Any]:
    """Callers that take, call and settle, until all is over."""
    budget = shared(plan).budget(ACCOUNT, plan["limit"])
    met = {"calls": 0, "exceeded": 0}
    over = False

    async def caller() -> None:
        nonlocal over
        async with connected(plan, worker) as call:
            while not over:
                try:
                    lease = await budget.acquire(max_wait=5.0)
                except BudgetExceeded:
                    met["exceeded"] += 1
                    continue
                over = await call() == 0
                met["calls"] += 1
                lease.settle()

    async with anyio.create_task_group() as group:
        for _ in range(plan["callers"]):
            group.start_soon(caller)
    return met


async def fetch(worker: int, plan: dict[str, Any]) -> dict[str, Any]:
    """Callers that want a token, all at once."""
    tokens: list[str] = []
    async with connected(plan, worker) as call:

        async def token_call(**how: object) -> Token:
            number = await call()
            await anyio.sleep(0.2)
            return Token(f"token-{number}", time.time() + 3600, ())

        store = shared(plan).tokens()
        source = TokenProvider(token_call, clock=SystemClock(), store=store, account=ACCOUNT)

        async def caller() -> None:
            tokens.append((await source.get()).value)

        async with anyio.create_task_group() as group:
            for _ in range(plan["callers"]):
                group.start_soon(caller)
    return {"tokens": tokens}


def _work(worker: int, plan: dict[str, Any]) -> None:
    job = {"spend": spend, "fetch": fetch}[plan["job"]]
    result = anyio.run(job, worker, plan, backend=("asyncio", "trio")[worker % 2])
    os.write(1, json.dumps({"worker": worker, **result}).encode() + b"\n")


def main() -> None:
    plan = json.loads(sys.argv[1])
    pids = []
    for worker in range(plan["number"]):
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
    os.write(1, json.dumps(pids).encode() + b"\n")
    for pid in pids:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()

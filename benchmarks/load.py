"""Measures the sandbox under load: many clients on a port, queries over many records, memory over many calls.

The figures have no comparison. They show whether the sandbox is fast enough for a test suite.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio

from plutio_async import F, Plutio
from plutio_async.testing import Sandbox

CLIENTS = 1_000
RECORDS = 100_000
CALLS = 100_000
ROUNDS = 2_000
STATUSES = ("incomplete", "completed", "overdue")


def main() -> None:
    """Prints the figures."""
    for what, figure in (*anyio.run(query_times), anyio.run(many_clients), *anyio.run(one_core), anyio.run(memory)):
        print(f"{what:<68} {figure}")


async def query_times() -> list[tuple[str, str]]:
    """Measures queries without a match, which check every record."""
    sandbox = Sandbox(seed=1, limit=None)
    rng = random.Random(1)
    sandbox.seed(
        tasks=[
            {
                "title": f"Task {n}",
                "status": rng.choice(STATUSES),
                "dueDate": f"2026-05-{1 + n % 28:02}T09:00:00.000Z",
            }
            for n in range(RECORDS)
        ]
    )
    queries = {
        "a date range": (F.due_date > "2027-01-01") & (F.due_date < "2027-02-01"),
        "a regular expression": F.title.regex("nothing", ignore_case=True),
        "one of two values": (F.status == "overdue") | (F.project_id == "Hc4RtZ8mWq2NxKb7V"),
    }
    figures = []
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.tasks.list(limit=1)
        for name, query in queries.items():
            began = time.perf_counter()
            await plutio.tasks.list(q=query, limit=50)
            figures.append((f"q over {RECORDS:,} records, {name}", f"{time.perf_counter() - began:.2f} s"))
    return figures


async def many_clients() -> tuple[str, str]:
    """Concurrent clients, each with a connection and a token, on a sandbox in another process."""
    with served() as (url, _):
        began = time.perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(CLIENTS):
                group.start_soon(use_client, url)
        took = time.perf_counter() - began
    return f"{CLIENTS:,} concurrent clients on a port, 3 calls each", f"{took:.1f} s, {3 * CLIENTS / took:,.0f} calls/s"


async def use_client(url: str) -> None:
    """Makes the calls of one client: token, create, get."""
    async with Plutio("sandbox", "sandbox-secret", business="example", base_url=url, timeout=120) as plutio:
        task = await plutio.tasks.create(title="Hello")
        assert (await plutio.tasks.get(task.id)).title == "Hello"


async def one_core() -> list[tuple[str, str]]:
    """Measures the processor time of a served sandbox for calls, one after another."""
    figures = []
    with served() as (url, process):
        async with Plutio("sandbox", "sandbox-secret", business="example", base_url=url, budget=CALLS) as plutio:
            kinds: dict[str, Callable[[], Awaitable[object]]] = {
                "creates": lambda: plutio.tasks.create(title="Hello"),
                "lists of 50": lambda: plutio.tasks.list(limit=50),
            }
            for name, call in kinds.items():
                before = processor_time(process)
                for _ in range(ROUNDS):
                    await call()
                rate = ROUNDS / (processor_time(process) - before)
                figures.append((f"{name}, one after another, on a port", f"{rate:,.0f} calls/s of processor time"))
    return figures


def processor_time(process: subprocess.Popen[str]) -> float:
    """The seconds that another process has used, on Linux."""
    user, system = Path(f"/proc/{process.pid}/stat").read_text().split()[13:15]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serves a sandbox in another process until the block ends."""
    command = [sys.executable, "-u", "-m", "plutio_async.testing", "--port", "0", "--limit", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http")), process
        finally:
            process.terminate()


async def memory() -> tuple[str, str]:
    """Measures the memory of the process before and after many calls. A warm-up fills the logs."""
    sandbox = Sandbox(seed=2, limit=None, keep_calls=1_000)
    async with Plutio.sandbox(sandbox, budget=10 * CALLS) as plutio:
        await create_and_delete(plutio, CALLS // 20)
        before = resident()
        await create_and_delete(plutio, CALLS // 4)
        after = resident()
    return (
        f"memory over {CALLS:,} calls (create, read, delete, empty the trash)",
        f"{before:.0f} MiB, then {after:.0f} MiB",
    )


async def create_and_delete(plutio: Plutio, rounds: int) -> None:
    """Makes four calls a round, which leave no records."""
    for _ in range(rounds):
        task = await plutio.tasks.create(title="Hello")
        await plutio.tasks.get(task.id)
        await plutio.tasks.delete(task.id)
        await plutio.trash_bin.delete(task.id)


def resident() -> float:
    """The memory of this process in MiB, on Linux."""
    pages: Callable[[], str] = Path("/proc/self/statm").read_text
    return int(pages().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    main()

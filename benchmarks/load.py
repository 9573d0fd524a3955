"""How much the sandbox bears: many clients on a port, many records under a query, many calls in the same memory.

No rival in this table: the figures say whether a test suite can lean on the sandbox.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio

from plutio_async import F, Plutio
from plutio_async.testing import Sandbox

CLIENTS = 1_000
RECORDS = 100_000
CALLS = 100_000
STATUSES = ("incomplete", "completed", "overdue")


def main() -> None:
    """Prints the figures."""
    for what, figure in (*anyio.run(query_times), anyio.run(crowd), anyio.run(memory)):
        print(f"{what:<68} {figure}")


async def query_times() -> list[tuple[str, str]]:
    """The slowest of a few queries that match nothing, so that every record is looked at."""
    sandbox = Sandbox(seed=1, limit=None)
    chance = random.Random(1)
    sandbox.seed(
        tasks=[
            {
                "title": f"Task {n}",
                "status": chance.choice(STATUSES),
                "dueDate": f"2026-05-{1 + n % 28:02}T09:00:00.000Z",
            }
            for n in range(RECORDS)
        ]
    )
    queries = {
        "a date range": (F.due_date > "2027-01-01") & (F.due_date < "2027-02-01"),
        "a regular expression": F.title.regex("nothing", ignore_case=True),
        "either of two": (F.status == "lost") | (F.project_id == "Hc4RtZ8mWq2NxKb7V"),
    }
    figures = []
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.tasks.list(limit=1)
        for name, query in queries.items():
            began = time.perf_counter()
            await plutio.tasks.list(q=query, limit=50)
            figures.append((f"q over {RECORDS:,} records, {name}", f"{time.perf_counter() - began:.2f} s"))
    return figures


async def crowd() -> tuple[str, str]:
    """Clients with a connection and a token each, all at once, on a served sandbox in a process of its own."""
    with served() as url:
        began = time.perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(CLIENTS):
                group.start_soon(visit, url)
        took = time.perf_counter() - began
    return f"{CLIENTS:,} clients at once on a port, 3 calls each", f"{took:.1f} s, {3 * CLIENTS / took:,.0f} calls/s"


async def visit(url: str) -> None:
    """One client's day: a token, a task, and the task again."""
    async with Plutio("sandbox", "sandbox-secret", business="example", base_url=url, timeout=120) as plutio:
        task = await plutio.tasks.create(title="Hello")
        assert (await plutio.tasks.get(task.id)).title == "Hello"


@contextmanager
def served() -> Iterator[str]:
    """A sandbox on a port, in a process of its own."""
    command = [sys.executable, "-u", "-m", "plutio_async.testing", "--port", "0", "--limit", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(word for line in process.stdout for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()


async def memory() -> tuple[str, str]:
    """What the process grows by over many calls, after a start that fills what is kept on purpose."""
    sandbox = Sandbox(seed=2, limit=None, keep_calls=1_000)
    async with Plutio.sandbox(sandbox, budget=10 * CALLS) as plutio:
        await comings_and_goings(plutio, CALLS // 20)
        before = resident()
        await comings_and_goings(plutio, CALLS // 4)
        after = resident()
    return (
        f"memory over {CALLS:,} calls (create, read, delete, empty the trash)",
        f"{before:.0f} MiB, then {after:.0f} MiB",
    )


async def comings_and_goings(plutio: Plutio, rounds: int) -> None:
    """Four calls a round, and nothing is left."""
    for _ in range(rounds):
        task = await plutio.tasks.create(title="Hello")
        await plutio.tasks.get(task.id)
        await plutio.tasks.delete(task.id)
        await plutio.trash_bin.delete(task.id)


def resident() -> float:
    """MiB of memory that this process holds, where the system tells."""
    pages: Callable[[], str] = Path("/proc/self/statm").read_text
    return int(pages().split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    main()

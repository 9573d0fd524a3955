"""Counts the API calls of a task with the SDK, and with simple loops and a bare httpx client.

The API limits calls, to 1,000 an hour. Both implementations run against the sandbox and must have the same result.
Token calls are left out: each implementation makes one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
from attrs import frozen

from benchmarks import with_loops, with_sdk, workspaces
from plutio_async import Plutio
from plutio_async.testing import Sandbox


@frozen
class Task:
    """A common task with its own workspace and two implementations."""

    name: str
    workspace: Callable[[], Sandbox]
    sdk: Callable[[Plutio], Awaitable[Any]]
    loop: Callable[[with_loops.Api], Awaitable[Any]]


@frozen
class Count:
    """The number of calls of a task."""

    name: str
    loop: int
    sdk: int


TASKS = (
    Task("Export a workspace of 10,000 records", workspaces.export, with_sdk.export, with_loops.export),
    Task(
        "Show 100 invoices with client and project names", workspaces.invoices, with_sdk.invoices, with_loops.invoices
    ),
    Task("Set a custom field on 500 people by title", workspaces.people, with_sdk.custom, with_loops.custom),
    Task("Find everything about one client", workspaces.client, with_sdk.client, with_loops.client),
)


_SYNC = Task(
    "Copy 20,000 records in 35 lists", workspaces.large, lambda plutio: with_sdk.sync(plutio, {}), with_loops.sync
)


async def count(task: Task) -> Count:
    """Runs both implementations of a task.

    Raises:
        AssertionError: their results differ.
    """
    by_loop, by_sdk = task.workspace(), task.workspace()
    looped = await _with_loop(task, by_loop)
    async with Plutio.sandbox(by_sdk, budget=100_000) as plutio:
        done = await task.sdk(plutio)
    assert (done, _people(by_sdk)) == (looped, _people(by_loop)), f"{task.name}: the results differ"
    return Count(task.name, loop=_calls(by_loop), sdk=_calls(by_sdk))


async def _with_loop(task: Task, sandbox: Sandbox) -> Any:
    base_url = f"https://api.plutio.com/{sandbox.versions[0]}"
    async with httpx.AsyncClient(transport=sandbox.transport(), base_url=base_url) as http:
        form = {
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            "grant_type": "client_credentials",
        }
        token = (await http.post("oauth/token", data=form)).raise_for_status().json()
        http.headers.update({"Authorization": f"Bearer {token['accessToken']}", "Business": sandbox.business})
        return await task.loop(with_loops.Api(http))


async def count_syncs() -> list[Count]:
    """Reads 20,000 records in 35 lists, and then what changed: new records in several lists. A loop reads all again.

    Raises:
        AssertionError: records are missing.
    """
    by_loop, sandbox = workspaces.large(), workspaces.large()
    looped, states, counted = await _with_loop(_SYNC, by_loop), dict[str, str](), []
    for new in (None, 0, 4, 400):
        names: tuple[str, ...] = ("people", "tasks", "notes", "items")
        made = [sandbox.seed(**_rows(name, (new or 0) // 4))[name] for name in names]
        before = _calls(sandbox)
        async with Plutio.sandbox(sandbox, budget=100_000) as plutio:
            found = await with_sdk.sync(plutio, states)
        assert {row["_id"] for rows in made for row in rows} <= found, "records are missing"
        assert new is not None or found == looped, "the results differ"
        name = f"{_SYNC.name}, {f'after {new} changes' if new is not None else 'templates too'}"
        counted.append(Count(name, loop=_calls(by_loop), sdk=_calls(sandbox) - before))
    return counted


def _rows(name: str, count: int) -> dict[str, Any]:
    return {name: [{} for _ in range(count)]}


def _calls(sandbox: Sandbox) -> int:
    return sum(not call.path.endswith("/oauth/token") for call in sandbox.calls)


def _people(sandbox: Sandbox) -> list[Any]:
    """The data that a write may have changed."""
    return [(person["_id"], person.get("customFields")) for person in sandbox.records("people")]


async def counts() -> list[Count]:
    """The counts of all tasks."""
    return [*[await count(task) for task in TASKS], *await count_syncs()]


def table(counted: list[Count]) -> str:
    """The counts in Markdown."""
    rows = [f"| {one.name} | {one.loop:,} | {one.sdk:,} | {one.loop / one.sdk:.1f} |" for one in counted]
    return "\n".join(
        ["| task | calls in a loop | calls with the SDK | times fewer |", "| --- | ---: | ---: | ---: |", *rows]
    )


def main() -> None:
    """Prints the table."""
    print(table(anyio.run(counts)))

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
    Task("Mirror 20,000 records in 35 lists", workspaces.mirrored, with_sdk.mirror, with_loops.mirror),
    Task(
        "Mirror them, change 4, mirror what changed",
        workspaces.mirrored,
        with_sdk.mirror_again,
        with_loops.mirror_again,
    ),
    Task(
        "Show 100 invoices with client and project names", workspaces.invoices, with_sdk.invoices, with_loops.invoices
    ),
    Task("Set a custom field on 500 people by title", workspaces.people, with_sdk.custom, with_loops.custom),
    Task("Find everything about one client", workspaces.client, with_sdk.client, with_loops.client),
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


def _calls(sandbox: Sandbox) -> int:
    return sum(not call.path.endswith("/oauth/token") for call in sandbox.calls)


def _people(sandbox: Sandbox) -> list[Any]:
    """The data that a write may have changed."""
    return [(person["_id"], person.get("customFields")) for person in sandbox.records("people")]


async def counts() -> list[Count]:
    """The counts of all tasks."""
    return [await count(task) for task in TASKS]


def table(counted: list[Count]) -> str:
    """The counts in Markdown."""
    rows = [f"| {one.name} | {one.loop:,} | {one.sdk:,} | {one.loop / one.sdk:.1f} |" for one in counted]
    return "\n".join(
        ["| task | calls in a loop | calls with the SDK | times fewer |", "| --- | ---: | ---: | ---: |", *rows]
    )


def main() -> None:
    """Prints the table."""
    print(table(anyio.run(counts)))

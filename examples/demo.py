"""A demo of the SDK, on a sandbox in this process or on your own workspace.

Set PLUTIO_CLIENT_ID, PLUTIO_CLIENT_SECRET and PLUTIO_BUSINESS to read your workspace; nothing is written to it. With
``--http`` the sandbox listens on a port of this machine, and the client uses real connections.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import anyio

from plutio_async import F, NotFoundError, Plutio, PlutioError

if TYPE_CHECKING:
    from plutio_async.testing import Sandbox


def show(title: str, *lines: object) -> None:
    print(f"\n{title}")
    for line in lines:
        print(f"    {line}")


async def on_the_sandbox() -> None:
    """Writes and reads in a sandbox in this process."""
    async with Plutio.sandbox(workspace()) as plutio:
        await run_demo(plutio)


async def on_a_port() -> None:
    """The same over HTTP."""
    sandbox = workspace()
    with sandbox.serving() as url:
        show(f"The sandbox listens at {url}")
        async with Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url) as plutio:
            await run_demo(plutio)


def workspace() -> Sandbox:
    from plutio_async.testing import Sandbox

    sandbox = Sandbox(seed=7)
    sandbox.seed(people=[{"name": {"first": "Leo", "last": f"No. {n}"}, "role": "client"} for n in range(1000)])
    return sandbox


async def run_demo(plutio: Plutio) -> None:
    await make_a_project(plutio)
    await read_a_thousand(plutio)
    await miss_a_record(plutio)
    show_the_budget(plutio)
    print("\nTo read your own workspace, set PLUTIO_CLIENT_ID, PLUTIO_CLIENT_SECRET and PLUTIO_BUSINESS.")


async def make_a_project(plutio: Plutio) -> None:
    project = await plutio.projects.create(name="Website for Example Ltd", currency="GBP")
    board = await plutio.task_boards.create(title="Launch", project_id=project.id)
    todo = await plutio.task_groups.create(title="To do", task_board_id=board.id)
    done = await plutio.task_groups.create(title="Done", task_board_id=board.id)
    show("Fetched a token and created a project", f"{project.name} ({project.id}), in {project.currency}")

    today = datetime.now(UTC)
    for days, title in enumerate(["Write the brief", "Draw the pages", "Build the site", "Invite everyone"]):
        await plutio.tasks.create(
            title=title,
            project_id=project.id,
            task_board_id=board.id,
            task_group_id=todo.id,
            due_date=today + timedelta(days=days),
        )
    soon = [task async for task in plutio.tasks.iterate(q=F.due_date < today + timedelta(days=2))]
    show("Tasks due within two days", *(f"{task.title}, due {task.due_date:%d %b}" for task in soon))

    moved = await plutio.tasks.move(soon[0].id, task_group_id=done.id)
    finished = await plutio.tasks.update(moved.id, status="completed", due_date=None)
    show("Moved one to another group, completed it and cleared its date", f"{finished.title}: {finished.status}")


async def read_a_thousand(plutio: Plutio) -> None:
    began, before = time.perf_counter(), plutio.budget.remaining
    people = await plutio.people.iterate(page_size=100, read_ahead=4).to_list()
    took = time.perf_counter() - began
    show(
        "All people in the workspace",
        f"{len(people)} people in {took:.2f} s, {before - plutio.budget.remaining} calls",
        f"the first is {people[0].name.first} {people[0].name.last}" if people[0].name else "",
    )


async def miss_a_record(plutio: Plutio) -> None:
    try:
        await plutio.invoices.get("Hc4RtZ8mWq2NxKb7V")
    except NotFoundError as error:
        show("A missing invoice raises NotFoundError", f"{type(error).__name__}: {error}")
    try:
        await plutio.tasks.update("Hc4RtZ8mWq2NxKb7V", titel="Brief")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    except TypeError as error:
        show("A misspelt field raises an error before anything is sent", f"TypeError: {error}")


def show_the_budget(plutio: Plutio) -> None:
    budget = plutio.budget
    resets = f", more from {budget.resets_at:%H:%M}" if budget.resets_at else ""
    show("The hour's calls", f"{budget.remaining} of {budget.limit} left{resets}")


async def on_the_real_api() -> None:
    """Reads a few records of the workspace; writes nothing."""
    async with Plutio.from_env(max_wait=30) as plutio:
        projects = await plutio.projects.list(limit=5)
        show("Five projects", *(f"{project.name} ({project.id})" for project in projects))
        tasks = await plutio.tasks.iterate(q=F.status == "incomplete").to_list(max=10)
        show("Ten open tasks", *(f"{task.title}, due {task.due_date or 'unknown'}" for task in tasks))
        show_the_budget(plutio)


def main() -> int:
    real = all(os.environ.get(name) for name in ("PLUTIO_CLIENT_ID", "PLUTIO_CLIENT_SECRET", "PLUTIO_BUSINESS"))
    try:
        anyio.run(on_the_real_api if real else on_a_port if "--http" in sys.argv[1:] else on_the_sandbox)
    except PlutioError as error:
        print(f"\n{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs several calls at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

CONCURRENCY = 4
"""Calls at a time: enough to hide most of the latency, few enough to leave connections for other callers."""


async def gather_limited(jobs: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """The results in the order of the jobs.

    The first error cancels the other jobs and is raised as it is, not inside an ``ExceptionGroup``.
    """
    import anyio  # not with the client, of which this is a part

    results: dict[int, T] = {}
    errors: list[Exception] = []
    queue = iter(enumerate(jobs))

    async def work() -> None:
        for index, job in queue:
            try:
                results[index] = await job()
            except Exception as error:  # noqa: BLE001 - raised below, outside the group
                errors.append(error)
                group.cancel_scope.cancel()
                return

    async with anyio.create_task_group() as group:
        for _ in range(min(CONCURRENCY, len(jobs))):
            group.start_soon(work)
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(jobs))]

"""A few calls at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

import anyio

T = TypeVar("T")

WIDTH = 4
"""Calls under way at once: enough to hide most of the waiting, few enough to leave the connections to others."""


async def gather_limited(jobs: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """The results in the order of the jobs.

    The first error ends the others and is raised as it is, not inside an ``ExceptionGroup``.
    """
    results: dict[int, T] = {}
    errors: list[Exception] = []
    waiting = iter(list(enumerate(jobs)))

    async def work(waiting: Iterator[tuple[int, Callable[[], Awaitable[T]]]]) -> None:
        for place, job in waiting:
            try:
                results[place] = await job()
            except Exception as error:  # noqa: BLE001 - raised when the others have ended
                errors.append(error)
                group.cancel_scope.cancel()
                return

    async with anyio.create_task_group() as group:
        for _ in range(min(WIDTH, len(jobs))):
            group.start_soon(work, waiting)
    if errors:
        raise errors[0]
    return [results[place] for place in range(len(jobs))]

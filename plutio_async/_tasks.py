"""Tasks that outlive a step of an iteration, all owned by the client and ended with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import anyio

from plutio_async._http.owner import Owner
from plutio_async.errors import ClientStateError

if TYPE_CHECKING:
    from anyio.abc import TaskGroup

log = logging.getLogger("plutio_async")

Task = Callable[[], Coroutine[Any, Any, None]]


class TaskOwner:
    """A task group in a task of its own.

    A group that is entered where the client is entered would tie the client to one task (fixtures and lifespans enter
    and leave in different ones) and wrap the errors of everything inside it. So the group lives in a task by itself,
    started when it is first needed.
    """

    def __init__(self) -> None:
        self._group: TaskGroup | None = None
        self._end: anyio.Event | None = None
        self._ended: anyio.Event | None = None
        self._waiting: list[Task] = []
        self._main: object = None
        self._owner = Owner()
        self._closed = False

    def spawn(self, task: Task, /) -> None:
        """Starts a task. Nobody hears of what it raises but the log, and no other task suffers.

        Raises:
            ClientStateError: after ``aclose``; or in another event loop or process than the first one, where the task
                would never run.
        """
        self._owner.check()
        if self._closed:
            raise ClientStateError("the client is closed: iterate before aclose() or inside its `async with` block")
        if self._group is not None:
            self._group.start_soon(_contained, task)
            return
        self._waiting.append(task)
        if self._end is None:
            self._end, self._ended = anyio.Event(), anyio.Event()
            self._main = start(self._run)

    async def aclose(self) -> None:
        """Cancels the tasks and waits for their end, also when it is cancelled itself. May be called twice."""
        self._closed = True
        if self._end is None or self._ended is None:
            return
        self._owner.check()
        self._end.set()
        with anyio.CancelScope(shield=True):
            await self._ended.wait()

    async def _run(self) -> None:
        assert self._end is not None
        assert self._ended is not None
        ended = self._ended
        try:
            async with anyio.create_task_group() as group:
                self._group = group
                for task in self._waiting:
                    group.start_soon(_contained, task)
                self._waiting.clear()
                await self._end.wait()
                group.cancel_scope.cancel()
        finally:
            self._group = None
            ended.set()


async def _contained(task: Task) -> None:
    try:
        await task()
    except Exception:
        log.exception("a task of the client failed")  # to let it out would end the others, and on trio the program


def start(main: Task) -> object:
    """Runs a coroutine beside the current task, on whichever event loop this is."""
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        import trio

        return trio.lowlevel.spawn_system_task(main)
    return loop.create_task(main())

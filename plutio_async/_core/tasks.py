"""Tasks that outlive a step of an iteration, all owned by the client and ended with it."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from functools import partial
from typing import Any

import anyio

from plutio_async._core.errors import ClientStateError
from plutio_async._core.loop_guard import LoopGuard

log = logging.getLogger("plutio_async")

Task = Callable[[], Coroutine[Any, Any, None]]


class BackgroundTasks:
    """Tasks that run by themselves, in no task group.

    A group that is entered where the client is entered would tie the client to one task (fixtures and lifespans enter
    and leave in different ones) and wrap the errors of everything inside it. A group in a task of its own would do on
    asyncio, but trio raises a Ctrl-C inside the tasks of any group, and ends with ``TrioInternalError`` when it leaves
    one that belongs to nobody.
    """

    def __init__(self) -> None:
        self._tasks: dict[anyio.CancelScope, object] = {}
        self._ended: anyio.Event | None = None
        self._owner = LoopGuard()
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
        if self._ended is None:
            self._ended = anyio.Event()
        scope = anyio.CancelScope()
        self._tasks[scope] = start(partial(_contained, task, scope), partial(self._over, scope))

    async def aclose(self) -> None:
        """Cancels the tasks and waits for their end, also when it is cancelled itself. May be called twice."""
        self._closed = True
        if self._ended is None:
            return
        self._owner.check()
        if not self._tasks:
            return
        for scope in self._tasks:
            scope.cancel()
        with anyio.CancelScope(shield=True):
            await self._ended.wait()

    def _over(self, scope: anyio.CancelScope) -> None:
        del self._tasks[scope]
        if self._closed and not self._tasks and self._ended is not None:
            self._ended.set()


async def _contained(task: Task, scope: anyio.CancelScope) -> None:
    try:
        with scope:
            await task()
    except Exception:
        log.exception("a task of the client failed")  # to let it out would end the program on trio


def start(main: Task, over: Callable[[], object] | None = None) -> object:
    """Runs a coroutine beside the current task, on whichever event loop this is; ``over`` is called after its end.

    A Ctrl-C does not strike it there but the program's main task.
    """
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        import trio

        return trio.lowlevel.spawn_system_task(_on_trio, main, over, context=copy_context())
    task = loop.create_task(main())

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            task.exception()  # what goes beyond an Exception has left the loop already
        if over is not None:
            over()

    task.add_done_callback(ended)  # and no `finally`: a task that is cancelled before it begins never gets to that
    return task


async def _on_trio(main: Task, over: Callable[[], object] | None) -> None:
    try:
        await main()
    except* KeyboardInterrupt:
        # Raised in a task group inside. Let out it would end trio; a signal that strikes here goes to the main task.
        signal.raise_signal(signal.SIGINT)
    finally:
        if over is not None:
            over()


def interrupt_at_waits_only(*functions: Callable[..., object]) -> None:
    """On trio, lets a Ctrl-C into these functions, and all that they call, only where they wait, as a cancellation.

    Between any two other lines it could cost a connection, or a cancel scope that is entered and never left.
    """
    if (trio := sys.modules.get("trio")) is not None:
        for function in functions:
            trio.lowlevel.enable_ki_protection(function)

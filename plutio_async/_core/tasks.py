"""Background tasks on asyncio and trio, and a Ctrl-C that does not break them."""

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
from plutio_async._core.event_loop import LoopGuard

log = logging.getLogger("plutio_async")

Task = Callable[[], Coroutine[Any, Any, None]]


class BackgroundTasks:
    """Background tasks without a task group.

    A group that the client opens would have to be entered and left in the same task, which fixtures and lifespans do
    not do, and would wrap all errors in groups. A group in a task of its own works on asyncio only: trio raises a
    Ctrl-C inside the tasks of a group, and then fails with ``TrioInternalError`` because no task waits for that group.
    """

    def __init__(self) -> None:
        self._tasks: dict[anyio.CancelScope, object] = {}
        self._ended: anyio.Event | None = None
        self._loop_guard = LoopGuard()
        self._closed = False

    def spawn(self, task: Task, /) -> None:
        """Starts a task. Its errors are logged and affect no other task.

        Raises:
            ClientStateError: after ``aclose``, or in another event loop or process than the first.
        """
        self._loop_guard.check()
        if self._closed:
            raise ClientStateError("the client is closed: iterate before aclose() or inside its `async with` block")
        if self._ended is None:
            self._ended = anyio.Event()
        scope = anyio.CancelScope()
        self._tasks[scope] = start(partial(_logged, task, scope), partial(self._on_end, scope))

    async def aclose(self) -> None:
        """Cancels the tasks and waits until they end, even if cancelled. May be called twice."""
        self._closed = True
        if self._ended is None:
            return
        self._loop_guard.check()
        if not self._tasks:
            return
        for scope in self._tasks:
            scope.cancel()
        with anyio.CancelScope(shield=True):
            await self._ended.wait()

    def _on_end(self, scope: anyio.CancelScope) -> None:
        del self._tasks[scope]
        if self._closed and not self._tasks and self._ended is not None:
            self._ended.set()


async def _logged(task: Task, scope: anyio.CancelScope) -> None:
    try:
        with scope:
            await task()
    except Exception:
        log.exception("a task of the client failed")  # raising it would end the program on trio


def start(task: Task, on_end: Callable[[], object] = lambda: None) -> object:
    """Starts a task on asyncio or trio, and calls ``on_end`` when it ends. A Ctrl-C goes to the main task instead."""
    import asyncio

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        import trio

        return trio.lowlevel.spawn_system_task(_on_trio, task, on_end, context=copy_context())
    started = loop.create_task(task())

    def ended(started: asyncio.Task[None]) -> None:
        if not started.cancelled():
            started.exception()  # marks it as retrieved: the loop has already raised a BaseException
        on_end()

    started.add_done_callback(ended)  # not `finally`: a task that is cancelled before it starts never runs that
    return started


async def _on_trio(task: Task, on_end: Callable[[], object]) -> None:
    try:
        await task()
    except* KeyboardInterrupt:
        # From a task group inside. Raising it would end trio; a signal reaches the main task.
        signal.raise_signal(signal.SIGINT)
    finally:
        on_end()


def interrupt_at_waits_only(*functions: Callable[..., object]) -> None:
    """On trio, allows a Ctrl-C in these functions and their callees only at checkpoints, as a cancellation.

    Anywhere else it could leak a connection, leave a cancel scope open, or interrupt ``Event.wait`` when the event
    already counts the task as waiting.
    """
    if (trio := sys.modules.get("trio")) is not None:
        for function in functions:
            trio.lowlevel.enable_ki_protection(function)

"""A client and its event loop: keeps the client in one loop, runs its background tasks, bounds a Ctrl-C on trio."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from functools import partial
from typing import Any

import anyio
from anyio.lowlevel import current_token

from plutio_async._core.errors import ClientStateError

log = logging.getLogger("plutio_async")

Task = Callable[[], Coroutine[Any, Any, None]]


class LoopGuard:
    """Remembers the process and the event loop of the first call, and refuses calls from others.

    So a client can be created at import and used after a fork, in any loop. The first call calls ``on_first``.
    """

    def __init__(self, on_first: Callable[[], None] | None = None) -> None:
        self._home: tuple[int, object] | None = None
        self._on_first = on_first

    def check(self) -> None:
        """Raises ``ClientStateError`` in another process or event loop than that of the first call."""
        here = (os.getpid(), current_token())
        home = self._home
        if home == here:
            return
        if home is None:
            self._home = here
            if self._on_first is not None:
                self._on_first()
        elif home[0] != here[0]:
            raise ClientStateError(
                f"this client made its first call in process {home[0]}, and this is process {here[0]}: "
                "make a client in each process, after the fork"
            )
        elif _has_ended(home[1]):
            raise ClientStateError(
                "this client was used in another event loop, which has ended: enter it in this one, with `async with`"
            )
        else:
            raise ClientStateError(
                "this client made its first call in another event loop, to which its connections belong: "
                "make a client in each loop, or run everything in one (a single asyncio.run or anyio.run)"
            )

    def has_ended(self) -> bool:
        """Whether the event loop of the first call has ended for good."""
        return self._home is not None and self._home[1] != current_token() and _has_ended(self._home[1])

    def was_used(self) -> bool:
        """Whether this process made the first call."""
        return self._home is not None and self._home[0] == os.getpid()

    def start_soon(self, task: Task) -> bool:
        """Starts a task in the event loop of the first call, from any thread. False if that loop has ended."""
        assert self._home is not None
        loop = _native(self._home[1])
        try:
            getattr(loop, "call_soon_threadsafe" if hasattr(loop, "is_closed") else "run_sync_soon")(start, task)
        except RuntimeError:  # trio's RunFinishedError is one too
            return False
        return True


def _native(token: object) -> Any:
    """The event loop of asyncio or the token of trio; older versions of anyio give it without one of their own."""
    return getattr(token, "native_token", token)


def _has_ended(token: object) -> bool:
    loop = _native(token)
    if hasattr(loop, "is_closed"):  # asyncio
        return bool(loop.is_closed())
    import trio

    try:
        loop.run_sync_soon(int, idempotent=True)
    except trio.RunFinishedError:
        return True
    return False


def close_socket(stream: Any) -> None:
    """Closes the socket of an anyio stream, whose event loop has ended: the stream itself would need that loop."""
    while hasattr(stream, "transport_stream"):  # TLS
        stream = stream.transport_stream
    try:
        raw, transport = stream._raw_socket, getattr(stream, "_transport", None)  # noqa: SLF001
        if transport is None:  # trio's own socket
            raw.close()
        elif transport._sock is not None:  # noqa: SLF001
            transport._sock, socket = None, transport._sock  # noqa: SLF001 - asyncio warns unless it is None
            socket.close()
    except AttributeError as error:
        warn_of_change(error, "a socket of an event loop that has ended stays open")


def warn_of_change(error: AttributeError, effect: str) -> None:
    """Warns that a private attribute of another package is gone."""
    message = f"{effect}: {error}. A dependency has changed; take a newer plutio-async, or an older version of it"
    warnings.warn(message, RuntimeWarning, stacklevel=3)


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

"""The event loop of a synchronous client, in a thread of its own."""

from __future__ import annotations

import _thread
import asyncio
import atexit
import os
import sys
import threading
import warnings
import weakref
from asyncio import CancelledError
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from contextvars import copy_context
from functools import partial
from inspect import isawaitable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from plutio_async._core.errors import ClientStateError

if TYPE_CHECKING:
    from plutio_async._client.client import Plutio

CLOSED = "the client is closed: make calls before close() or inside its `with` block"
_CALLBACK = "a callback of the client cannot call the client: collect its results, and call afterwards"
_LAST_SECONDS = 5.0
"""Seconds that the open clients have to close when the process ends."""

# A signal handler may raise in the calling thread at any instruction, and would leave a lock locked that a function in
# Python has just taken. So the calling thread takes none: it uses operations of C on `SimpleQueue`, `deque` and `dict`.


class LoopThread:
    """Opens a client in an event loop of a new thread with the first call, and closes both.

    A budget and a token store that have to be opened, such as those on Redis, are opened and closed with the client.
    A client that nobody closes is closed when this is garbage, with a ``ResourceWarning``, or when the process ends.
    """

    _loop: _Loop | None = None

    def __init__(self, client: Plutio) -> None:
        self._client = client
        self._closed = False

    def open(self) -> None:
        """Starts the thread, also after :meth:`close`. If interrupted, ends it."""
        if self._closed:
            self.close(None)  # continues one that was interrupted
            self._closed = False
        try:
            self.call(lambda: None)
        except BaseException:
            self._closed = True
            if self._loop is not None:
                self._loop.end()
            raise

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a function or a coroutine function in the event loop. If interrupted, cancels it.

        Raises:
            ClientStateError: the client is closed, or open in another process; or a callback of a call made this one.
        """
        loop = self._loop
        if loop is None and not self._closed:
            loop = vars(self).setdefault("_loop", _Loop(self._client, self))  # atomic: all threads get the same
        if loop is None or self._closed:  # perhaps meanwhile
            raise ClientStateError(CLOSED)
        return loop.call(function, *args)

    def post(self, function: Callable[[], Awaitable[object]]) -> None:
        """Runs a coroutine function soon, if the loop still runs; for finalizers, which must not wait."""
        if self._loop is not None and self._loop.process == os.getpid():
            self._loop.send(_Call(function))

    def close(self, drain: float | None) -> None:
        """Closes the client and ends the thread. In another process than that of the thread, does nothing."""
        loop = self._loop
        if loop is not None and loop.is_current():
            raise ClientStateError(_CALLBACK)
        self._closed = True
        if loop is None:
            return
        if loop.process != os.getpid():
            self.forget()
            return
        try:
            with suppress(ClientStateError):  # another thread closes it
                loop.call(partial(self._client.aclose, drain=drain))
        finally:
            loop.end()
            loop.join()

    def forget(self) -> None:
        """The next call starts another thread."""
        vars(self).pop("_loop", None)


class _Call:
    """A call of a function or a coroutine function, whose outcome another thread waits for."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.outcome: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()  # the first is that of the call
        self._function = function
        self._args = args
        self._context = copy_context()
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Starts the call in the running loop."""
        self._task = asyncio.create_task(self.run(), context=self._context)
        self._task.add_done_callback(self._end)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def fail(self, error: BaseException) -> None:
        self.outcome.put((None, error))

    async def run(self) -> None:
        try:
            result = self._function(*self._args)
            if isawaitable(result):
                result = await result
        except BaseException as error:  # noqa: BLE001 - the thread that waits raises it
            self.fail(error)
        else:
            self.outcome.put((result, None))
        finally:
            del self  # which the traceback of its error would keep alive, and the other way round

    def _end(self, _: asyncio.Task[None]) -> None:
        # A task that was cancelled before its first step has no outcome. Others have one, which is read first.
        self._task = None  # the calling thread destroys no task: what a signal handler raises meanwhile is ignored
        self.fail(CancelledError())


class _Loop:
    """An event loop in a thread, which starts with the first call. At its end it closes the client and fails all calls.

    It does not keep its owner alive, and ends when that is garbage.

    Attributes:
        process: The process that it runs in.
        _posted: What is to be run in the loop, or after its end in any thread.
        _loop: The loop while the client is open, and after that; ``None`` before.
        _stop: Set when the loop is to end.
        _end_reason: What calls raise after the end; ``None`` before it.
        _to_start: The thread, until one of the calling threads takes it out to start it: taking it out is atomic.
    """

    def __init__(self, client: Plutio, owner: LoopThread) -> None:
        self.process = os.getpid()
        self._client = client
        self._posted: deque[Callable[[], object]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._end_reason: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="plutio_async.sync", daemon=True)
        self._to_start = [self._thread]
        self._owner = weakref.ref(owner, self._on_dropped)

    def is_current(self) -> bool:
        """Whether the caller runs in this loop."""
        return threading.get_ident() == self._thread.ident

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a call. If interrupted, cancels it."""
        if self.process != os.getpid():
            raise ClientStateError(
                f"this client is open in process {self.process}, and this is process {os.getpid()}: "
                "make a client in each process, or close it before the fork"
            )
        if self.is_current():
            raise ClientStateError(_CALLBACK)
        call = _Call(function, *args)
        try:
            self.send(call)
            result, error = call.outcome.get()
        except BaseException:
            self._post(call.cancel)
            raise
        if isinstance(error, CancelledError):
            raise ClientStateError("the client was closed: this call broke off")
        if error is not None:
            try:
                raise error
            finally:
                del error  # whose traceback has this frame
        return result

    def send(self, call: _Call) -> None:
        """Starts a call when the client is open. It gets an outcome in any case."""
        if self._to_start:
            _thread.start_new_thread(self._start, ())
        self._post(partial(self._begin, call))

    def end(self) -> None:
        """Ends the thread soon. A finalizer may call it, in any thread."""
        self._post(self._stop.set)

    def join(self, seconds: float | None = None) -> None:
        """Waits for the end of the thread, after :meth:`end`."""
        if not self._to_start:
            ended: SimpleQueue[None] = SimpleQueue()
            self._post(partial(ended.put, None))
            with suppress(Empty):
                ended.get(timeout=seconds)  # Python 3.11 takes a thread for ended if its `join` is interrupted
                self._thread.join()

    def _on_dropped(self, _: weakref.ref[LoopThread]) -> None:
        """Ends the thread, which closes the client."""
        is_open = self._loop is not None and self._end_reason is None and self.process == os.getpid()
        self.end()
        if is_open:
            warnings.warn(
                f"{self._client!r} was dropped without being closed: use `with`, or call `plutio.close()`",
                ResourceWarning,
                stacklevel=2,
            )

    def _start(self) -> None:
        """Starts the thread once. Runs in another one, since an interrupt of ``Thread.start`` would block both."""
        with suppress(IndexError):
            thread = self._to_start.pop()
            try:
                thread.start()
            except RuntimeError as error:
                self._finish(error)

    def _begin(self, call: _Call) -> None:
        if self._end_reason is None:
            call.begin()
        else:
            call.fail(self._end_reason)

    def _post(self, action: Callable[[], object]) -> None:
        """Does something in the loop when the client is open, and after its end in any thread."""
        self._posted.append(action)
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._run_actions)
        if self._end_reason is not None:
            self._run_actions()

    def _run_actions(self) -> None:
        """Runs what was posted: in the loop until it stops, and after its end in the thread that posted it."""
        with suppress(IndexError):
            while self._end_reason is not None or not self._stop.is_set():
                self._posted.popleft()()

    def _run(self) -> None:
        if (sniffio := sys.modules.get("sniffio")) is not None:
            sniffio.thread_local.name = "asyncio"  # the contexts of the callers may name trio
        _loops.add(self)
        end: BaseException = CancelledError()
        try:
            with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
                runner.run(self._main())
        except BaseException as error:
            if self._loop is not None:  # the client was open, so this is no error of its opening
                raise
            end = error  # the calls raise why there is no open client
        finally:
            self._finish(end)

    def _finish(self, error: BaseException) -> None:
        if (owner := self._owner()) is not None:
            owner.forget()
        _loops.discard(self)
        self._end_reason = error
        self._run_actions()

    async def _main(self) -> None:
        async with AsyncExitStack() as stack:
            for part in (*self._client._sender.shared.given_parts, self._client):  # noqa: SLF001 - of the same package
                await stack.enter_async_context(part)
            self._loop = asyncio.get_running_loop()
            self._run_actions()
            await self._stop.wait()


_loops: set[_Loop] = set()


@atexit.register
def _end_all() -> None:
    loops = [loop for loop in [*_loops] if loop.process == os.getpid()]
    for loop in loops:
        loop.end()
    for loop in loops:
        loop.join(_LAST_SECONDS)

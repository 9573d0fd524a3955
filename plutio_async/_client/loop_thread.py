"""The event loop of a synchronous client, in a thread of its own."""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
import threading
import weakref
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from contextlib import AsyncExitStack, suppress
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar, overload

from plutio_async._core.errors import ClientStateError

if TYPE_CHECKING:
    from plutio_async._client.client import Plutio

T = TypeVar("T")

CLOSED = "the client is closed: make calls before close() or inside its `with` block"
_CALLBACK = "a callback of the client cannot call the client: collect its results, and call afterwards"
_LAST_SECONDS = 5.0
"""Seconds that the open clients have to close when the process ends."""

# One for all clients. A fork waits for it, so that no child inherits a lock that another thread holds.
_lock = threading.Lock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


class LoopThread:
    """Opens a client in an event loop of a new thread with the first call, and closes both.

    A budget and a token store that have to be opened, such as those on Redis, are opened and closed with the client.
    A client that nobody closes is closed when this is garbage, or when the process ends.
    """

    def __init__(self, client: Plutio) -> None:
        self._client = client
        self._loop: _Loop | None = None
        self._closed = False

    def open(self) -> None:
        """Starts the thread, also after :meth:`close`."""
        if self._loop is None:
            self._closed = False
            self._start()

    @overload
    def call(self, function: Callable[..., Awaitable[T]], *args: Any) -> T: ...
    @overload
    def call(self, function: Callable[..., T], *args: Any) -> T: ...
    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a function or a coroutine function in the event loop. If interrupted, cancels it.

        Raises:
            ClientStateError: the client is closed, or open in another process; or a callback of a call made this one.
        """
        return (self._loop or self._start()).call(function, *args)

    def post(self, function: Callable[[], Awaitable[object]]) -> None:
        """Runs a coroutine function soon, if the loop still runs; for finalizers, which must not wait."""
        if self._loop is not None:
            with suppress(ClientStateError):
                self._loop.send(_Call(function))

    def close(self, drain: float | None) -> None:
        """Closes the client and ends the thread. In another process than that of the thread, does nothing."""
        if self._loop is not None and self._loop.is_current():
            raise ClientStateError(_CALLBACK)
        with _lock:
            loop, self._loop, self._closed = self._loop, None, True
        if loop is not None and loop.process == os.getpid():
            try:
                loop.call(partial(self._client.aclose, drain=drain))
            finally:
                loop.end()
                loop.join()

    def _start(self) -> _Loop:
        with _lock:
            if self._closed:
                raise ClientStateError(CLOSED)
            if self._loop is None:
                loop = _Loop(self._client, self)
                try:
                    loop.open()
                except BaseException:
                    loop.end()
                    raise
                self._loop = loop
            return self._loop


class _Call(Future[Any]):
    """A call of a function or a coroutine function, whose result another thread waits for."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        super().__init__()
        self._function = function
        self._args = args
        self.task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        try:
            result = self._function(*self._args)
            if isawaitable(result):
                result = await result
        except asyncio.CancelledError:
            self.cancel()
        except BaseException as error:  # noqa: BLE001 - the thread that waits raises it
            self.set_exception(error)
        else:
            self.set_result(result)
        finally:
            del self  # which the traceback of its error would keep alive, and the other way round


class _Loop:
    """An event loop in a thread. At its end it closes the client, and no thread waits for a call any more.

    It does not keep its owner alive, and ends when that is garbage.
    """

    def __init__(self, client: Plutio, owner: LoopThread) -> None:
        self.process = os.getpid()
        self._client = client
        self._owner = weakref.ref(owner, lambda _: self.end())
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._opened = Future[None]()
        self._stop = asyncio.Event()
        self._calls: set[_Call] = set()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="plutio_async.sync", daemon=True)

    def open(self) -> None:
        """Starts the thread. Returns when the client is open, or raises why it is not."""
        _loops.add(self)
        self._thread.start()
        self._opened.result()

    def is_current(self) -> bool:
        """Whether the caller runs in this loop."""
        return threading.get_ident() == self._thread.ident

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a call. If interrupted, cancels it."""
        if self.is_current():
            raise ClientStateError(_CALLBACK)
        call = _Call(function, *args)
        try:
            self.send(call)
            return call.result()
        except CancelledError:
            raise ClientStateError("the client was closed: this call broke off") from None
        except BaseException:
            self._cancel(call)
            raise
        finally:
            del call  # which the traceback of its error would keep alive, and the other way round

    def send(self, call: _Call) -> None:
        """Starts a call soon. It gets a result in any case."""
        if self.process != os.getpid():
            raise ClientStateError(
                f"this client is open in process {self.process}, and this is process {os.getpid()}: "
                "make a client in each process, or close it before the fork"
            )
        try:
            self._loop.call_soon_threadsafe(self._begin, call)
        except RuntimeError:
            raise ClientStateError(CLOSED) from None
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        if self._ended:  # meanwhile, and has perhaps not seen this call
            call.cancel()

    def end(self) -> None:
        """Ends the thread soon. A finalizer may call it, in any thread."""
        with suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._stop.set)

    def join(self, seconds: float | None = None) -> None:
        """Waits for the end of the thread."""
        self._thread.join(seconds)

    def _begin(self, call: _Call) -> None:
        call.task = self._loop.create_task(call.run())

    def _cancel(self, call: _Call) -> None:
        def cancel() -> None:
            if call.task is not None:
                call.task.cancel()
                call.task.add_done_callback(lambda _: call.cancel())  # if it has not begun, it does not do so itself

        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(cancel)

    def _run(self) -> None:
        if (sniffio := sys.modules.get("sniffio")) is not None:
            sniffio.thread_local.name = "asyncio"  # the contexts of the callers may name trio
        try:
            with self._runner:
                self._runner.run(self._main())
        finally:
            self._ended = True
            for call in [*self._calls]:
                call.cancel()
            _loops.discard(self)

    async def _main(self) -> None:
        async with AsyncExitStack() as stack:
            try:
                for part in (*self._client._sender.parts.shared(), self._client):  # noqa: SLF001 - of the same package
                    await stack.enter_async_context(part)
            except BaseException as error:  # noqa: BLE001 - the thread that waits raises it
                self._opened.set_exception(error)
                return
            self._opened.set_result(None)
            await self._stop.wait()


_loops: set[_Loop] = set()


@atexit.register
def _end_all() -> None:
    loops = [*_loops]
    for loop in loops:
        loop.end()
    for loop in loops:
        loop.join(_LAST_SECONDS)

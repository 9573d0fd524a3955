"""The event loop of a synchronous client, in a thread of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

from anyio.from_thread import BlockingPortal, start_blocking_portal

from plutio_async._core.errors import ClientStateError

if TYPE_CHECKING:
    from plutio_async._client.client import Plutio

T = TypeVar("T")

CLOSED = "the client is closed: make calls before close() or inside its `with` block"


class LoopThread:
    """Opens a client in an event loop of a new thread with the first call, and closes both."""

    def __init__(self, client: Plutio) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._portal: BlockingPortal | None = None
        self._stack = ExitStack()
        self._process = 0
        self._closed = False

    def open(self) -> None:
        """Starts the thread, also after :meth:`close`."""
        if self._portal is None:
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
        future = self._send(function, *args)
        try:
            return future.result()
        except CancelledError:
            raise ClientStateError("the client was closed: this call broke off") from None
        except BaseException:
            future.cancel()
            raise
        finally:
            del future  # which the traceback of its error would keep alive, and the other way round

    def post(self, function: Callable[[], Awaitable[object]]) -> None:
        """Runs a coroutine function soon, if the loop still runs; for finalizers, which must not wait."""
        portal = self._portal
        if portal is not None and self._process == os.getpid():
            with suppress(RuntimeError):
                portal.start_task_soon(function)

    def close(self, drain: float | None) -> None:
        """Closes the client and ends the thread. In another process than that of the thread, does nothing."""
        with self._lock:
            portal, self._portal, self._closed = self._portal, None, True
        if portal is not None and self._process == os.getpid():
            with self._stack:
                portal.call(partial(self._client.aclose, drain=drain))

    def _send(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        portal = self._portal or self._start()
        if self._process != os.getpid():
            raise ClientStateError(
                f"this client is open in process {self._process}, and this is process {os.getpid()}: "
                "make a client in each process, or close it before the fork"
            )
        try:
            return portal.start_task_soon(function, *args)
        except RuntimeError as error:
            inside = "event loop thread" in str(error)
            callback = "a callback of the client cannot call the client: collect its results, and call afterwards"
            raise ClientStateError(callback if inside else CLOSED) from None

    def _start(self) -> BlockingPortal:
        with self._lock:
            if self._closed:
                raise ClientStateError(CLOSED)
            if self._portal is None:
                with ExitStack() as stack:
                    portal = stack.enter_context(start_blocking_portal(name="plutio_async.sync"))
                    stack.callback(_stop, portal)
                    portal.call(self._client.__aenter__)
                    self._stack = stack.pop_all()
                self._portal, self._process = portal, os.getpid()
            return self._portal


def _stop(portal: BlockingPortal) -> None:
    """Cancels what still runs, so that a transport which does not break off cannot keep the thread alive."""
    portal.call(partial(portal.stop, cancel_remaining=True))

"""The connection to the server: the only module that knows the client library."""

from __future__ import annotations

import hashlib
import importlib.util
import ssl
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
from anyio.abc import TaskGroup
from attrs import define, field, frozen

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import ClientStateError, ConfigurationError, ConnectionFailed, PlutioError
from plutio_async._core.event_loop import LoopGuard, start
from plutio_async.redis._address import address

if TYPE_CHECKING:
    from coredis import Redis

_LAST_RESORT = 3
"""After so many times its own timeout a client is given up; that costs it a connection for good."""


@frozen
class Script:
    """A Lua script that the server runs as one step."""

    source: str = field(repr=False)
    digest: str = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest())


@define(eq=False)
class _Job:
    done: anyio.Event = field(factory=anyio.Event)
    result: Any = None
    error: PlutioError | None = None


@define
class _Life:
    """The stages of the task that owns the client and all other tasks."""

    task: object = None
    failure: Exception | None = None
    opened: anyio.Event = field(factory=anyio.Event)
    stop: anyio.Event = field(factory=anyio.Event)
    stopped: anyio.Event = field(factory=anyio.Event)
    close: anyio.Event = field(factory=anyio.Event)
    closed: anyio.Event = field(factory=anyio.Event)

    async def end(self, request: anyio.Event, done: anyio.Event) -> None:
        """Requests the end of a stage and waits for it, also when cancelled."""
        if self.task is None:
            return
        request.set()
        with anyio.CancelScope(shield=True):
            await done.wait()

    def finish(self) -> None:
        for event in (self.opened, self.stopped, self.closed):
            event.set()


class Link:
    """Runs scripts on the server, each in a task of its own, because a cancelled call costs coredis a connection.

    Another task owns the client and these tasks, so that one task may enter the block and another may leave it.
    """

    def __init__(self, server: str | Redis[Any], timeout: float) -> None:
        check_seconds("timeout", timeout, positive=True)
        if importlib.util.find_spec("coredis") is None:
            raise ConfigurationError("the redis extra is missing; install it: pip install 'plutio-async[redis]'")
        if not isinstance(server, str) and not hasattr(server, "evalsha"):
            raise ConfigurationError(f"give the server's URL or a coredis client, not {type(server).__name__}")
        self._address = address(server) if isinstance(server, str) else None
        self.name = str(self._address or "the given client's address")
        self._server = server
        self._timeout = timeout
        self._is_up = False
        self._client: Redis[Any] | None = None
        self._group: TaskGroup | None = None
        self._life = _Life()
        self._loop_guard = LoopGuard()

    def check(self, name: str) -> None:
        """Raises ``ClientStateError`` if the link is not open, or was opened in another event loop or process."""
        if self._group is None:
            raise ClientStateError(f"the {name} is not open; use it inside `async with {name}(...) as ...:`")
        self._loop_guard.check()

    async def open(self) -> None:
        """Starts the tasks; the first script makes the first connection."""
        if self._group is not None:
            raise ClientStateError("it is open already; create another one, or share this one")
        self._loop_guard.check()
        self._life = life = _Life()
        life.task = start(partial(self._live, life))
        try:
            await life.opened.wait()
        except BaseException:
            await self.close()
            raise
        if life.failure is not None:
            raise life.failure

    async def stop(self) -> None:
        """Ends all tasks."""
        self._group = None
        await self._life.end(self._life.stop, self._life.stopped)

    async def close(self) -> None:
        """Ends all tasks and closes the connection. An error of the user's block is not changed."""
        await self.stop()
        await self._life.end(self._life.close, self._life.closed)
        if self._life.failure is not None:
            raise self._life.failure

    async def _live(self, life: _Life) -> None:
        try:
            async with AsyncExitStack() as stack:
                self._client = (
                    self._server if not isinstance(self._server, str) else await self._own(stack, self._server)
                )
                async with anyio.create_task_group() as group:
                    if not life.stop.is_set():
                        self._group = group
                    life.opened.set()
                    await life.stop.wait()
                    group.cancel_scope.cancel()
                life.stopped.set()
                await life.close.wait()
        except Exception as error:  # noqa: BLE001 - open() or close() raises it
            life.failure = error
        finally:
            if self._life is life:
                self._group = None
            life.finish()

    def spawn(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts a task that ends with the link at the latest."""
        assert self._group is not None
        self._group.start_soon(run)

    async def ask(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        """As :meth:`run`; if the caller is cancelled, the script still runs to its end."""
        job = _Job(error=ClientStateError("the connection was closed meanwhile"))

        async def work() -> None:
            try:
                job.result = await self.run(script, keys, args)
                job.error = None
            except PlutioError as error:
                job.error = error
            finally:
                job.done.set()

        self.spawn(work)
        await job.done.wait()
        if job.error is not None:
            raise job.error
        return job.result

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        """The script's answer. Only for a task that only :meth:`close` cancels.

        Raises:
            ConnectionFailed: the server cannot be reached, or cannot serve now.
            ConfigurationError: it refuses this client.
        """
        from coredis.exceptions import AuthenticationError, AuthorizationError, RedisError

        try:
            await self._ping()
            with anyio.fail_after(self._timeout * _LAST_RESORT):
                answer = await self._evaluate(script, keys, args)
        except (AuthenticationError, AuthorizationError) as error:
            raise ConfigurationError(
                f"the server at {self.name} refuses access ({type(error).__name__}); check user, password and rights"
            ) from None
        except (RedisError, OSError) as error:
            self._is_up = False
            raise ConnectionFailed(
                f"the server at {self.name} does not serve ({_reason(error)})", reached=False
            ) from None
        self._is_up = True
        return answer

    async def _ping(self) -> None:
        """Checks for a server after a failure: coredis logs a traceback for each connection that fails."""
        if self._address is not None and not self._is_up:
            with anyio.fail_after(self._timeout):
                await self._address.ping()

    async def _evaluate(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        from coredis.exceptions import NoScriptError

        assert self._client is not None
        try:
            return await self._client.evalsha(script.digest, keys, args)
        except NoScriptError:
            return await self._client.eval(script.source, keys, args)

    async def _own(self, stack: AsyncExitStack, url: str) -> Redis[Any]:
        from coredis import Redis
        from coredis.retry import NoRetryPolicy

        options: dict[str, Any] = {"ssl_context": ssl.create_default_context()} if self._wants_tls(url) else {}
        try:
            client = Redis.from_url(
                url,
                decode_components=True,
                connect_timeout=self._timeout,
                stream_timeout=self._timeout,
                pool_timeout=self._timeout,
                retry_policy=NoRetryPolicy(),
                verify_version=False,
                **options,
            )
        except (TypeError, ValueError):  # its text may repeat the URL
            raise ConfigurationError("the server's URL has an invalid option behind its '?'") from None
        return await stack.enter_async_context(client)

    def _wants_tls(self, url: str) -> bool:
        """Whether to check certificates in the usual way: if the URL has no ``ssl_`` options of its own."""
        return self._address is not None and self._address.tls and "ssl_" not in url.partition("?")[2]


def _reason(error: BaseException) -> str:
    """The type of an error and the server's code for it: the rest of the server's text may repeat its input."""
    if isinstance(error, OSError):
        return str(error) or "it takes too long"
    code = str(error).partition(" ")[0]
    return f"{type(error).__name__} {code}" if code.isupper() and code.isalpha() else type(error).__name__

"""The connection to the server: the only module that knows the client library."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import ssl
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
from attrs import field, frozen

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import ClientStateError, ConfigurationError, ConnectionFailed, PlutioError
from plutio_async._core.event_loop import LoopGuard, close_socket
from plutio_async._core.tasks import BackgroundTasks
from plutio_async.redis._address import address

if TYPE_CHECKING:
    from coredis import Redis

_LAST_RESORT = 3
"""Times the timeout after which a script is cancelled, which costs the client a connection for good."""


@frozen
class Script:
    """A Lua script that the server runs as one step."""

    source: str = field(repr=False)
    digest: str = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest())


class Link:
    """Runs scripts on the server, each in a task of its own, because a cancelled call costs coredis a connection.

    Another task owns the client, so that one task may enter the block and another may leave it. It can be opened in one
    event loop after another. ``worker`` names this process to the server; it is another one after a fork.
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
        self._owner = BackgroundTasks()
        self._tasks: BackgroundTasks | None = None
        self._loop_guard = LoopGuard()
        self._process = 0
        self.worker = ""

    def check(self, name: str) -> None:
        """Raises ``ClientStateError`` if the link is not open, or was opened in another event loop or process."""
        if self._tasks is None:
            raise ClientStateError(f"the {name} is not open: open it, or the client that shares it, with `async with`")
        self._loop_guard.check()

    async def open(self) -> None:
        """Opens the client; the first script makes the first connection. Takes over from an event loop that has ended.

        Raises:
            ClientStateError: it is open, in this event loop or in another one that runs.
        """
        if self._tasks is not None:
            if not self._loop_guard.has_ended():
                self._loop_guard.check()
                raise ClientStateError("it is open already; create another one, or share this one")
            self._discard()
        self._loop_guard = LoopGuard()
        self._loop_guard.check()
        if self._process != os.getpid():
            self._process, self.worker = os.getpid(), secrets.token_hex(8)
        self._is_up = False
        await self._open_client()
        self._tasks = BackgroundTasks()

    async def _open_client(self) -> None:
        if not isinstance(self._server, str):
            self._client = self._server
            return
        self._client = self._own(self._server)
        self._owner = owner = BackgroundTasks()
        opened = anyio.Event()
        owner.spawn(partial(_keep_open, self._client, opened))
        try:
            await opened.wait()
        except BaseException:
            await owner.aclose()
            raise

    async def close(self) -> None:
        """Cancels all tasks and, when they have ended, closes the connection. Waits for that even if cancelled."""
        if self._tasks is not None and self._loop_guard.has_ended():
            self._discard()
        tasks, self._tasks = self._tasks, None
        if tasks is not None:
            await tasks.aclose()
            await self._owner.aclose()

    def _discard(self) -> None:
        """Closes the sockets of an event loop that has ended."""
        self._tasks = None
        if isinstance(self._server, str) and self._client is not None:
            for connection in self._client.connection_pool._online_connections:  # noqa: SLF001 - coredis shows them nowhere
                if connection.stream is not None:
                    close_socket(connection.stream)

    def spawn(self, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts a task that ends with the link at the latest."""
        assert self._tasks is not None
        self._tasks.spawn(run)

    async def ask(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        """As :meth:`run`; if the caller is cancelled, the script still runs to its end."""
        done = anyio.Event()
        answers: list[Any] = []
        errors: list[PlutioError] = []

        async def work() -> None:
            try:
                answers.append(await self.run(script, keys, args))
            except PlutioError as error:
                errors.append(error)
            finally:
                done.set()

        self.spawn(work)
        await done.wait()
        if errors:
            raise errors[0]
        if not answers:
            raise ClientStateError("the connection was closed meanwhile")
        return answers[0]

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        """The script's answer. Only for a task that only :meth:`close` cancels.

        Raises:
            ConnectionFailed: the server cannot be reached, or cannot serve now.
            ConfigurationError: it refuses this client.
        """
        from coredis.exceptions import AuthenticationError, AuthorizationError, RedisError

        try:
            if self._address is not None and not self._is_up:  # coredis logs a traceback when it cannot connect
                with anyio.fail_after(self._timeout):
                    await self._address.ping()
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

    async def _evaluate(self, script: Script, keys: Sequence[str], args: Sequence[str]) -> Any:
        from coredis.exceptions import NoScriptError

        assert self._client is not None
        try:
            return await self._client.evalsha(script.digest, keys, args)
        except NoScriptError:
            return await self._client.eval(script.source, keys, args)

    def _own(self, url: str) -> Redis[Any]:
        from coredis import Redis
        from coredis.retry import NoRetryPolicy

        options: dict[str, Any] = {}
        if self._address is not None and self._address.tls and "ssl_" not in url.partition("?")[2]:
            options["ssl_context"] = ssl.create_default_context()  # checks certificates in the usual way
        try:
            return Redis.from_url(
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


async def _keep_open(client: Redis[Any], opened: anyio.Event) -> None:
    try:
        async with client:
            opened.set()
            await anyio.sleep_forever()
    finally:
        opened.set()


def check_key(key: str) -> None:
    """Raises ``ConfigurationError`` for a text that cannot be a part of the server's keys."""
    if not key or any(char in "{}" or not char.isprintable() for char in key):
        raise ConfigurationError(f"key={key!r} cannot name keys; give some text without braces")


def _reason(error: BaseException) -> str:
    """The type of an error and the server's code for it: the rest of the server's text may repeat its input."""
    if isinstance(error, OSError):
        return str(error) or "it takes too long"
    code = str(error).partition(" ")[0]
    return f"{type(error).__name__} {code}" if code.isupper() and code.isalpha() else type(error).__name__

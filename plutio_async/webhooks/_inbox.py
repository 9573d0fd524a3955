"""The inbox: each event is handled once, by one worker, although Plutio repeats deliveries."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from fnmatch import fnmatchcase
from inspect import Parameter, iscoroutinefunction, signature
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

import anyio
from attrs import define, field, frozen

from plutio_async._core.checks import check_clock, check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.errors import ConfigurationError, WebhookError
from plutio_async.webhooks._entities import pattern_of
from plutio_async.webhooks._event import Event
from plutio_async.webhooks._stores import InboxStore, MemoryInboxStore

if TYPE_CHECKING:
    from plutio_async._client.shared import SharedFile
    from plutio_async.redis import SharedRedis

    GivenStore = str | os.PathLike[str] | SharedFile | SharedRedis | InboxStore | None

_log = logging.getLogger("plutio_async")

KEEP = 7 * 86_400.0
"""Seconds for which an event is remembered. Plutio repeats a delivery for about four days."""
_RELEASE_WITHIN = 5.0
_WANTED = "a path such as 'plutio.db', a URL such as 'redis://localhost:6379/0', what clients share, or a store"

Handled = Literal["handled", "duplicate", "busy", "ignored"]
Handler = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)


@define(eq=False)
class Claim:
    """The right of this worker to handle an event, until ``deadline`` on the clock's ``monotonic()``."""

    key: str
    deadline: float
    owner: str = field(factory=lambda: secrets.token_hex(8))


@frozen
class _Registered:
    pattern: str
    handler: Handler
    takes_client: bool

    async def run(self, event: Event, client: Any) -> None:
        await (self.handler(event, client) if self.takes_client else self.handler(event))


class Inbox:
    """Runs your handlers once for each event.

    An event is claimed, handled, and then committed to the store, which keeps it for seven days. If a handler fails,
    the claim is released, and Plutio's next delivery is handled. A claim is a lease that is renewed while the handlers
    run. If the worker is killed, another one can claim the event after the lease has expired.

    Args:
        store: Where claims and handled events are, for several workers: what the clients share, a path such as
            ``"plutio.db"``, a URL such as ``"redis://host:6379/0"``, a ``SharedFile`` or a ``SharedRedis``; or a
            ``FileInboxStore`` or a ``RedisInboxStore``. The default is the memory of this process.
        lease: Seconds after which a worker that does not renew its claim loses it.
        clock: The source of time and sleeps; for tests.

    Raises:
        ConfigurationError: a setting cannot work.
    """

    def __init__(self, store: GivenStore = None, *, lease: float = 60.0, clock: Clock | None = None) -> None:
        check_seconds("lease", lease, positive=True, finite=True)
        self._clock = SystemClock() if clock is None else clock
        check_clock(self._clock)
        self._store = _store_of(store, self._clock)
        self.lease = lease
        self._handlers: list[_Registered] = []

    async def __aenter__(self) -> Self:
        """Opens the store, if that is on a server."""
        if isinstance(self._store, AbstractAsyncContextManager):
            await self._store.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(self._store, AbstractAsyncContextManager):
            await self._store.__aexit__(kind, error, trace)

    @property
    def takes_client(self) -> bool:
        """Whether a handler takes the client as its second argument."""
        return any(registered.takes_client for registered in self._handlers)

    def on(self, *patterns: str) -> Callable[[H], H]:
        """Registers a handler of events: ``@inbox.on("task.edit", "invoice.*")``.

        ``*`` matches anything, so ``"*"`` is all events, also those of an unknown envelope. ``created``, ``updated``
        and ``deleted`` are ``create``, ``edit`` and ``remove``, and ``person`` is ``contact``, as in deliveries.
        A handler is an async function of the event, and of the client if it has a second parameter. The handlers of an
        event run one after the other. If one fails, the next delivery runs all of them again.

        Raises:
            ConfigurationError: no event has such a name, so that the handler would never run; ``raw("…")`` allows a
                name that is not known. Or the handler is no async function.
        """

        def register(handler: H) -> H:
            is_async: bool = iscoroutinefunction(handler)  # as an expression, it would narrow the type
            if not is_async:
                raise ConfigurationError("a handler of events is an async function: async def changed(event): …")
            takes_client = len(_arguments(handler)) > 1
            self._handlers.extend(_Registered(pattern, handler, takes_client) for pattern in known)
            return handler

        known = [pattern_of(pattern) for pattern in patterns or (None,)]
        return register

    async def handle(self, event: Event, client: Any = None) -> Handled:
        """Runs the handlers of an event, unless that was done before.

        Returns:
            ``"handled"``; ``"duplicate"`` for an event that was handled before; ``"ignored"`` for one without a
            handler. After these three, answer with 2xx. ``"busy"``: another worker handles it now. Answer with 503,
            so that Plutio repeats it if that worker fails.

        Raises:
            WebhookError: the claim could not be renewed and ended, so the handler was cancelled.
            Exception: what a handler or the store raises. The event is not handled then.
        """
        handlers = self._handlers_of(event)
        if not handlers:
            return "ignored"
        claim = Claim(event.key, self._clock.monotonic() + self.lease)
        try:
            state = await self._store.claim(claim.key, claim.owner, self.lease)
            if state != "claimed":
                return "busy" if state == "busy" else "duplicate"
            await self._run(claim, handlers, event, client)
        except BaseException:
            await self._release(claim)
            raise
        return "handled"

    def _handlers_of(self, event: Event) -> list[_Registered]:
        """Each once, in the order of their registration."""
        matching = [one for one in self._handlers if fnmatchcase(event.name or "", one.pattern)]
        return list({id(one.handler): one for one in matching}.values())

    async def _run(self, claim: Claim, handlers: list[_Registered], event: Event, client: Any) -> None:
        """Runs the handlers and commits, or cancels the handlers before the claim ends if it cannot be renewed."""
        failure: BaseException | None = None
        committed = False
        async with anyio.create_task_group() as group:
            group.start_soon(self._renew, claim)
            group.start_soon(self._expire, claim, group.cancel_scope)
            try:
                for registered in handlers:
                    await registered.run(event, client)
                await self._commit(claim)
                committed = True
            except anyio.get_cancelled_exc_class():
                raise
            except BaseException as error:  # noqa: BLE001 - raised below, not as a group
                failure = error
            group.cancel_scope.cancel()
        if failure is not None:
            raise failure
        if not committed:  # ``_expire`` cancelled the handlers
            raise WebhookError(
                "the claim of the event ended, because it could not be renewed; its handler was cancelled"
            )

    async def _commit(self, claim: Claim) -> None:
        """Also when cancelled, because the handlers have run."""
        with anyio.fail_after(self.lease, shield=True):
            committed = await self._store.commit(claim.key, claim.owner, KEEP)
        if not committed:
            raise WebhookError("another worker claimed the event before it was committed; it may be handled twice")

    async def _renew(self, claim: Claim) -> None:
        while True:
            await self._clock.sleep(self.lease / 4)
            asked = self._clock.monotonic()
            try:
                renewed = await self._store.renew(claim.key, claim.owner, self.lease)
            except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way
                _log.warning("the claim of an event could not be renewed (%s)", type(error).__name__)
                continue
            claim.deadline = asked + self.lease if renewed else asked

    async def _expire(self, claim: Claim, handlers: anyio.CancelScope) -> None:
        """Cancels the handlers a little before the claim ends, so that two workers never run them at once."""
        while (left := claim.deadline - self.lease / 8 - self._clock.monotonic()) > 0:
            await self._clock.sleep(min(left, self.lease / 8))
        handlers.cancel()

    async def _release(self, claim: Claim) -> None:
        """Lets the next delivery be handled at once. If that fails, the lease ends by itself."""
        with anyio.move_on_after(_RELEASE_WITHIN, shield=True):
            try:
                await self._store.release(claim.key, claim.owner)
            except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way
                _log.warning("the claim of an event could not be released (%s)", type(error).__name__)


def _arguments(handler: Handler) -> list[str]:
    """The parameters that a call has to give by position."""
    positional = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    parameters = signature(handler).parameters.values()
    return [one.name for one in parameters if one.kind in positional and one.default is Parameter.empty]


def _store_of(given: GivenStore, clock: Clock) -> InboxStore:
    """The store for what a user gives as ``store=``.

    Raises:
        ConfigurationError: it is neither a store nor something that has one.
    """
    if given is None:
        return MemoryInboxStore(clock)
    from plutio_async._client.shared import SharedFile  # with SQLite, which takes long to load

    if isinstance(given, str) and "://" in given:
        from plutio_async.redis import SharedRedis

        given = SharedRedis(given)
    if isinstance(given, str | os.PathLike):
        given = SharedFile(given)
    if isinstance(given, SharedFile):
        from plutio_async.webhooks._file import FileInboxStore

        return FileInboxStore(given.path, clock=clock)
    store: Any = given
    if not isinstance(store, type) and hasattr(store, "inbox"):
        store = store.inbox()
    check_methods("store", store, _WANTED, "claim", "renew", "commit", "release")
    return store  # type: ignore[no-any-return]

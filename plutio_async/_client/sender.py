"""What the resources of a client and of each of its views send their calls through."""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
from attrs import evolve

from plutio_async._auth.provider import TokenProvider
from plutio_async._core.call import Call, OnAnswer, T
from plutio_async._core.checks import check_clock, check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.event_loop import LoopGuard
from plutio_async._core.tasks import BackgroundTasks, interrupt_at_waits_only
from plutio_async._custom_fields.cache import SchemaCache
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async._models.json_form import check_levels
from plutio_async._pipeline.attempt import AttemptSender
from plutio_async._pipeline.log import log_as_in_environment
from plutio_async._pipeline.observing import Observer, Observers
from plutio_async._pipeline.pipeline import Pipeline
from plutio_async._pipeline.settings import Options, Settings
from plutio_async._ratelimit.budget import budget_of
from plutio_async._ratelimit.protocol import CallBudget
from plutio_async._resources.coalesce import Coalescer

if TYPE_CHECKING:
    from plutio_async._auth.credentials import TokenStore
    from plutio_async._client.shared import GivenShared
    from plutio_async._custom_fields.schema import Schema
    from plutio_async._pagination.page import PageCaps, Spawn, Traits
    from plutio_async._pipeline.observing import Stats
    from plutio_async._resources.sender import GetBatched


Parts = list[AbstractAsyncContextManager[Any]]
"""Budgets and token stores that have to be opened."""


class LoopSession:
    """What a client has in one event loop: connections, running calls, background tasks and shared reads."""

    def __init__(self, shared: SharedState, tokens: TokenProvider | None = None) -> None:
        settings, clock = shared.settings, shared.clock
        self.transport = HttpTransport(shared.connections)
        sender = AttemptSender(settings, self.transport, shared.observers)
        if tokens is None:
            store, account = shared.token_store, settings.account
            self.tokens = TokenProvider(sender.fetch_token, clock=clock, store=store, account=account)
        else:
            self.tokens = tokens.for_another_loop(sender.fetch_token)
        self.pipeline = Pipeline(sender, self.tokens, shared.budget, clock)
        self.calls = self.pipeline.calls
        self.tasks = BackgroundTasks()
        self.coalescer = Coalescer(self.tasks.spawn, shared.observers.coalesced)
        self.guard = LoopGuard(lambda: interrupt_at_waits_only(ClientSender.send, Coalescer.get, LoopSession.aclose))
        self._closed = False
        self._parts_to_open = shared.own_parts
        self._open_parts = AsyncExitStack()
        self._opening: anyio.Lock | None = None

    async def open(self) -> None:
        """Opens what the client shares with other processes, once."""
        self._opening = self._opening or anyio.Lock()  # made here, since the client may be made in another event loop
        async with self._opening, AsyncExitStack() as stack:
            for part in self._parts_to_open:
                await stack.enter_async_context(part)
            if self._parts_to_open:
                self._open_parts, self._parts_to_open = stack.pop_all(), []

    def is_over(self) -> bool:
        """Whether nothing of it runs any more: it was closed, or its event loop has ended."""
        return self.guard.has_ended() or (self._closed and not self.calls.count)

    async def aclose(self, drain: float | None = None) -> None:
        """Ends calls, tasks and connections, each also if the step before it is cancelled, as by a Ctrl-C on trio."""
        check_seconds("drain", drain, optional=True)
        if self.guard.has_ended():
            await self._discard()
            return
        if self.is_over():
            return
        self.guard.check()
        try:
            async with self._open_parts as stack:
                stack.push_async_callback(self.transport.aclose)
                stack.push_async_callback(self.tasks.aclose)
                stack.callback(self.calls.close)
                if drain:
                    await self.calls.drain(drain)
        finally:
            self._closed = True

    async def _discard(self) -> None:
        """Closes what an event loop that has ended left open. Its tasks and waits cannot end any more."""
        self.calls.waits.clear()
        self.calls.close()
        await self.transport.discard()


class SharedState:
    """The :class:`~plutio_async._resources.sender.ResourceContext` of a client, in one event loop after another.

    Attributes:
        own_parts: The budget and the token store, if the client made them and has to open and close them.
        given_parts: The same, if the user made them, who opens them too.
        session: What belongs to the present event loop, or to the last one.
    """

    def __init__(
        self,
        settings: Settings,
        connections: ConnectionSettings,
        budget: CallBudget | int | None,
        *,
        shared: GivenShared | None,
        business: str | None,
        token_store: TokenStore | None,
        clock: Clock | None,
        observer: Observer | Sequence[Observer] | None,
    ) -> None:
        log_as_in_environment()
        if token_store is not None:
            wanted = "an object with async load() and save() (for a file: shared=)"
            check_methods("token_store", token_store, wanted, "load", "save")
        self.clock = SystemClock() if clock is None else clock
        check_clock(self.clock)
        self.settings = settings
        self.connections = connections
        if shared is None:
            self.budget, self.token_store = budget_of(budget, self.clock), token_store
        else:
            from plutio_async._client.shared import shared_parts  # with SQLite, which takes long to load

            self.budget, self.token_store = shared_parts(shared, budget, token_store, settings.account, self.clock)
        given: tuple[object, ...] = (self.budget, self.token_store)
        parts: Parts = [part for part in given if isinstance(part, AbstractAsyncContextManager)]
        self.own_parts, self.given_parts = ([], parts) if shared is None else (parts, [])
        self.observers = Observers(observer, settings, business, self.budget, self.clock)
        self.learned = settings.learned
        self.keeps_custom_fields = settings.keeps_custom_fields
        self.noted: set[str] = set()
        self._page_caps: dict[str, PageCaps] = {}
        self._traits: Traits | None = None
        self._schemas: dict[str | None, SchemaCache] = {}
        self._name = f"<Plutio {business or 'any workspace'} at {settings.base_url}>"
        self.session = self._begin()

    @property
    def spawn(self) -> Spawn:
        return self.session.tasks.spawn

    def spare(self) -> int | None:
        return self.budget.remaining

    @property
    def traits(self) -> Traits:
        from plutio_async._pagination.page import Traits  # like all of paging, loaded by the first reading

        self._traits = self._traits or Traits()
        return self._traits

    def page_caps(self, resource: str) -> PageCaps:
        from plutio_async._pagination.page import PageCaps  # like all of paging, loaded by the first walk

        return self._page_caps.setdefault(resource, PageCaps())

    def stats(self) -> Stats:
        """What was done so far."""
        return self.observers.counts.stats()

    def schemas_of(self, business: str | None) -> SchemaCache:
        """The definitions of a workspace's custom fields, as far as they are known."""
        if business not in self._schemas:
            self._schemas[business] = SchemaCache(self.clock)
        return self._schemas[business]

    def _begin(self, tokens: TokenProvider | None = None) -> LoopSession:
        session = LoopSession(self, tokens)
        weakref.finalize(self, _close_dropped, self._name, session.guard, session.transport).atexit = False
        return session

    async def enter(self) -> None:
        """Begins a new session if the last one is over.

        Raises:
            ClientStateError: the session is being closed, or runs in another event loop or process.
        """
        last = self.session
        if last.is_over():
            self.session = self._begin(last.tokens)
            for cache in self._schemas.values():
                cache.unlock()
            if last.guard.has_ended():
                await last.aclose()
        self.session.guard.check()
        self.session.calls.check()
        await self.session.open()


def _close_dropped(name: str, guard: LoopGuard, transport: HttpTransport) -> None:
    """Closes the connections of a client that is garbage, unless it was closed or made no call."""
    if transport.abandon(guard):
        warnings.warn(
            f"{name} was dropped without being closed: use `async with`, or call `await plutio.aclose()`",
            ResourceWarning,
            stacklevel=2,
            source=transport,
        )


class ClientSender:
    """The :class:`~plutio_async._resources.sender.Sender` of a client or view: its options over the shared state."""

    def __init__(self, shared: SharedState, options: Options) -> None:
        self.shared = shared
        self.options = options
        self.business = options.business

    async def send(self, call: Call[T]) -> T:
        session, options = self.shared.session, self.options
        session.guard.check()
        check_levels(call.body)
        with session.calls:
            try:
                if options.coalesce and call.operation.method == "GET" and call.body is None:
                    result = await session.coalescer.share(call, options, session.pipeline.send)
                else:
                    result = await session.pipeline.send(call, options)
            finally:
                if call.operation.method != "GET":
                    session.coalescer.forget_reads()
                    if call.operation.path.startswith("/custom-fields"):
                        self.schemas.expire()
        self.schemas.bind(result)
        return result

    @property
    def get_batched(self) -> GetBatched | None:
        if not self.options.coalesce:
            return None
        session = self.shared.session
        session.guard.check()
        session.calls.check()
        return partial(session.coalescer.get, self.options)

    def with_options(self, **changes: Any) -> ClientSender:
        """The same with other options."""
        return ClientSender(self.shared, evolve(self.options, **changes))

    def in_background(self) -> ClientSender:
        return self.with_options(priority="background")

    def noting(self, note: OnAnswer) -> ClientSender:
        return self.with_options(on_answer=(*self.options.on_answer, note))

    @property
    def schemas(self) -> SchemaCache:
        return self.shared.schemas_of(self.business)

    async def trashed(self, resource: str) -> list[str]:
        from plutio_async._client.resource_map import trashed  # loads generated code

        return await trashed(self, resource)

    async def custom_schema(self) -> Schema:
        from plutio_async._client.custom_fields import CustomFields  # loads generated code

        return await CustomFields(self).schema()

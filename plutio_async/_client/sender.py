"""What the resources of a client and of each of its views send their calls through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from copy import deepcopy
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from plutio_async._auth.provider import TokenProvider
from plutio_async._core.call import Call
from plutio_async._core.checks import check_clock, check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.event_loop import BackgroundTasks, LoopGuard, interrupt_at_waits_only
from plutio_async._core.log_setup import log_as_in_environment
from plutio_async._custom_fields.cache import SchemaCache
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async._pagination.page import PageCaps
from plutio_async._pagination.reader import Prefetcher
from plutio_async._pipeline.attempt import AttemptSender
from plutio_async._pipeline.observing import Observer, Observers
from plutio_async._pipeline.pipeline import Pipeline
from plutio_async._pipeline.settings import Options, Settings
from plutio_async._ratelimit.budget import budget_of
from plutio_async._ratelimit.protocol import CallBudget
from plutio_async._resources.coalesce import Coalescer

if TYPE_CHECKING:
    from plutio_async._auth.store import TokenStore
    from plutio_async._client.custom_fields import CustomFields
    from plutio_async._custom_fields.schema import Schema
    from plutio_async._resources.sender import GetBatched

T = TypeVar("T")


class Parts:
    """What a client and all of its views share, in the event loop and process of the first call."""

    def __init__(
        self,
        settings: Settings,
        connections: ConnectionSettings,
        budget: CallBudget | int | None,
        *,
        token_store: TokenStore | None,
        clock: Clock | None,
        observer: Observer | Sequence[Observer] | None,
    ) -> None:
        log_as_in_environment()
        if token_store is not None:
            check_methods("token_store", token_store, "a store, such as FileTokenStore('token.json')", "load", "save")
        clock = SystemClock() if clock is None else clock
        check_clock(clock)
        counted = budget_of(budget, clock)
        self.settings = settings
        self.transport = HttpTransport(connections)
        observers = Observers(observer, settings.base_url, counted, clock)
        sender = AttemptSender(settings, self.transport, observers)
        account = f"{settings.base_url}|{settings.client_id}"
        tokens = TokenProvider(sender.fetch_token, clock=clock, store=token_store, account=account)
        self.pipeline = Pipeline(sender, tokens, counted, clock)
        self.tasks = BackgroundTasks()
        self.coalescer = Coalescer(self.tasks.spawn, observers.coalesced)
        self.guard = LoopGuard(lambda: interrupt_at_waits_only(ClientSender.send, Parts.aclose, Prefetcher.abandon))
        self.page_caps: dict[str, PageCaps] = defaultdict(PageCaps)
        self._schemas: dict[str | None, SchemaCache] = {}

    async def share(self, call: Call[T], options: Options) -> T:
        """The result of a read that concurrent callers make once; each decodes it anew."""

        def decode(answer: Any) -> tuple[T, Any]:
            return call.decode(answer), answer

        kept = Call(call.operation, decode, call.query)
        result, _ = await self.coalescer.share(
            call.operation.name,
            (call, options),
            lambda: self.pipeline.send(kept, options),
            lambda one: decode(deepcopy(one[1])),
        )
        return result

    def schemas_of(self, business: str | None) -> SchemaCache:
        """The definitions of a workspace's custom fields, as far as they are known."""
        if business not in self._schemas:
            self._schemas[business] = SchemaCache(self.pipeline.clock)
        return self._schemas[business]

    async def aclose(self, drain: float | None) -> None:
        """Takes each step even if another is cut short: on trio a Ctrl-C gets through to shielded waits too."""
        check_seconds("drain", drain, optional=True)
        calls = self.pipeline.calls
        if calls.count:
            self.guard.check()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.transport.aclose)
            stack.push_async_callback(self.tasks.aclose)
            stack.callback(calls.close)
            if drain:
                await calls.drain(drain)


class ClientSender:
    """The :class:`~plutio_async._resources.sender.Sender` of a client or view: its options over the shared parts."""

    def __init__(self, parts: Parts, options: Options) -> None:
        self.parts = parts
        self.options = options
        self.business = options.business
        self.spawn = parts.tasks.spawn
        self.clock = parts.pipeline.clock
        self.keeps_custom_fields = parts.settings.keeps_custom_fields

    async def send(self, call: Call[T]) -> T:
        parts, options = self.parts, self.options
        parts.guard.check()
        with parts.pipeline.calls:
            try:
                if options.coalesce and call.operation.method == "GET":
                    result = await parts.share(call, options)
                else:
                    result = await parts.pipeline.send(call, options)
            finally:
                if call.operation.method != "GET":
                    parts.coalescer.forget_reads()
        parts.schemas_of(options.business).bind(result)
        return result

    @property
    def get_batched(self) -> GetBatched | None:
        if not self.options.coalesce:
            return None
        self.parts.guard.check()
        self.parts.pipeline.calls.check()
        return partial(self.parts.coalescer.get, self.options)

    def with_options(self, **changes: Any) -> ClientSender:
        """The same with other options."""
        return ClientSender(self.parts, evolve(self.options, **changes))

    def in_background(self) -> ClientSender:
        return self.with_options(priority="background")

    def spare(self) -> int | None:
        return self.parts.pipeline.budget.remaining

    def page_caps(self, resource: str) -> PageCaps:
        return self.parts.page_caps[resource]

    @cached_property
    def custom_fields(self) -> CustomFields:
        from plutio_async._client.custom_fields import CustomFields  # loads generated code

        return CustomFields(self, self.parts.schemas_of(self.options.business))

    async def custom_schema(self) -> Schema:
        return await self.custom_fields.schema()

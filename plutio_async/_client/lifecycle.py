"""What a client and all of its views share: connections, token, budget."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from copy import deepcopy
from typing import Any, Generic, TypeVar

from attrs import frozen

from plutio_async._auth.provider import TokenProvider
from plutio_async._auth.store import TokenStore
from plutio_async._client.settings import Settings
from plutio_async._core.call import Call
from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import Clock
from plutio_async._core.loop_guard import LoopGuard
from plutio_async._core.tasks import BackgroundTasks, interrupt_at_waits_only
from plutio_async._custom_fields.cache import SchemaCache
from plutio_async._http.transport import HttpTransport
from plutio_async._pagination.ahead import Prefetcher
from plutio_async._pagination.page import PageCaps
from plutio_async._pipeline.attempt import Exchange
from plutio_async._pipeline.options import Options
from plutio_async._pipeline.pipeline import Pipeline
from plutio_async._ratelimit.protocol import CallBudget
from plutio_async._resources.coalesce import Coalescer

T = TypeVar("T")


@frozen
class Kept(Generic[T]):
    """Reads an answer and keeps it, to be read once more."""

    decode: Callable[[Any], T]

    def __call__(self, answer: Any) -> tuple[T, Any]:
        return self.decode(answer), answer


class Core:
    """Puts the steps of a call together, once for each client."""

    def __init__(
        self,
        settings: Settings,
        *,
        budget: CallBudget,
        token_store: TokenStore | None,
        clock: Clock,
        keeps_custom_fields: bool = False,
        **transport: Any,
    ) -> None:
        self.settings = settings
        self.keeps_custom_fields = keeps_custom_fields
        self.budget = budget
        self.tasks = BackgroundTasks()
        self.page_caps: dict[str, PageCaps] = {}
        self._schemas: dict[str | None, SchemaCache] = {}
        self.clock = clock
        self.coalescer = Coalescer(self.tasks.spawn)
        self._owner = LoopGuard(lambda: interrupt_at_waits_only(Core.send, Core.aclose, Prefetcher.abandon))
        self._transport = HttpTransport(**transport)
        exchange = Exchange(settings, self._transport, budget, clock)
        tokens = TokenProvider(
            exchange.fetch_token, clock=clock, store=token_store, account=f"{settings.base_url}|{settings.client_id}"
        )
        self._pipeline = Pipeline(exchange, tokens, budget, clock)
        self._waits = self._pipeline.waits

    async def send(self, call: Call[T], options: Options) -> T:
        self._owner.check()
        self._waits.begin()
        try:
            if options.coalesce and call.operation.method == "GET":
                return await self._share(call, options)
            return await self._pipeline.send(call, options)
        finally:
            self._waits.finish()
            if call.operation.method != "GET":
                self.coalescer.forget_reads()

    async def _share(self, call: Call[T], options: Options) -> T:
        """The result of a read, made once for all who ask the same at the same time; each decodes it anew."""
        decode = Kept(call.decode)
        kept = Call(call.operation, decode, call.query)
        result, _ = await self.coalescer.share(
            (call, options), lambda: self._pipeline.send(kept, options), lambda one: decode(deepcopy(one[1]))
        )
        return result

    def schemas(self, business: str | None) -> SchemaCache:
        """Where the definitions of a workspace's custom fields are kept."""
        if business not in self._schemas:
            self._schemas[business] = SchemaCache(self.clock)
        return self._schemas[business]

    def check(self) -> None:
        """To be called before anything is waited for: a wait in another loop, or after the end, would never end."""
        self._owner.check()
        self.open()

    def open(self) -> None:
        """Refuses to go on when the client was closed, or is about to be."""
        self._waits.check()

    async def aclose(self, drain: float | None = None) -> None:
        """Each step is taken, also when another is cut short: on trio a Ctrl-C gets through to shielded waits too."""
        check_seconds("drain", drain, optional=True)
        if self._waits.calls:
            self._owner.check()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._transport.aclose)
            stack.push_async_callback(self.tasks.aclose)
            stack.callback(self._waits.end)
            if drain:
                await self._waits.drain(drain, self.clock.sleep)

"""What a client and all of its views share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from attrs import field, frozen

from plutio_async._auth.provider import TokenProvider
from plutio_async._client.settings import Settings
from plutio_async._core.call import Call
from plutio_async._core.checks import check_clock, check_methods, check_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.event_loop import BackgroundTasks, LoopGuard, interrupt_at_waits_only
from plutio_async._custom_fields.cache import SchemaCache
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async._pagination.ahead import Prefetcher
from plutio_async._pagination.page import PageCaps
from plutio_async._pipeline.attempt import AttemptSender
from plutio_async._pipeline.options import Options
from plutio_async._pipeline.pipeline import Pipeline
from plutio_async._ratelimit.budget import budget_of
from plutio_async._ratelimit.protocol import CallBudget
from plutio_async._resources.coalesce import Coalescer

if TYPE_CHECKING:
    from plutio_async._auth.store import TokenStore

T = TypeVar("T")


@frozen
class Kept(Generic[T]):
    """Decodes an answer and keeps it, to be decoded once more for another caller."""

    decode: Callable[[Any], T]

    def __call__(self, answer: Any) -> tuple[T, Any]:
        return self.decode(answer), answer


@frozen(eq=False)
class Parts:
    """The parts of a client. ``guard`` checks that they are used in the event loop and process of the first call."""

    settings: Settings
    guard: LoopGuard
    transport: HttpTransport
    pipeline: Pipeline
    tasks: BackgroundTasks
    coalescer: Coalescer
    page_caps: dict[str, PageCaps] = field(factory=partial(defaultdict, PageCaps))
    schemas: dict[str | None, SchemaCache] = field(factory=dict)  # by workspace

    @classmethod
    def build(
        cls,
        settings: Settings,
        connections: ConnectionSettings,
        budget: CallBudget | int | None,
        *,
        token_store: TokenStore | None,
        clock: Clock | None,
        protected: Iterable[Callable[..., object]],
    ) -> Self:
        """Puts the parts together. On trio, a Ctrl-C strikes the ``protected`` methods only where they wait."""
        if token_store is not None:
            check_methods("token_store", token_store, "a store, such as FileTokenStore('token.json')", "load", "save")
        clock = SystemClock() if clock is None else clock
        check_clock(clock)
        counted = budget_of(budget, clock)
        transport = HttpTransport(connections)
        sender = AttemptSender(settings, transport, counted, clock)
        account = f"{settings.base_url}|{settings.client_id}"
        tokens = TokenProvider(sender.fetch_token, clock=clock, store=token_store, account=account)
        pipeline = Pipeline(sender, tokens, counted, clock)
        tasks = BackgroundTasks()
        guard = LoopGuard(lambda: interrupt_at_waits_only(*protected, Prefetcher.abandon))
        return cls(settings, guard, transport, pipeline, tasks, Coalescer(tasks.spawn))

    async def share(self, call: Call[T], options: Options) -> T:
        """The result of a read that concurrent callers make once; each decodes it anew."""
        decode = Kept(call.decode)
        kept = Call(call.operation, decode, call.query)
        result, _ = await self.coalescer.share(
            (call, options), lambda: self.pipeline.send(kept, options), lambda one: decode(deepcopy(one[1]))
        )
        return result

    def schemas_of(self, business: str | None) -> SchemaCache:
        """The definitions of a workspace's custom fields, as far as they are known."""
        if business not in self.schemas:
            self.schemas[business] = SchemaCache(self.pipeline.clock)
        return self.schemas[business]

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
                await calls.drain(drain, self.pipeline.clock.sleep)

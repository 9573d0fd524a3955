"""What a client and all of its views share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Generic, Self, TypeVar

from attrs import field, frozen

from plutio_async._auth.provider import TokenProvider
from plutio_async._auth.store import TokenStore
from plutio_async._client.settings import Settings
from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._core.loop_guard import LoopGuard
from plutio_async._core.tasks import BackgroundTasks
from plutio_async._custom_fields.cache import SchemaCache
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async._pagination.caps import PageCaps
from plutio_async._pipeline.attempt import AttemptSender
from plutio_async._pipeline.pipeline import Pipeline
from plutio_async._ratelimit.protocol import CallBudget
from plutio_async._resources.coalesce import Coalescer

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
    page_caps: dict[str, PageCaps] = field(factory=dict)
    schemas: dict[str | None, SchemaCache] = field(factory=dict)

    @classmethod
    def build(
        cls,
        settings: Settings,
        connections: ConnectionSettings,
        budget: CallBudget,
        *,
        token_store: TokenStore | None,
        clock: Clock,
        guard: LoopGuard,
    ) -> Self:
        """Puts the parts together."""
        transport = HttpTransport(connections)
        sender = AttemptSender(settings, transport, budget, clock)
        account = f"{settings.base_url}|{settings.client_id}"
        tokens = TokenProvider(sender.fetch_token, clock=clock, store=token_store, account=account)
        tasks = BackgroundTasks()
        pipeline = Pipeline(sender, tokens, budget, clock)
        return cls(settings, guard, transport, pipeline, tasks, Coalescer(tasks.spawn))

    def schemas_of(self, business: str | None) -> SchemaCache:
        """The definitions of a workspace's custom fields, as far as they are known."""
        if business not in self.schemas:
            self.schemas[business] = SchemaCache(self.pipeline.clock)
        return self.schemas[business]

    async def aclose(self, drain: float | None) -> None:
        """Takes each step even if another is cut short: on trio a Ctrl-C gets through to shielded waits too."""
        if drain is not None and (isinstance(drain, bool) or not (isinstance(drain, int | float) and drain >= 0)):
            raise ConfigurationError(f"drain={drain!r} is no length of time; give seconds, 0 or more, or None")
        calls = self.pipeline.calls
        if calls.count:
            self.guard.check()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.transport.aclose)
            stack.push_async_callback(self.tasks.aclose)
            stack.callback(calls.close)
            if drain:
                await calls.drain(drain, self.pipeline.clock.sleep)

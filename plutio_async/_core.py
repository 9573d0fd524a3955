"""What a client and all of its views share: connections, token, budget."""

from __future__ import annotations

from typing import Any, TypeVar

from plutio_async._call import Call
from plutio_async._call_budget import CallBudget
from plutio_async._clock import Clock
from plutio_async._exchange import Exchange
from plutio_async._pipeline import Pipeline
from plutio_async._tasks import TaskOwner
from plutio_async.options import Options
from plutio_async.pagination import PageCaps
from plutio_async.settings import Settings
from plutio_async.token import TokenSource
from plutio_async.token_store import TokenStore
from plutio_async.transport import HttpTransport

T = TypeVar("T")


class Core:
    """Puts the steps of a call together, once for each client."""

    def __init__(
        self, settings: Settings, *, budget: CallBudget, token_store: TokenStore | None, clock: Clock, **transport: Any
    ) -> None:
        self.settings = settings
        self.budget = budget
        self.tasks = TaskOwner()
        self.page_caps: dict[str, PageCaps] = {}
        self._transport = HttpTransport(**transport)
        exchange = Exchange(settings, self._transport, budget, clock)
        tokens = TokenSource(
            exchange.fetch_token, clock=clock, store=token_store, account=f"{settings.base_url}|{settings.client_id}"
        )
        self._pipeline = Pipeline(exchange, tokens, budget, clock)

    async def send(self, call: Call[T], options: Options) -> T:
        return await self._pipeline.send(call, options)

    def open(self) -> None:
        """Refuses to go on when the client was closed."""
        self._transport.check_open()

    async def aclose(self) -> None:
        await self.tasks.aclose()
        await self._transport.aclose()

"""The part of the sandbox's interface that its own modules use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

from plutio_async._core.clock import Clock
from plutio_async.testing._api.messages import Answer, Hook, HookFactory, Request
from plutio_async.testing._api.store import Listener, Record


class SandboxProtocol(Protocol):
    """A sandbox, as transports, servers, faults and webhooks use it. Prevents import cycles."""

    @property
    def clock(self) -> Clock: ...

    @property
    def versions(self) -> tuple[str, ...]: ...

    @property
    def businesses(self) -> tuple[str, ...]: ...

    @property
    def app(self) -> Callable[[Any, Any, Any], Awaitable[None]]: ...

    async def handle(self, request: Request, /) -> Answer: ...

    def seed(
        self, *, business: str | None = None, **resources: Iterable[Mapping[str, Any]]
    ) -> dict[str, list[Record]]: ...

    def remove(self, resource: str, *ids: str, business: str | None = None) -> None: ...

    def records(self, resource: str, *, business: str | None = None) -> list[Record]: ...

    def revoke_tokens(self) -> None: ...

    def add_hook(self, hook: Hook | HookFactory, /) -> Callable[[], None]: ...

    def on_event(self, listener: Listener, /) -> Callable[[], None]: ...

    def empty(self) -> SandboxProtocol: ...

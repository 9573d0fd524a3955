"""What an assistant may do, and the view of the client that keeps to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from plutio_async.cli.failures import Problem

if TYPE_CHECKING:
    from plutio_async import Plutio

Report = Callable[[int, str], Awaitable[None]]
"""Reports progress: how many calls were begun, and which one begins."""

Ask = Callable[[str], Awaitable[bool | None]]
"""Asks the person a question: whether they agree; ``None`` if the client cannot ask. May raise ``Unanswered``."""

_NOTED = 2.0
"""Seconds of a wait from which on progress mentions it, as the client's log does."""


class Unanswered(Exception):
    """The client asks the person, and repeats the call with the answer."""


@frozen
class Access:
    """What may be called besides reads."""

    writes: bool = False
    deletes: bool = False

    def allows(self, method: str) -> bool:
        """Whether operations of an HTTP method may be called."""
        return method == "GET" or (self.deletes if method == "DELETE" else self.writes)

    def check(self, method: str) -> None:
        """Raises ``Problem`` for an operation that may not be called."""
        if not self.allows(method):
            option = "--allow-deletes" if method == "DELETE" else "--allow-writes"
            raise Problem(f"not allowed: the user has to start this server with {option}")


EVERYTHING = Access(writes=True, deletes=True)


class _GuardedSender:
    """The sender of one request. Refuses what is not allowed, whatever the tool, and reports each call."""

    def __init__(self, sender: Any, access: Access, report: Report) -> None:
        self._sender = sender
        self._access = access
        self._report = report
        self._calls = 0

    async def send(self, call: Any) -> Any:
        self._access.check(call.operation.method)
        self._calls += 1
        wait = self._sender.shared.budget.estimate(1, "background")
        waits = f", waits {wait:.0f} s for a free call of the hour" if wait > _NOTED else ""
        await self._report(self._calls, f"call {self._calls}: {call.operation.method} {call.operation.path}{waits}")
        return await self._sender.send(call)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sender, name)


def view_of(plutio: Plutio, access: Access, report: Report) -> Plutio:
    """The client for one request of an assistant: its calls have background priority."""
    view = plutio.with_options(priority="background")
    view._sender = _GuardedSender(view._sender, access, report)  # type: ignore[assignment]
    return view

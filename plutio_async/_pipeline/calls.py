"""The calls that are running: how far each has come, and their waits, which end when the client is closed."""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import partial
from types import TracebackType
from typing import Any, Self

import anyio
from attrs import define, field

from plutio_async._auth.backoff import CallKind
from plutio_async._auth.credentials import Token
from plutio_async._core.call import Call, CallInfo, Waited
from plutio_async._core.clock import Clock
from plutio_async._core.errors import ClientStateError
from plutio_async._pipeline.observing import Cause, Counts, Observation
from plutio_async._pipeline.settings import Options

log = logging.getLogger("plutio_async")

_CLOSING = "the client is closing: it lets running calls end, and accepts no new ones"
_CLOSED = "the client is closed: make calls before aclose() or inside its `async with` block"


@define
class Attempt:
    """One attempt of a call.

    Attributes:
        number: From 1.
        pause: Seconds to wait before it; ``None`` if it begins at once.
        was_admitted: Whether the budget granted a call before, which was given back: the next one goes to the front.
        token: The token that it is made with; ``None`` for the token call itself.
        sent: Whether it may have reached the API.
    """

    number: int = 1
    pause: float | None = None
    was_admitted: bool = False
    token: Token | None = None
    sent: bool = False


@define
class CallState:
    """One call, its attempts and its waits; as a block, its observers see it begin and end.

    ``max_wait`` is what the current attempt may still wait. ``may_have_acted`` is whether the API may have executed a
    write, in any attempt that has ended.
    """

    call: Call[Any]
    options: Options
    observed: Observation | None = None
    began: float = 0.0
    began_at: float = 0.0
    max_wait: float | None = None
    may_have_acted: bool = False
    attempt: Attempt = field(factory=Attempt)
    waited: dict[Cause, float] = field(factory=partial(defaultdict, float))

    def __enter__(self) -> Self:
        if self.observed is not None:
            self.observed.call_started()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.observed is not None:
            self.observed.call_ended(error)

    @property
    def kind(self) -> CallKind:
        """What the refusals of tokens are counted by."""
        return self.options.business, self.call.operation.method, self.call.operation.path

    def begin_attempt(self, max_wait: float | None, pause: float | None) -> None:
        """The next attempt. One that follows an unsent one has no new ``max_wait``: it still waits to be sent."""
        if self.attempt.sent:
            self.max_wait = max_wait
        self.attempt = Attempt(self.attempt.number + 1, pause)

    def use_up(self, seconds: float) -> None:
        """Takes the seconds off ``max_wait``."""
        if self.max_wait is not None:
            self.max_wait = max(0.0, self.max_wait - seconds)

    def info(self, *, made: bool) -> CallInfo:
        """What an error knows of the call. ``made`` is whether the current attempt was made."""
        operation, waited = self.call.operation, Waited(**self.waited)
        return CallInfo(
            method=operation.method,
            path=operation.path,
            operation_id=operation.id,
            attempts=self.attempt.number - (not made),
            waited=waited,
            may_have_acted=self.may_have_acted,
        )


class RunningCalls:
    """Counts the calls of a client, as a block around each, and keeps the scopes of their waits.

    A call waits for the budget, for a token or for its next attempt.
    """

    def __init__(self, clock: Clock, counts: Counts) -> None:
        self.clock = clock
        self.counts = counts
        self.count = 0
        self.waits: set[anyio.CancelScope] = set()
        self._refusal: str | None = None

    @property
    def closed(self) -> bool:
        """Whether no wait may begin any more either."""
        return self._refusal == _CLOSED

    def check(self) -> None:
        """Raises ``ClientStateError`` when no call may begin."""
        if self._refusal is not None:
            raise ClientStateError(self._refusal)

    def __enter__(self) -> None:
        """A call begins. Raises ``ClientStateError`` when none may."""
        if self._refusal is not None:
            self.check()
        self.count += 1

    def __exit__(self, *_: object) -> None:
        self.count -= 1
        if self._refusal is not None and not self.count:
            self._end_waits()

    async def drain(self, seconds: float) -> None:
        """Lets no call begin, and returns when the running ones are over, or ``seconds`` have passed."""
        self._refusal = self._refusal or _CLOSING
        if self.closed or not self.count:
            return
        with anyio.CancelScope() as scope:
            self.waits.add(scope)
            try:
                await self.clock.sleep(seconds)
            finally:
                self.waits.discard(scope)
        if self.count and not self.closed:
            log.warning("%d calls were still running after %g s: they end with the client", self.count, seconds)

    def close(self) -> None:
        """Ends all waits, and lets no call and no wait begin. Only in the event loop of the calls."""
        self._refusal = _CLOSED
        self._end_waits()

    def _end_waits(self) -> None:
        for scope in self.waits:
            scope.cancel()


class Wait:
    """A wait of a running call, as a block. A class, because a generator would cost each call more than the wait.

    Raises:
        ClientStateError: the client was closed, before or meanwhile.
    """

    __slots__ = ("_began", "_calls", "_cause", "_scope", "_state")

    def __init__(self, calls: RunningCalls, state: CallState, cause: Cause) -> None:
        if calls.closed:
            raise ClientStateError("the client is closed: this call was to be made again, and was not")
        self._calls = calls
        self._state = state
        self._cause: Cause = cause
        self._began = calls.clock.monotonic()
        self._scope = anyio.CancelScope()

    def __enter__(self) -> None:
        self._scope.__enter__()
        self._calls.waits.add(self._scope)
        if self._state.observed is not None:
            self._state.observed.wait_began(self._cause)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._calls.waits.discard(self._scope)
        self._scope.__exit__(kind, error, trace)
        seconds = self._calls.clock.monotonic() - self._began
        self._state.waited[self._cause] += seconds
        self._calls.counts.add_wait(self._cause, seconds)
        if self._cause != "backoff":
            self._state.use_up(seconds)
        if self._state.observed is not None:
            self._state.observed.wait_ended(self._cause, seconds, error)
        if self._scope.cancelled_caught:
            raise ClientStateError("the client is closed: this call was still waiting, and was not made") from None

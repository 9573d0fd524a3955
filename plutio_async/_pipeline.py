"""The way of a call: budget, token, attempt, then the result, another attempt, or an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from attrs import define, evolve, field

from plutio_async._budget.protocol import CallBudget
from plutio_async._call import Call
from plutio_async._clock import Clock
from plutio_async._exchange import Exchange
from plutio_async._spending import spending
from plutio_async.errors import (
    AuthenticationError,
    CallInfo,
    ConnectionFailed,
    OutcomeUnknown,
    PlutioError,
    RateLimitError,
    StatusError,
    UnreadableAnswer,
    Waited,
)
from plutio_async.options import Options
from plutio_async.retry import Again, Failure, Stop
from plutio_async.token import Token, TokenSource

T = TypeVar("T")

GATEWAY = frozenset({502, 503, 504})
"""Statuses that come from in front of the API, so that nobody knows whether the API itself acted."""


@define
class Run:
    """How far one call has come. ``sent`` tells whether the current attempt may have reached the API."""

    call: Call[Any]
    options: Options
    began: float
    began_at: float
    attempts: int = 0
    sent: bool = False
    renewed: bool = False
    token: Token | None = None
    waited: Waited = field(factory=Waited)

    def info(self, stopped: str | None = None) -> CallInfo:
        operation = self.call.operation
        return CallInfo(operation.method, operation.path, operation.id, self.attempts, self.waited, stopped)


class Pipeline:
    """Sends calls, one step after the other."""

    def __init__(self, exchange: Exchange, tokens: TokenSource, budget: CallBudget, clock: Clock) -> None:
        self._exchange = exchange
        self._tokens = tokens
        self._budget = budget
        self._clock = clock

    async def send(self, call: Call[T], options: Options) -> T:
        """The result of a call.

        Raises:
            PlutioError: each knows the call; ``plutio_async.errors`` draws the tree.
        """
        run = Run(call, options, began=self._clock.monotonic(), began_at=self._clock.time())
        cause: PlutioError | None = None
        while True:
            try:
                return call.decode(await self._attempt(run))
            except PlutioError as error:
                error.call = run.info()
                if cause is not None and error.__cause__ is None:
                    error.__cause__ = cause
                await self._prepare_another(run, error)
                cause = error

    async def _attempt(self, run: Run) -> Any:
        run.sent = False
        run.attempts += 1
        await self._wait_for_token(run)  # first, or its own call would wait behind the one that needs it
        await self._wait_for_budget(run)
        with spending(self._budget, run.options.priority) as spent:
            run.token = await self._wait_for_token(run)
            request = self._exchange.request(run.call, run.token, run.options)
            run.sent = spent.left = True
            return await self._exchange.attempt(run.call.operation, request, run.attempts)

    async def _wait_for_budget(self, run: Run) -> None:
        began = self._clock.monotonic()
        try:
            await self._budget.take(priority=run.options.priority, max_wait=run.options.max_wait)
        finally:
            waited = run.waited.budget + self._clock.monotonic() - began
            run.waited = evolve(run.waited, budget=waited)

    async def _wait_for_token(self, run: Run) -> Token:
        began = self._clock.monotonic()
        try:
            return await self._tokens.get()
        finally:
            waited = run.waited.token + self._clock.monotonic() - began
            run.waited = evolve(run.waited, token=waited)

    async def _prepare_another(self, run: Run, error: PlutioError) -> None:
        """Returns when the call shall be made again, and raises the error that the caller gets when not."""
        if isinstance(error, AuthenticationError) and run.sent and run.token and not run.renewed:
            run.renewed = True
            await self._tokens.renew(run.token)
            return
        verdict = run.options.retries.decide(self._failure(run, error))
        if isinstance(verdict, Stop):
            self._hold_others(error, 0.0)
            raise _final(run, error, verdict.reason, self._clock.time())
        await self._pause(run, error, verdict)

    async def _pause(self, run: Run, error: PlutioError, verdict: Again) -> None:
        if self._hold_others(error, verdict.after):
            return
        await self._clock.sleep(verdict.after)
        run.waited = evolve(run.waited, backoff=run.waited.backoff + verdict.after)

    def _hold_others(self, error: PlutioError, at_least: float) -> bool:
        """A 429 pauses everyone at the budget, this call included."""
        if not isinstance(error, RateLimitError):
            return False
        self._budget.pause(max(at_least, error.retry_after or 0.0))
        return True

    def _failure(self, run: Run, error: PlutioError) -> Failure:
        return Failure(
            error=error,
            attempt=run.attempts,
            idempotent=run.call.operation.idempotent,
            may_have_acted=run.sent and _may_have_acted(error),
            transient=_is_transient(error),
            elapsed=self._clock.monotonic() - run.began - run.waited.budget,
        )


def _may_have_acted(error: PlutioError) -> bool:
    if isinstance(error, ConnectionFailed):
        return error.reached
    return isinstance(error, UnreadableAnswer) or (isinstance(error, StatusError) and error.status >= 500)


def _is_transient(error: PlutioError) -> bool:
    if isinstance(error, StatusError):
        return error.status == 429 or error.status >= 500
    return isinstance(error, ConnectionFailed | UnreadableAnswer)


def _final(run: Run, error: PlutioError, reason: str, now: float) -> PlutioError:
    """What the caller gets: the error itself, or ``OutcomeUnknown`` for a write that may have happened."""
    silent = isinstance(error, ConnectionFailed) or (isinstance(error, StatusError) and error.status in GATEWAY)
    error.call = run.info(reason if _is_transient(error) else None)
    if run.call.operation.idempotent or not (run.sent and silent and _may_have_acted(error)):
        return error
    unknown = OutcomeUnknown(
        f"it may or may not have happened ({error.message})",
        sent=run.call.body,
        business=run.options.business,
        between=(datetime.fromtimestamp(run.began_at, UTC), datetime.fromtimestamp(now, UTC)),
        call=error.call,
    )
    unknown.__cause__ = error
    return unknown

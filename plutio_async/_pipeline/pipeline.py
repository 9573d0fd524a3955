"""The way of a call: budget, token, attempt, then the result, another attempt, or an error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import EllipsisType
from typing import Any, TypeVar

from attrs import define

from plutio_async._auth.backoff import CallKind
from plutio_async._auth.provider import TokenProvider
from plutio_async._auth.token import Token
from plutio_async._core.call import Call, CallInfo, Waited
from plutio_async._core.clock import Clock
from plutio_async._core.errors import (
    AuthenticationError,
    BudgetUnreachable,
    OutcomeUnknown,
    PlutioError,
    RateLimitError,
    StatusError,
)
from plutio_async._core.outcome import FailureKind, kind_of
from plutio_async._http.limiter import ConnectionsBusy
from plutio_async._pipeline.attempt import Exchange
from plutio_async._pipeline.options import Options
from plutio_async._pipeline.retry import Again, Failure, Stop
from plutio_async._pipeline.waits import Waits
from plutio_async._ratelimit.lease import Lease
from plutio_async._ratelimit.protocol import CallBudget

T = TypeVar("T")

_JUST_NOW = 1.0
"""Seconds for which a token that was just fetched is used whatever it says of its end: the next may say no better."""


@define
class CallState:
    """How far one call has come.

    Of the current attempt, ``sent`` tells whether it may have reached the API, ``answered`` whether JSON came back.
    """

    call: Call[Any]
    options: Options
    began: float
    began_at: float
    attempts: int = 0
    patience: float | None = None
    sent: bool = False
    answered: bool = False
    token: Token | None = None
    for_budget: float = 0.0
    for_token: float = 0.0
    for_backoff: float = 0.0

    @property
    def kind(self) -> CallKind:
        return self.options.business, self.call.operation.method, self.call.operation.path

    def lose_patience(self, seconds: float) -> None:
        """What an attempt waited for the budget and the token comes off ``max_wait``."""
        if self.patience is not None:
            self.patience = max(0.0, self.patience - seconds)

    def info(self, stopped: str | None = None) -> CallInfo:
        operation = self.call.operation
        waited = Waited(self.for_budget, self.for_token, self.for_backoff)
        return CallInfo(operation.method, operation.path, operation.id, self.attempts, waited, stopped)


class Pipeline:
    """Sends calls, one step after the other."""

    def __init__(self, exchange: Exchange, tokens: TokenProvider, budget: CallBudget, clock: Clock) -> None:
        self._exchange = exchange
        self._tokens = tokens
        self._budget = budget
        self._clock = clock
        self.waits = Waits()

    async def send(self, call: Call[T], options: Options) -> T:
        """The result of a call.

        Raises:
            PlutioError: each knows the call; ``plutio_async.errors`` draws the tree.
        """
        state = CallState(call, options, began=self._clock.monotonic(), began_at=self._clock.time())
        failed: PlutioError | None = None
        while True:
            cause = failed
            try:
                return await self._result(state, call.decode)
            except PlutioError as error:
                failed = error
            except BaseException as error:
                if not isinstance(error, Exception):  # a mistake keeps its frames, since they lead to it
                    error.__traceback__ = None
                raise
            # Not in the except block, and without its traceback: frames have the token and the answer.
            self._exchange.make_safe(failed, state.token)
            failed.call = state.info()
            if cause is not None and failed.__cause__ is None:
                failed.__cause__ = cause
            await self._prepare_another(state, failed)

    async def _result(self, state: CallState, decode: Callable[[Any], T]) -> T:
        answer = await self._attempt(state)
        state.answered = True
        self._tokens.accept(state.kind)
        return decode(answer)

    async def _attempt(self, state: CallState) -> Any:
        if state.sent or not state.attempts:  # what was not sent still waits for its first call
            given = state.options.max_wait
            state.patience = self._budget.max_wait if isinstance(given, EllipsisType) else given
        state.sent = state.answered = False
        state.attempts += 1
        had_turn = False
        while True:
            state.token, lease = await self._admitted(state, had_turn)
            try:
                return await self._exchanged(state, state.token, lease)
            except ConnectionsBusy:
                state.sent, had_turn = False, True

    async def _exchanged(self, state: CallState, token: Token, lease: Lease) -> Any:
        with lease:
            request = self._exchange.request(state.call, token, state.options)
            state.sent = lease.sent = True
            return await self._exchange.attempt(state.call.operation, request, state.attempts, lease)

    async def _admitted(self, state: CallState, had_turn: bool) -> tuple[Token, Lease]:
        """The token, and a lease of one call of the budget.

        Acquires the token before the lease, so that no lease is held while a token is fetched. If the token ends in
        the queue, the lease is released, and the call keeps its turn.
        """
        while True:
            if self._tokens.current is None and self._tokens.renewing:
                # Somebody fetches a token, and may be more patient than this caller.
                await self._wait_for_budget(state, self._budget.wait, had_turn)
                had_turn = True
            token = await self._wait_for_token(state)
            fetched = self._clock.monotonic()
            lease = await self._wait_for_budget(state, self._budget.acquire, had_turn)
            if (current := self._tokens.current) is not None:
                return current, lease
            if self._clock.monotonic() - fetched < _JUST_NOW:
                return token, lease
            lease.release()
            had_turn = True

    async def _wait_for_budget(self, state: CallState, wait: Callable[..., Awaitable[T]], first: bool) -> T:
        began = self._clock.monotonic()
        try:
            with self.waits.one():
                return await wait(priority=state.options.priority, max_wait=state.patience, first=first)
        finally:
            waited = self._clock.monotonic() - began
            state.for_budget += waited
            state.lose_patience(waited)

    async def _wait_for_token(self, state: CallState) -> Token:
        if (fresh := self._tokens.fresh) is not None:
            return fresh
        began = self._clock.monotonic()
        try:
            with self.waits.one():
                return await self._tokens.get(state.patience)
        finally:
            waited = self._clock.monotonic() - began
            state.for_token += waited
            state.lose_patience(waited)

    async def _prepare_another(self, state: CallState, error: PlutioError) -> None:
        """Returns when the call shall be made again, and raises the error that the caller gets when not."""
        kind = kind_of(error, parsed=state.answered)
        transient = kind.transient or self._gets_another_token(state, error)
        verdict = state.options.retries.decide(self._failure(state, error, kind, transient))
        if isinstance(verdict, Stop):
            self._hold_others(state, error, 0.0)
            raise _final(state, error, kind, verdict.reason if transient else None, self._clock.time())
        await self._pause(state, error, verdict)

    def _gets_another_token(self, state: CallState, error: PlutioError) -> bool:
        """Whether a 401 was the token's fault, so that the next attempt has another. Other errors show a good token."""
        if not (isinstance(error, StatusError) and state.sent and state.token):
            return False
        if not isinstance(error, AuthenticationError):
            self._tokens.accept(state.kind)
            return False
        if self._tokens.reject(state.token, state.kind, state.options.retries.attempts):
            return True
        error.message += "; other tokens were refused too: check that the API client is enabled, and may do this"
        return False

    async def _pause(self, state: CallState, error: PlutioError, verdict: Again) -> None:
        if self._hold_others(state, error, verdict.after):
            return
        seconds = verdict.after if state.sent else max(verdict.after, self._tokens.pause)
        if isinstance(error, BudgetUnreachable) and isinstance(state.patience, float | int):
            seconds = min(seconds, state.patience)
            state.lose_patience(seconds)
        with self.waits.one():
            await self._clock.sleep(seconds)
        state.for_backoff += seconds

    def _hold_others(self, state: CallState, error: PlutioError, at_least: float) -> bool:
        """A 429 pauses everyone at the budget, this call included. One to a token call did so when it came."""
        if not isinstance(error, RateLimitError) or not state.sent:
            return False
        self._budget.pause(max(at_least, error.retry_after or 0.0))
        return True

    def _failure(self, state: CallState, error: PlutioError, kind: FailureKind, transient: bool) -> Failure:
        return Failure(
            error=error,
            attempt=state.attempts,
            idempotent=state.call.operation.idempotent,
            may_have_acted=state.sent and kind.acted,
            transient=transient,
            elapsed=self._clock.monotonic() - state.began - state.for_budget - state.for_token,
        )


def _final(state: CallState, error: PlutioError, kind: FailureKind, reason: str | None, now: float) -> PlutioError:
    """What the caller gets: the error itself, or ``OutcomeUnknown`` for a write that may have happened."""
    error.call = state.info(reason)
    if state.call.operation.idempotent or not (state.sent and kind.leaves_open):
        return error
    unknown = OutcomeUnknown(
        f"it may or may not have happened ({error.message})",
        sent=state.call.body,
        business=state.options.business,
        between=(datetime.fromtimestamp(state.began_at, UTC), datetime.fromtimestamp(now, UTC)),
        call=error.call,
    )
    unknown.__cause__ = error
    return unknown

"""One call: admission by the budget, token, attempt, then the result, another attempt, or an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import EllipsisType
from typing import Any

from attrs import evolve

from plutio_async._auth.provider import TokenProvider
from plutio_async._core import errors
from plutio_async._core.call import Call, T
from plutio_async._core.clock import Clock, WaitLog
from plutio_async._core.json_text import TooDeep
from plutio_async._http.transport import ConnectionsBusy
from plutio_async._pipeline.attempt import AttemptSender
from plutio_async._pipeline.calls import Attempt, CallState, RunningCalls, Wait
from plutio_async._pipeline.retry import Again, Failure, Stop
from plutio_async._pipeline.settings import Options
from plutio_async._ratelimit.protocol import CallBudget, Lease
from plutio_async._resources.failure_kinds import NOT_MADE, kind_of

_JUST_NOW = 1.0
"""Seconds for which a token that was just fetched is used even if it has expired: the next may be no better."""


class Pipeline:
    """Makes calls."""

    def __init__(self, sender: AttemptSender, tokens: TokenProvider, budget: CallBudget, clock: Clock) -> None:
        self._sender = sender
        self.tokens = tokens
        self.budget = budget
        self.clock = clock
        self.calls = RunningCalls(clock, sender.counts)
        self._log = WaitLog(clock)

    async def send(self, call: Call[T], options: Options) -> T:
        """The result of a call.

        Raises:
            PlutioError: any error of a call, which it describes; see ``plutio_async.errors``.
        """
        now, at, max_wait = self.clock.monotonic(), self.clock.time(), self._max_wait(options)
        with CallState(call, options, self._sender.observe(call), now, at, max_wait) as state:
            failed: errors.PlutioError | None = None
            while True:
                previous = failed
                try:
                    if previous is not None and state.attempt.pause is not None:
                        await self._back_off(state, previous, state.attempt.pause)
                    with await self._admit(state) as lease:
                        return self._decoded(state, call.decode, await self._sender.send(state, lease))
                except ConnectionsBusy:  # nothing was sent: the same attempt, which goes to the front of the budget
                    state.attempt = Attempt(state.attempt.number, was_admitted=True)
                    continue
                except errors.PlutioError as error:
                    failed = error
                except BaseException as error:
                    if not isinstance(error, Exception):  # a mistake keeps its frames, since they lead to it
                        error.__traceback__ = None
                    raise
                # Not in the except block, and without its traceback: frames have the token and the answer.
                self._sender.make_safe(failed, state)
                if previous is not None and failed.__cause__ is None:
                    failed.__cause__ = previous
                self._begin_another_or_raise(state, failed)

    async def _admit(self, state: CallState) -> Lease:
        """Waits for a token, then for a lease of the budget.

        In this order, so that no lease is held while the token endpoint answers. If the token expires in the queue, the
        lease is released, and the next one goes to the front.
        """
        attempt, calls, now = state.attempt, self.calls, self.clock.monotonic
        while True:
            if self.tokens.current is None and self.tokens.renewing:
                # Another call fetches the token, and its max_wait may be longer than that of this one.
                with Wait(calls, state, "budget"):
                    await self.budget.wait(
                        priority=state.options.priority, max_wait=state.max_wait, first=attempt.was_admitted
                    )
                attempt.was_admitted = True
            token = self.tokens.fresh
            if token is None:
                with Wait(calls, state, "token"):
                    token = await self.tokens.get(state.max_wait)
            fetched = now()
            lease = self.budget.acquire_nowait(priority=state.options.priority)
            if lease is None:
                with Wait(calls, state, "budget"):
                    lease = await self.budget.acquire(
                        priority=state.options.priority, max_wait=state.max_wait, first=attempt.was_admitted
                    )
            current = self.tokens.current
            if current is not None or now() - fetched < _JUST_NOW:
                attempt.token = current or token
                return lease
            lease.release()
            attempt.was_admitted = True

    def _decoded(self, state: CallState, decode: Callable[[Any], T], answer: Any) -> T:
        """The result. Not in ``send``, whose frame an error keeps, and with it all variables."""
        self.tokens.accept(state.kind)
        try:
            return decode(answer)
        except TooDeep as error:
            raise errors.UnreadableAnswer(f"the answer {error}") from None

    def _begin_another_or_raise(self, state: CallState, error: errors.PlutioError) -> None:
        """Begins the next attempt. Raises the error that the caller gets when there is none."""
        kind, operation, sent = kind_of(error), state.call.operation, state.attempt.sent
        if sent and kind.acted and operation.method != "GET":
            state.may_have_acted = True
        error.call = call = state.info(made=kind is not NOT_MADE)
        failure = Failure(
            error=error,
            attempt=state.attempt.number,
            idempotent=operation.idempotent,
            may_have_acted=state.may_have_acted,
            transient=kind.transient or self._gets_another_token(state, error),
            elapsed=self.clock.monotonic() - state.began - state.waited["budget"] - state.waited["token"],
        )
        verdict = state.options.retries.decide(failure)
        pause = self._pause(error, verdict.after if isinstance(verdict, Again) else 0.0, sent=sent)
        if isinstance(verdict, Stop):
            error.call = evolve(call, stopped=verdict.reason if failure.transient else None)
            raise self._final(state, error)
        state.begin_attempt(self._max_wait(state.options), pause)

    def _pause(self, error: errors.PlutioError, after: float, *, sent: bool) -> float | None:
        """Seconds that the call waits before its next attempt; ``None`` where the budget holds back all calls instead.

        The budget does so after a 429, also if the call ends with it. Without a token, the next one is waited for.
        """
        if isinstance(error, errors.RateLimitError) and (sent or error.retry_after):
            if sent:  # a token call did so when its 429 came
                self.budget.pause(max(after, error.retry_after or 0.0))
            return None
        return after if sent else max(after, self.tokens.pause)

    def _gets_another_token(self, state: CallState, error: errors.PlutioError) -> bool:
        """Whether the next attempt has another token after a 401. Any other status shows that the token is good."""
        token = state.attempt.token
        if not (isinstance(error, errors.StatusError) and state.attempt.sent and token):
            return False
        if not isinstance(error, errors.AuthenticationError):
            self.tokens.accept(state.kind)
            return False
        if self.tokens.reject(token, state.kind, state.options.retries.attempts):
            return True
        error.message += "; other tokens were refused too: check that the API client is enabled, and may do this"
        return False

    async def _back_off(self, state: CallState, error: errors.PlutioError, seconds: float) -> None:
        if isinstance(error, errors.BudgetUnreachable) and state.max_wait is not None:
            seconds = min(seconds, state.max_wait)
            state.use_up(seconds)
        reason = f"{state.call.operation.name} is repeated after {type(error).__name__}"
        logged = self._log.wait(seconds, reason, bound="retries=Retries(total=) bounds the pauses")
        with logged, Wait(self.calls, state, "backoff"):
            await self.clock.sleep(seconds)

    def _max_wait(self, options: Options) -> float | None:
        return self.budget.max_wait if isinstance(options.max_wait, EllipsisType) else options.max_wait

    def _final(self, state: CallState, error: errors.PlutioError) -> errors.PlutioError:
        """What the caller gets: the last error, or ``OutcomeUnknown`` if it hides that a write may have happened.

        A delete whose first answer was lost is repeated, for example, and a 404 then does not show that it did nothing.
        """
        kind, repeatable = kind_of(error), state.call.operation.idempotent
        # Such an error says by itself that the write may have happened.
        admits_it = state.attempt.sent and kind.acted and (kind.answered or repeatable)
        if admits_it or not state.may_have_acted:
            return error
        unknown = errors.OutcomeUnknown(
            f"it may or may not have happened ({error.message})",
            sent=state.call.body,
            business=state.options.business,
            between=(datetime.fromtimestamp(state.began_at, UTC), datetime.fromtimestamp(self.clock.time(), UTC)),
            status=getattr(error, "status", None),
            call=error.call,
        )
        unknown.__cause__ = error
        return unknown

"""The access token: fetched when first needed. Before it ends, one caller renews it while the others use it."""

from __future__ import annotations

import copy
import logging
from collections.abc import Awaitable, Callable
from math import inf
from typing import Protocol

import anyio
from attrs import frozen

from plutio_async._auth.backoff import CallKind, TokenBackoff
from plutio_async._auth.credentials import Token, TokenStore
from plutio_async._core.call import MaxWait, T
from plutio_async._core.clock import Clock, WaitLog
from plutio_async._core.errors import BudgetExceeded, BudgetUnreachable, PlutioError, RateLimitError
from plutio_async._core.secret import Secret

_log = logging.getLogger("plutio_async")

_RENEW_AHEAD, _LEEWAY = 600.0, 30.0
_LIFE_DESPITE_CLOCK = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_STORE_GRACE = 0.1
"""Seconds that a store may take even if the caller does not wait."""


class Fetch(Protocol):
    """Makes a token call.

    It waits for a call of the budget up to ``max_wait``; ``at_once`` it does not wait, since an older token serves.
    """

    async def __call__(self, *, max_wait: MaxWait, at_once: bool) -> Token: ...


@frozen
class _Held:
    """A token and its moments on the monotonic clock, which does not jump when the machine's time is set.

    It was fetched at ``fetched_at``. From ``renew_at`` one caller renews it, from ``due_at`` all wait for the next one,
    and from ``ends_at`` it is useless.
    """

    token: Token
    fetched_at: float
    renew_at: float
    due_at: float
    ends_at: float

    @classmethod
    def of(cls, token: Token, clock: Clock, age: float) -> _Held:
        now = clock.monotonic()
        life = token.expires_at - clock.time()
        if life <= 0:
            life = _LIFE_DESPITE_CLOCK  # no server gives out a dead token: this machine's time is wrong
        end = now + life
        return cls(token, now - age, end - min(_RENEW_AHEAD, life / 5), end - min(_LEEWAY, life / 10), end)


@frozen
class _Failure:
    """The error of the last token call, which those who waited for it get, and all callers until that moment."""

    error: PlutioError
    until: float
    count: int

    @classmethod
    def after(cls, earlier: _Failure | None, error: PlutioError, now: float) -> _Failure:
        count, asked = 0 if earlier is None else earlier.count, getattr(error, "retry_after", None) or 0.0
        if asked and isinstance(error, RateLimitError):
            return cls(copy.copy(error), now, count)  # the pause of the budget holds back the next token call
        pause = min(_FIRST_PAUSE * 2 ** min(count, 10), _LONGEST_PAUSE)
        return cls(copy.copy(error), now + max(pause, asked), count + 1)


class _Stored:
    """The token of an account in a store, which may fail or take too long: that costs a warning, not the call."""

    def __init__(self, store: TokenStore, account: str, clock: Clock) -> None:
        self._store = store
        self._account = account
        self._clock = clock

    async def load(self, deadline: float) -> tuple[Token | None, str | None]:
        """The token, and why it could not be read."""
        return await self._until(deadline, self._store.load, self._account)

    async def save(self, token: Token, deadline: float) -> None:
        _, problem = await self._until(deadline, self._store.save, self._account, token)
        if problem:
            _log.warning("the token could not be stored (%s): other processes fetch their own", problem)

    async def _until(
        self, deadline: float, request: Callable[..., Awaitable[T]], *args: object
    ) -> tuple[T | None, str | None]:
        """What the store gives until the deadline, in real time, and why it gives nothing."""
        try:
            with anyio.fail_after(max(deadline - self._clock.monotonic(), _STORE_GRACE)):
                return await request(*args), None
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way
            return None, str(error) or "it takes too long"


class TokenProvider:
    """Provides the current token, with as few token calls as possible.

    From ten minutes before the end (at most a fifth of the token's life) one caller renews while the others keep using
    the old token. From 30 seconds before the end (at most a tenth) all wait for the new one. If a renewal fails, the
    old token serves until its end. A failure is remembered for one second, then two, four, at most 60, or as long as
    the server asked; until then all callers get it at once, without another token call. A 429 that names a pause is
    shared by the callers of that moment only: the budget holds back the others. If the renewing caller is cancelled,
    the next caller renews. After 401s to tokens that were fetched shortly before, all wait before the next
    token call, see :class:`~plutio_async._auth.backoff.TokenBackoff`.

    The provider loads from ``store`` before each token call and saves after it, never under the lock: several tasks may
    load at once. A store that fails, or takes longer than the caller waits, costs a warning in the log, not the call.
    ``account`` is the name of the API client in the store.
    """

    def __init__(
        self, fetch: Fetch, *, clock: Clock, store: TokenStore | None = None, account: str = "default"
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._stored = None if store is None else _Stored(store, account, clock)
        self._lock = anyio.Lock(fast_acquire=True)
        self._held: _Held | None = None
        self._failure: _Failure | None = None
        self._backoff = TokenBackoff(clock)
        self._waits = WaitLog(clock)
        self._rejected: Secret | None = None
        self._renewing = 0

    def for_another_loop(self, fetch: Fetch) -> TokenProvider:
        """A provider for another event loop, with the same token, pauses and store."""
        other = copy.copy(self)
        vars(other).update(_fetch=fetch, _lock=anyio.Lock(fast_acquire=True), _renewing=0)
        return other

    @property
    def current(self) -> Token | None:
        """The token that serves right now, if there is one."""
        held = self._held
        return held.token if held is not None and self._clock.monotonic() < held.ends_at else None

    @property
    def fresh(self) -> Token | None:
        """The current token, if it is too early to renew it."""
        held = self._held
        return held.token if held is not None and self._clock.monotonic() < held.renew_at else None

    @property
    def pause(self) -> float:
        """Seconds for which all callers get the last failure, so that asking again is useless."""
        return 0.0 if self._failure is None else max(0.0, self._failure.until - self._clock.monotonic())

    @property
    def renewing(self) -> bool:
        """Whether a caller is fetching a token."""
        return self._renewing > 0

    async def get(self, max_wait: MaxWait = ...) -> Token:
        """The token to use now. If no usable token is left, raises the error of the token call.

        Raises:
            BudgetExceeded: the wait for the next token call would be longer than ``max_wait``; at once.
        """
        held = self._held
        if held is not None:
            now = self._clock.monotonic()
            if now < held.renew_at or (now < held.due_at and (self._renewing or self.pause)):
                return held.token
        self._renewing += 1
        try:
            return await self._renew(max_wait)
        except PlutioError:
            # If nobody else has renewed it meanwhile, it serves until its end.
            if held is not None and self._held is held and self._clock.monotonic() < held.ends_at:
                return held.token
            raise
        finally:
            self._renewing -= 1

    def accept(self, kind: CallKind) -> None:
        """A call of this kind got an answer that was no 401."""
        self._backoff.accept(kind)

    def reject(self, failed: Token, kind: CallKind = (None, "", ""), attempts: int = 1) -> bool:
        """A 401 to ``failed``: the next :meth:`get` fetches another, unless another is held already.

        ``attempts`` are the most that the call has. Returns whether :meth:`get` gives another token; false when another
        token would not help.
        """
        held = self._held
        if held is not None:
            if held.token.value != failed.value:
                return True
            age, life = self._clock.monotonic() - held.fetched_at, held.ends_at - held.fetched_at
            repeated = failed.secret == self._rejected
            if not self._backoff.refuse(kind, age=age, life=life, attempts=attempts, repeated=repeated):
                return False
        self._held, self._rejected = None, failed.secret
        return True

    async def _renew(self, max_wait: MaxWait) -> Token:
        """A token in place of the one that is held: fetched by this caller, by another one, or by another process."""
        unusable, now = self._held, self._clock.monotonic
        deadline = now() + max_wait if isinstance(max_wait, float | int) else inf
        while True:
            await self._wait_to_fetch(deadline)
            read_problem = await self._adopt_stored(deadline)
            earlier_failure = self._failure
            async with self._lock:
                if (token := self._found_meanwhile(unusable, earlier_failure)) is not None:
                    return token
                if not self._backoff.wait:  # else a 401 came while this one waited for the lock, so it waits again
                    left = max_wait if deadline == inf else max(0.0, deadline - now())
                    token = await self._fetch_new(left, read_problem)
                    break
        if self._stored is not None:
            await self._stored.save(token, deadline)
        return token

    def _found_meanwhile(self, unusable: _Held | None, earlier: _Failure | None) -> Token | None:
        """The token that another caller got meanwhile. Raises a failure that came meanwhile, or still counts."""
        held, failure, now = self._held, self._failure, self._clock.monotonic()
        if held is not None and held is not unusable and now < held.due_at:
            return held.token
        if failure is not None and (failure is not earlier or now < failure.until):
            raise copy.copy(failure.error)
        return None

    async def _wait_to_fetch(self, deadline: float) -> None:
        """Waits outside the lock, since each caller may be cancelled and has its own ``max_wait``."""
        if wait := self._backoff.wait:
            left = deadline - self._clock.monotonic()
            if wait > left:
                reason = f"{self._backoff.reason}: another is not fetched"
                raise BudgetExceeded.because(reason, left, wait, self._clock.time())
            with self._waits.wait(wait, self._backoff.reason):
                await self._clock.sleep(wait)

    async def _fetch_new(self, max_wait: MaxWait, read_problem: str | None) -> Token:
        if read_problem:
            _log.warning("the stored token could not be read (%s): a new one is fetched", read_problem)
        try:
            token = await self._fetch(max_wait=max_wait, at_once=self.current is not None)
        except (BudgetExceeded, BudgetUnreachable):
            raise  # no failure of the token call: it was not made
        except PlutioError as error:
            self._failure = _Failure.after(self._failure, error, self._clock.monotonic())
            raise
        self._failure = None
        self._hold(token)
        return token

    def _hold(self, token: Token, age: float = 0.0) -> None:
        """``age`` is infinite if it is unknown when the token was fetched."""
        if self._held is not None:
            self._backoff.begin_new_series()
        self._held = _Held.of(token, self._clock, age)

    async def _adopt_stored(self, deadline: float) -> str | None:
        """Uses the token of the store if it has a better one. Returns why the store could not be read."""
        if self._stored is None:
            return None
        token, problem = await self._stored.load(deadline)
        held = self._held
        if token is None or token.secret == self._rejected or (held is not None and held.token.value == token.value):
            return problem
        if token.expires_at - self._clock.time() > _LEEWAY:
            # The first token may be from long ago. One that follows another was fetched since, so it is young.
            self._hold(token, age=inf if held is None and self._rejected is None else 0.0)
        return None

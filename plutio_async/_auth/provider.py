"""The access token: fetched when first needed. Before it ends, one caller renews it while the others use it."""

from __future__ import annotations

import copy
import math
from types import EllipsisType
from typing import Protocol

import anyio
from attrs import frozen

from plutio_async._auth.backoff import CallKind, TokenBackoff
from plutio_async._auth.store import AccountStore, TokenStore
from plutio_async._auth.token import Token
from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import Clock
from plutio_async._core.errors import BudgetExceeded, BudgetUnreachable, PlutioError
from plutio_async._core.secret import Secret

_LIFE_DESPITE_CLOCK = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_ANY: CallKind = (None, "", "")
_STORE_GRACE = 0.1
"""Seconds that a store may take even if the caller does not wait."""


MaxWait = float | EllipsisType | None
"""Seconds that a caller waits for a call of the budget; ``None`` is for ever, ``...`` is the budget's own."""


class Fetch(Protocol):
    """Makes a token call.

    It waits for a call of the budget up to ``max_wait``; ``at_once`` it does not wait, since an older token serves.
    """

    async def __call__(self, *, max_wait: MaxWait, at_once: bool) -> Token: ...


@frozen
class _Held:
    """A token and its moments on the monotonic clock, which does not jump when the machine's time is set."""

    token: Token
    since: float
    renew_at: float
    due_at: float
    ends_at: float


@frozen
class _Failure:
    """The error of the last token call, which all callers get until that moment."""

    error: PlutioError
    until: float
    count: int


class TokenProvider:
    """Provides the current token, with as few token calls as possible.

    From ``renew_ahead`` seconds before the end (at most a fifth of the token's life) one caller renews while the others
    keep using the old token. From ``leeway`` seconds before the end (at most a tenth) all wait for the new one. If a
    renewal fails, the old token serves until its end. A failure is remembered for one second, then two, four, at most
    60, or as long as the server asked; until then all callers get it at once, without another token call. If the
    renewing caller is cancelled, the next caller renews. After 401s to tokens that were fetched shortly before, all
    wait before the next token call, see :class:`~plutio_async._auth.backoff.TokenBackoff`.

    The provider loads from ``store`` before each token call and saves after it, never under the lock: several tasks may
    load at once. A store that fails, or takes longer than the caller waits, costs a warning in the log, not the call.
    ``account`` is the name of the API client in the store.

    Raises:
        ConfigurationError: ``renew_ahead`` or ``leeway`` is negative or no number.
    """

    def __init__(
        self,
        fetch: Fetch,
        *,
        clock: Clock,
        store: TokenStore | None = None,
        account: str = "default",
        renew_ahead: float = 600.0,
        leeway: float = 30.0,
    ) -> None:
        check_seconds("renew_ahead", renew_ahead, finite=True)
        check_seconds("leeway", leeway, finite=True)
        self._fetch = fetch
        self._clock = clock
        self._store = None if store is None else AccountStore(store, account)
        self._renew_ahead = max(renew_ahead, leeway)
        self._leeway = leeway
        self._lock = anyio.Lock(fast_acquire=True)
        self._held: _Held | None = None
        self._failure: _Failure | None = None
        self._backoff = TokenBackoff(clock)
        self._rejected: Secret | None = None
        self._generation = 0
        self._renewing = 0

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
            if now < held.renew_at:
                return held.token
            if now < held.due_at and (self._renewing or self._pausing(now)):
                return held.token
        try:
            return await self._renewed(max_wait)
        except PlutioError:
            if held is not None and self._held is held and self._clock.monotonic() < held.ends_at:
                return held.token
            raise

    def accept(self, kind: CallKind) -> None:
        """A call of this kind got an answer that was no 401."""
        self._backoff.accept(kind)

    def reject(self, failed: Token, kind: CallKind = _ANY, attempts: int = 1) -> bool:
        """A 401 to ``failed``: the next :meth:`get` fetches another, unless another is held already.

        ``attempts`` are the most that the call has. Returns whether :meth:`get` gives another token; false when another
        token would not help.
        """
        held = self._held
        if held is not None and held.token.value != failed.value:
            return True
        if held is not None and not self._backoff.refuse(
            kind,
            age=self._clock.monotonic() - held.since,
            life=held.ends_at - held.since,
            attempts=attempts,
            repeated=failed.secret == self._rejected,
        ):
            return False
        self._held, self._rejected = None, failed.secret
        return True

    def forget(self) -> None:
        """Drops the token and the memory of failures, so that the next call fetches a token anew."""
        if self._held is not None:
            self._rejected = self._held.token.secret
        self._held = self._failure = None
        self._backoff = TokenBackoff(self._clock)
        self._generation += 1

    async def _renewed(self, max_wait: MaxWait) -> Token:
        seen = self._generation
        deadline = self._clock.monotonic() + max_wait if isinstance(max_wait, float | int) else math.inf
        self._renewing += 1
        try:
            while True:
                await self._wait_to_fetch(deadline)
                await self._adopt_stored(deadline)
                async with self._lock:
                    if (newer := self._newer_than(seen)) is not None:
                        return newer
                    if not self._backoff.wait:
                        left = max_wait if deadline == math.inf else max(0.0, deadline - self._clock.monotonic())
                        token = await self._fetched(left)
                        break
        finally:
            self._renewing -= 1
        if self._store is not None:
            await self._store.save(token, self._store_seconds(deadline))
        return token

    async def _wait_to_fetch(self, deadline: float) -> None:
        """Waits outside the lock, since each caller may be cancelled and has its own ``max_wait``."""
        if wait := self._backoff.wait:
            left = deadline - self._clock.monotonic()
            if wait > left:
                raise self._backoff.exceeded(left)
            await self._clock.sleep(wait)

    def _newer_than(self, seen: int) -> Token | None:
        held = self._held
        newer = held is not None and seen != self._generation and self._clock.monotonic() < held.due_at
        return held.token if held is not None and newer else None

    async def _fetched(self, max_wait: MaxWait) -> Token:
        if self._pausing(self._clock.monotonic()):
            assert self._failure is not None
            raise copy.copy(self._failure.error)
        generation = self._generation
        try:
            token = await self._fetch(max_wait=max_wait, at_once=self.current is not None)
        except (BudgetExceeded, BudgetUnreachable):
            raise  # no failure of the token call: it was not made
        except PlutioError as error:
            self._remember(error)
            raise
        self._failure = None
        if generation == self._generation:
            self._hold(token)
        return token

    def _hold(self, token: Token, age: float = 0.0) -> None:
        """``age`` is infinite if it is unknown when the token was fetched."""
        now = self._clock.monotonic()
        life = token.expires_at - self._clock.time()
        if life <= 0:
            life = _LIFE_DESPITE_CLOCK  # no server gives out a dead token: this machine's time is wrong
        ends_at = now + life
        renew_at = ends_at - min(self._renew_ahead, life / 5)
        due_at = ends_at - min(self._leeway, life / 10)
        if self._held is not None:
            self._backoff.survived()
        self._held = _Held(token, now - age, renew_at, due_at, ends_at)
        self._generation += 1

    def _pausing(self, now: float) -> bool:
        return self._failure is not None and now < self._failure.until

    def _remember(self, error: PlutioError) -> None:
        count = self._failure.count + 1 if self._failure is not None else 1
        pause = min(_FIRST_PAUSE * 2 ** min(count - 1, 10), _LONGEST_PAUSE)
        asked = getattr(error, "retry_after", None) or 0.0
        until = self._clock.monotonic() + max(pause, asked)
        self._failure = _Failure(copy.copy(error), until, count)

    async def _adopt_stored(self, deadline: float) -> None:
        token = None if self._store is None else await self._store.load(self._store_seconds(deadline))
        if token is not None and self._is_new(token):
            self._hold(token, age=0.0 if self._generation else math.inf)

    def _is_new(self, token: Token) -> bool:
        held = self._held
        known = token.secret == self._rejected or (held is not None and held.token.value == token.value)
        return not known and token.expires_at - self._clock.time() > self._leeway

    def _store_seconds(self, deadline: float) -> float:
        return max(deadline - self._clock.monotonic(), _STORE_GRACE)

"""The access token: fetched when first needed, and renewed ahead of its end by one caller while the others go on."""

from __future__ import annotations

import copy
import logging
import math
from types import EllipsisType
from typing import Protocol

import anyio
from attrs import frozen

from plutio_async._auth.backoff import CallKind, TokenBackoff
from plutio_async._auth.store import TokenStore
from plutio_async._auth.token import Token
from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import Clock
from plutio_async._core.errors import BudgetExceeded, BudgetUnreachable, PlutioError
from plutio_async._core.secret import Secret

_log = logging.getLogger("plutio_async")

_LIFE_DESPITE_CLOCK = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_ANY: CallKind = (None, "", "")
_STORE_GRACE = 0.1
"""Seconds that a store may take to answer a caller who does not wait."""


MaxWait = float | EllipsisType | None
"""Seconds that a caller waits for a call of the budget; ``None`` is for ever, ``...`` as the budget says."""


class Fetch(Protocol):
    """Makes a token call.

    It may wait for a call of the budget as long as the caller would; ``at_once`` it may not, since an older token
    serves.
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
    """What the last token call ended with, and until when that answers everyone."""

    error: PlutioError
    until: float
    count: int


class TokenProvider:
    """Gives the current token and keeps it current, with as few token calls as can be.

    From ``renew_ahead`` seconds before the end (at most a fifth of the token's life) one caller renews while the others
    keep using the old token. From ``leeway`` seconds before the end (at most a tenth) all wait for the new one. If a
    renewal fails the old token serves until its end. A failure is remembered for one second, then two, four, at most
    60, or as long as the server asked; until then everyone gets it at once, without another token call. A cancelled
    renewer leaves its place to the next caller. After 401s to tokens that were fetched shortly before, all wait before
    the next token call, see :class:`~plutio_async._auth.backoff.TokenBackoff`.

    ``store`` is asked before each token call and told after it, never under the lock: several tasks may read it at
    once. A store that fails, or takes longer than the caller waits, costs a warning in the log, not the call.
    ``account`` tells the store whose token it is.

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
        self._store = store
        self._account = account
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
        """Seconds for which the last failure answers everyone, so that to ask again is no use."""
        return 0.0 if self._failure is None else max(0.0, self._failure.until - self._clock.monotonic())

    @property
    def renewing(self) -> bool:
        """Whether a caller is fetching a token."""
        return self._renewing > 0

    async def get(self, max_wait: MaxWait = ...) -> Token:
        """The token to use now. Raises what the token call raises, when no usable token is left.

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

        ``attempts`` are the most that the call has. Returns whether :meth:`get` gives another token; False when tokens
        are not what the API refuses.
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
        await self._save(token, deadline)
        return token

    async def _wait_to_fetch(self, deadline: float) -> None:
        """Each caller waits by itself, outside the lock: it may be cancelled, and its ``max_wait`` is its own."""
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
            raise  # that there is no call for it says nothing about the token
        except PlutioError as error:
            self._remember(error)
            raise
        self._failure = None
        if generation == self._generation:
            self._hold(token)
        return token

    def _hold(self, token: Token, age: float = 0.0) -> None:
        """``age`` is infinite for a token of which nobody knows when it was fetched."""
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
        if self._store is None:
            return
        try:
            with anyio.fail_after(self._for_the_store(deadline)):
                token = await self._store.load(self._account)
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way
            reason = str(error) or "it takes too long"
            _log.warning("the stored token could not be read (%s): a new one is fetched", reason)
            return
        if token is not None and self._is_news(token):
            self._hold(token, age=0.0 if self._generation else math.inf)

    def _is_news(self, token: Token) -> bool:
        held = self._held
        known = token.secret == self._rejected or (held is not None and held.token.value == token.value)
        return not known and token.expires_at - self._clock.time() > self._leeway

    async def _save(self, token: Token, deadline: float) -> None:
        if self._store is None:
            return
        try:
            with anyio.fail_after(self._for_the_store(deadline)):
                await self._store.save(self._account, token)
        except Exception as error:  # noqa: BLE001 - a store of any kind may fail in any way
            reason = str(error) or "it takes too long"
            _log.warning("the token could not be stored (%s): other processes fetch their own", reason)

    def _for_the_store(self, deadline: float) -> float:
        """The seconds that the store gets, in real time as all that leaves the process."""
        return max(deadline - self._clock.monotonic(), _STORE_GRACE)

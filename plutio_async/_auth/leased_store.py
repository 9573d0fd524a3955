"""Stores of tokens that several processes share: one of them renews a token while the others wait."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod

from attrs import frozen

from plutio_async._auth.credentials import Token
from plutio_async._core.clock import Clock

_POLL = 0.1
"""Seconds between two looks for the token that another process fetches."""


@frozen
class Found:
    """What a process finds in the store: the token, and how long to wait for a newer one.

    Attributes:
        token: The stored token; ``None`` if there is none. It may have expired.
        wait: Seconds for which another process has the lease. 0 if this process has it now, or needs none because the
            token is a new one.
    """

    token: Token | None
    wait: float = 0.0


class LeasedTokenStore(ABC):
    """Gives each process the newest token, or the lease: the right to fetch the next one, for ``lease`` seconds.

    A process loads a token because the last one that it saw no longer serves: the *unwanted* one. If the store has
    another one, the process gets that. Otherwise it gets the lease, or waits while another process has it.
    """

    def __init__(self, lease: float, clock: Clock) -> None:
        self._lease = lease
        self._clock = clock
        self._last_seen: dict[str, str] = {}  # digests by account
        self._unwanted: dict[str, str] = {}  # the same; "" for an account of which this process had no token

    @abstractmethod
    async def _find_or_lease(self, account: str, unwanted: str) -> Found:
        """One step: looks for a token with another digest than ``unwanted``, or else tries to take the lease."""

    @abstractmethod
    async def _write(self, account: str, token: Token) -> None:
        """Stores the token, and ends this process's lease."""

    async def load(self, account: str) -> Token | None:
        """The account's token; ``None`` when there is none, so that this process fetches one.

        While another process fetches, this waits for that token, for ``lease`` seconds at most.
        """
        self._unwanted[account] = self._last_seen.get(account, "")
        deadline = self._clock.monotonic() + self._lease
        while True:
            unwanted = self._unwanted[account]
            found = await self._find_or_lease(account, unwanted)
            newest = "" if found.token is None else digest(found.token)
            if newest == self._unwanted[account] != unwanted:
                continue  # another task of this process has used it meanwhile, and already wants a newer one
            if found.wait <= 0 or self._clock.monotonic() >= deadline:
                self._last_seen[account] = newest or self._last_seen.get(account, "")
                return found.token
            await self._clock.sleep(min(_POLL, found.wait))

    async def save(self, account: str, token: Token) -> None:
        """Stores the token until it expires, for all processes."""
        await self._write(account, token)
        self._last_seen[account] = digest(token)


def account_key(account: str) -> str:
    """Names an account without showing its client id."""
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def digest(token: Token) -> str:
    """Identifies a token without showing it."""
    return hashlib.sha1(token.value.encode(), usedforsecurity=False).hexdigest()

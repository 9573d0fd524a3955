"""Stores of tokens that several processes share: one of them renews a token while the others wait."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod

from plutio_async._auth.credentials import Token
from plutio_async._core.clock import Clock

_LOOK_AGAIN = 0.1
"""Seconds between two looks for the token that another process fetches."""


class LeasedTokenStore(ABC):
    """Gives each process the token of the others, or the right to fetch one, which ends after ``lease`` seconds.

    A process that wants another token than the last one that it saw, the *unwanted* one, gets one of three: the token
    of another process; the right to fetch one; or a wait, while another process has that right.
    """

    def __init__(self, lease: float, clock: Clock) -> None:
        self._lease = lease
        self._clock = clock
        self._last_seen: dict[str, str] = {}  # digests by account
        self.unwanted_by_account: dict[str, str] = {}
        """The digest of the token that the last :meth:`load` wanted replaced; ``""`` if this process had none."""

    @abstractmethod
    async def look_or_lease(self, account: str, unwanted: str) -> tuple[Token | None, float]:
        """The stored token, and for how many seconds another process is renewing it.

        0 seconds with a token that lives on, and whose digest is not ``unwanted``: use it. 0 seconds otherwise: this
        process now has the right to renew it.
        """

    @abstractmethod
    async def write(self, account: str, token: Token) -> None:
        """Stores the token, and ends this process's right to renew it."""

    async def load(self, account: str) -> Token | None:
        """The account's token; ``None`` when there is none, so that this process fetches one.

        While another process fetches, this waits for that token, for ``lease`` seconds at most.
        """
        unwanted = self.unwanted_by_account[account] = self._last_seen.get(account, "")
        deadline = self._clock.monotonic() + self._lease
        while True:
            token, held_for = await self.look_or_lease(account, unwanted)
            found = "" if token is None else digest(token)
            if found not in ("", unwanted) and found == self.unwanted_by_account[account]:
                unwanted = found  # another task of this process has loaded it meanwhile, and already wants a newer one
            elif held_for <= 0 or self._clock.monotonic() >= deadline:
                self._last_seen[account] = found or self._last_seen.get(account, "")
                return token
            else:
                await self._clock.sleep(min(_LOOK_AGAIN, held_for))

    async def save(self, account: str, token: Token) -> None:
        """Stores the token until it expires, for all processes."""
        await self.write(account, token)
        self._last_seen[account] = digest(token)


def account_key(account: str) -> str:
    """Names an account without showing its client id."""
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def digest(token: Token) -> str:
    """Identifies a token without showing it."""
    return hashlib.sha1(token.value.encode(), usedforsecurity=False).hexdigest()

"""The credentials: the client secret, the access token that it is exchanged for, and stores that keep tokens."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol, TypeGuard

import anyio
from attrs import field, frozen

from plutio_async._core.errors import ConfigurationError, UnreadableAnswer
from plutio_async._core.secret import Secret

_ASSUMED_LIFE = 3600.0
_EARLIEST_EPOCH, _EARLIEST_MILLISECONDS = 1e9, 1e11

_YEAR_10000 = 253_402_300_800.0
"""In seconds since 1970. No server gives out a token that lasts longer."""

GivenSecret = str | Callable[[], str | Awaitable[str]]
"""What a user gives as the client secret."""


class ClientSecret(Secret):
    """The client secret, as far as it is known. A callable is called when it is needed first, and after a refusal."""

    __slots__ = ("_is_needed", "_source")

    def __init__(self, given: Any) -> None:
        self._is_needed = callable(given) and not isinstance(given, Secret)
        self._source = Secret(given if self._is_needed else None)
        super().__init__(None if self._is_needed else given)

    @property
    def problem(self) -> str | None:
        """Why it cannot be sent, as far as it is known."""
        return None if self._is_needed else wrong_with(self())

    async def load(self, seconds: float) -> bool:
        """Calls the callable if the secret is unknown, or was refused. Returns whether it did.

        Raises:
            ConfigurationError: the callable failed, which shows no more than the kind of its error, took longer than
                ``seconds``, or returned what cannot be sent.
        """
        if not self._is_needed:
            return False
        found = Secret(None)
        try:
            with anyio.fail_after(seconds):
                found = Secret(self._source()())
                if isinstance(found(), Awaitable):
                    found = Secret(await found())
            problem = wrong_with(found())
        except Exception as error:  # noqa: BLE001 - a callable of any kind may fail in any way
            problem = f"not available: its callable failed with {type(error).__name__}"
        if problem is not None:
            raise ConfigurationError(f"client_secret is {problem}")
        super().__init__(found)
        self._is_needed = False
        return True

    def expire(self) -> None:
        """The secret was refused: the next :meth:`load` calls the callable."""
        self._is_needed = self._source() is not None


def wrong_with(text: Any) -> str | None:
    """Why a text cannot be an id or a secret."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return "empty"
    try:
        text.encode()
    except (AttributeError, UnicodeEncodeError):
        return "no text that can be sent"
    return None


def client_secret_of(given: Any) -> ClientSecret:
    """The client secret of what was given; the same one, if it is one already."""
    return given if isinstance(given, ClientSecret) else ClientSecret(given)


@frozen
class Token:
    """An access token. Neither ``repr`` nor ``str`` shows its value; ``expires_at`` is in seconds since 1970."""

    secret: Secret = field(alias="value", converter=Secret, repr=False)
    expires_at: float
    businesses: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The token itself."""
        return str(self.secret())

    def as_entry(self) -> dict[str, Any]:
        """The token as JSON, for a store."""
        return {"value": self.value, "expires_at": self.expires_at, "businesses": list(self.businesses)}

    @classmethod
    def from_entry(cls, entry: Any) -> Token | None:
        """The token of :meth:`as_entry`; ``None`` for anything else."""
        if not isinstance(entry, dict):
            return None
        value, expires_at, businesses = (entry.get(key) for key in ("value", "expires_at", "businesses"))
        if not fits_header(value) or not isinstance(expires_at, int | float) or not abs(expires_at) < _YEAR_10000:
            return None
        names = businesses if isinstance(businesses, list) else []
        return cls(value, float(expires_at), tuple(name for name in names if isinstance(name, str)))


def fits_header(value: Any) -> TypeGuard[str]:
    """Whether a header can hold it as a token."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value.strip())


def parse_token(answer: Any, now: float) -> Token:
    """The token in the answer of a token call, whose documented shape is not the one that the live API sends.

    ``expires_in`` is preferred to a moment, because it does not depend on this machine's time. Without either the token
    is assumed to last an hour: if it lasts longer, that costs a token call; if it ends earlier, a 401.

    Raises:
        UnreadableAnswer: there is no token in the answer. The message names the answer's keys, never a value.
    """
    if not isinstance(answer, Mapping):
        raise UnreadableAnswer(f"the token call answered {type(answer).__name__} where an object was promised")
    for name in ("accessToken", "access_token"):
        value = answer.get(name)
        if fits_header(value):
            return Token(value.strip(), _expiry(answer, now), _businesses(answer.get("client")))
    keys = ", ".join(sorted(map(str, answer))) or "none"
    raise UnreadableAnswer(f"the token call answered without an accessToken that a header can hold (its keys: {keys})")


def _expiry(answer: Mapping[str, Any], now: float) -> float:
    if (seconds := _number(answer.get("expires_in"))) is not None:
        return now + seconds
    moment = _moment(answer.get("accessTokenExpiresAt"), now)
    return now + _ASSUMED_LIFE if moment is None else moment


def _moment(value: Any, now: float) -> float | None:
    if (number := _number(value)) is not None:
        if number < _EARLIEST_EPOCH:
            return now + number
        return number / 1000 if number >= _EARLIEST_MILLISECONDS else number
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _businesses(client: Any) -> tuple[str, ...]:
    names = client.get("businesses") if isinstance(client, Mapping) else None
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, list):
        return ()
    return tuple(name for name in names if isinstance(name, str) and name)


class TokenStore(Protocol):
    """Keeps the current token of each account. An account is the name of an API client."""

    async def load(self, account: str) -> Token | None:
        """The token last saved for the account, ``None`` when there is none. Several tasks may ask at once."""
        ...

    async def save(self, account: str, token: Token) -> None:
        """Replaces the account's token."""
        ...

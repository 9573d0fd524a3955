"""The client secret: a text, or a callable that returns it, so that it can change while the client runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from plutio_async._core.errors import ConfigurationError
from plutio_async._core.secret import Secret

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

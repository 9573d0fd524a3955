"""Waits that end with the client, wherever they wait."""

from __future__ import annotations

from types import TracebackType

import anyio

from plutio_async.errors import ClientStateError


class Waits:
    """The waits that are going on."""

    def __init__(self) -> None:
        self._scopes: set[anyio.CancelScope] = set()
        self._ended = False

    def __bool__(self) -> bool:
        return bool(self._scopes)

    def one(self) -> Wait:
        """A wait, as a block.

        Raises:
            ClientStateError: the client was closed, before or meanwhile.
        """
        if self._ended:
            raise ClientStateError("the client is closed: this call was to be made again, and was not")
        return Wait(self._scopes)

    def end(self) -> None:
        """Ends all of them, and lets none begin; only in their own event loop."""
        self._ended = True
        for scope in self._scopes:
            scope.cancel()


class Wait:
    """One of them. Written out, because a generator would cost each call more than all the rest of it."""

    __slots__ = ("_scope", "_scopes")

    def __init__(self, scopes: set[anyio.CancelScope]) -> None:
        self._scopes = scopes
        self._scope = anyio.CancelScope()

    def __enter__(self) -> None:
        self._scope.__enter__()
        self._scopes.add(self._scope)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scopes.discard(self._scope)
        self._scope.__exit__(kind, error, trace)
        if self._scope.cancelled_caught:
            raise ClientStateError("the client is closed: this call was still waiting, and was not made") from None

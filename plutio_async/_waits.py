"""Waits that end with the client, wherever they wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import anyio

from plutio_async._http.owner import Owner
from plutio_async.errors import ClientStateError


class Waits:
    """The waits that are going on."""

    def __init__(self) -> None:
        self._owner = Owner()
        self._scopes: set[anyio.CancelScope] = set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """A wait, as a block.

        Raises:
            ClientStateError: the client was closed meanwhile.
        """
        self._owner.check()
        with anyio.CancelScope() as scope:
            self._scopes.add(scope)
            try:
                yield
            finally:
                self._scopes.discard(scope)
        if scope.cancelled_caught:
            raise ClientStateError("the client is closed: this call was still waiting, and was not made")

    def end(self) -> None:
        """Ends all of them.

        Raises:
            ClientStateError: they go on in another event loop.
        """
        for scope in self._scopes:
            self._owner.check()
            scope.cancel()

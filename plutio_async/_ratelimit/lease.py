"""A lease: calls that a budget granted, until their holder reports the outcome."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from plutio_async._core.errors import ClientStateError, ConfigurationError, ConnectionFailed, PlutioError

__all__ = ["Lease"]

GRACE_PERIOD = 30.0
"""Seconds within which a request that was given up may still reach the server, and be counted there."""


class LeaseKeeper(Protocol):
    """The part of a budget that a lease reports to."""

    def release(self, lease: Lease) -> None: ...

    def settle(self, lease: Lease, grace_period: float) -> None: ...

    def confirm(self, lease: Lease) -> None: ...


class Lease:
    """``n`` calls that a budget granted. Its holder ends it with :meth:`release` or :meth:`settle`.

    The methods never wait, so a task can call them while it is being cancelled. On a lease that has ended they do
    nothing. A lease that never ends counts from its grant.

    As a context manager it ends with its block: released if the request surely never left, settled otherwise, also
    when cancelled. Set ``sent`` once the request may have left.
    """

    __slots__ = ("_keeper", "background", "granted", "n", "number", "sent")

    def __init__(self, keeper: LeaseKeeper, n: int, number: int = 0, *, background: bool = False) -> None:
        self._keeper: LeaseKeeper | None = keeper
        self.n: int = n
        self.background: bool = background
        self.number: int = number
        self.granted: float = 0.0
        self.sent: bool = False

    def release(self) -> None:
        """Gives the calls back. Only if they surely never left: the server counted what may have reached it."""
        if (keeper := self._end()) is not None:
            keeper.release(self)

    def settle(self, *, late: bool = False) -> None:
        """The calls are over; their period runs from now. ``late``: given up, so they may still arrive."""
        if (keeper := self._end()) is not None:
            keeper.settle(self, GRACE_PERIOD if late else 0.0)

    def confirm(self) -> None:
        """An answer came that was no 429, so the pause ends if this is its probe. The lease itself goes on."""
        if self._keeper is not None:
            self._keeper.confirm(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        unsent = isinstance(error, ClientStateError | ConfigurationError)
        if not self.sent or unsent or (isinstance(error, ConnectionFailed) and not error.reached):
            self.release()
        else:
            answered = isinstance(error, PlutioError | None) and not isinstance(error, ConnectionFailed)
            self.settle(late=not answered)

    def _end(self) -> LeaseKeeper | None:
        keeper, self._keeper = self._keeper, None
        return keeper

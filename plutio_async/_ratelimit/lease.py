"""What becomes of a call that was taken from the budget: spent, or given back."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from plutio_async._core.errors import ClientStateError, ConfigurationError, ConnectionFailed, PlutioError
from plutio_async._ratelimit.protocol import CallBudget, Priority


class Spending:
    """Gives a taken call back when its request surely never left, and settles it otherwise, also when cancelled.

    ``left`` is for the block to say, once the request may have left.
    """

    __slots__ = ("_budget", "_priority", "left")

    def __init__(self, budget: CallBudget, priority: Priority) -> None:
        self._budget = budget
        self._priority: Priority = priority
        self.left = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, ClientStateError | ConfigurationError):
            self.left = False
        if isinstance(error, ConnectionFailed):
            self.left = self.left and error.reached
        if self.left:
            answered = error is None or (isinstance(error, PlutioError) and not isinstance(error, ConnectionFailed))
            self._budget.settle(late=not answered)
        else:
            self._budget.refund(priority=self._priority)

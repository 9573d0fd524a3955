"""What becomes of a call that was taken from the budget: spent, or given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define

from plutio_async._call_budget import CallBudget, Priority
from plutio_async.errors import ConnectionFailed


@define
class Spent:
    """Whether the request may have left."""

    left: bool = False


@contextmanager
def spending(budget: CallBudget, priority: Priority) -> Iterator[Spent]:
    """Gives a taken call back when its request surely never left, and settles it otherwise, also when cancelled."""
    spent = Spent()
    try:
        yield spent
    except ConnectionFailed as error:
        spent.left = spent.left and error.reached
        raise
    finally:
        if spent.left:
            budget.settle()
        else:
            budget.refund(priority=priority)

"""What becomes of a call that was taken from the budget: spent, or given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define

from plutio_async._budget.protocol import CallBudget, Priority
from plutio_async.errors import ConnectionFailed, PlutioError


@define
class Spent:
    """Whether the request may have left, and whether its answer came."""

    left: bool = False
    answered: bool = False


@contextmanager
def spending(budget: CallBudget, priority: Priority) -> Iterator[Spent]:
    """Gives a taken call back when its request surely never left, and settles it otherwise, also when cancelled."""
    spent = Spent()
    try:
        yield spent
        spent.answered = True
    except ConnectionFailed as error:
        spent.left = spent.left and error.reached
        raise
    except PlutioError:
        spent.answered = True
        raise
    finally:
        if spent.left:
            budget.settle(late=not spent.answered)
        else:
            budget.refund(priority=priority)

"""How many records a list has, in fewer calls than reading it takes."""

from __future__ import annotations

from typing import TypeVar

from plutio_async._pagination.page import Rows
from plutio_async._pagination.reader import Plan
from plutio_async._pagination.states import FAR

T = TypeVar("T")


async def count(plan: Plan[T]) -> int:
    """Finds the end by doubling and halving: about two calls for each doubling of the number of pages.

    The API gives no total. What comes and goes meanwhile may or may not be counted.
    """
    first = await _page(0, plan)
    low, high = len(first), None if first else 0
    step = low if low >= plan.limit else 0
    while high is None or low < high:
        at = _next(low, high, step, plan)
        rows = await _page(at, plan)
        if not rows:
            high, step = at, plan.limit
            continue
        if at >= FAR or _same(first, rows, plan):
            return len(first)  # the server ignores where a page shall start
        low = max(low, at + len(rows))
        # A short page may be a cut one: the place after it is looked at before any further on.
        step = 0 if plan.caps.is_short(len(rows), plan.limit) else step * 2 or len(rows)
    return low


async def _page(at: int, plan: Plan[T]) -> Rows[T]:
    rows = await plan.fetch(at, plan.limit)
    plan.caps.learn(len(rows))
    return rows


def _next(low: int, high: int | None, step: int, plan: Plan[T]) -> int:
    if high is None or not step:
        return low + step
    return low if high - low <= plan.caps.size(plan.limit) else (low + high) // 2


def _same(first: Rows[T], rows: Rows[T], plan: Plan[T]) -> bool:
    one, other = first[0], rows[0]
    key = None if one is None or other is None else plan.key(one)
    return bool(key) and other is not None and plan.key(other) == key

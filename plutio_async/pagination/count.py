"""How many records a list has, in fewer calls than reading it takes."""

from __future__ import annotations

from typing import TypeVar

from plutio_async.pagination.reader import Plan

T = TypeVar("T")


async def count(plan: Plan[T]) -> int:
    """Finds the end by doubling and halving: about two calls for each doubling of the number of pages.

    The API gives no total. What comes and goes meanwhile may or may not be counted.
    """
    low, high, step, first = 0, None, 0, None
    while high is None or low < high:
        at = low + step if high is None else _between(low, high, plan)
        rows = await plan.fetch(at, plan.limit)
        plan.caps.learn(len(rows))
        if not rows:
            high = at
            continue
        key = plan.key(rows[0])
        if at and key and key == first:
            return len(rows)
        first = first or key
        low = max(low, at + len(rows))
        if plan.caps.unpaged or plan.caps.proves_end(len(rows), plan.limit):
            return at + len(rows)
        # A short page may be a cut one, until something is found behind it.
        step = (step * 2 or len(rows)) if at or len(rows) >= plan.limit else 0
    return low


def _between(low: int, high: int, plan: Plan[T]) -> int:
    return low if high - low <= plan.caps.size(plan.limit) else (low + high) // 2

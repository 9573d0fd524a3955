"""Checks of what a budget is given, and the error of a wait that is too long; for any kind of budget."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from plutio_async._core.checks import check_clock, check_count, check_methods, check_seconds
from plutio_async._core.errors import BudgetExceeded, ConfigurationError


def check_settings(limit: int, period: float, capacity: int | None, reserve: int | None) -> None:
    """Raises ``ConfigurationError`` for numbers that no budget can have."""
    check_count("limit", limit)
    check_seconds("period", period, positive=True, finite=True)
    if capacity is not None:
        check_count("capacity", capacity, most=limit)
    if reserve is not None:
        check_count("reserve", reserve, least=0, most=limit - 1)


def check_parts(clock: object, store: object) -> None:
    """Raises ``ConfigurationError`` for what is no clock or no store."""
    if clock is not None:
        check_clock(clock)
    if store is not None:
        wanted = "a store, such as FileBudgetStore('budget.txt')"
        check_methods("store", store, wanted, "load", "begin", "end")


def check_priority(priority: str) -> None:
    """Raises ``ConfigurationError`` for an unknown priority."""
    if priority not in ("interactive", "background"):
        raise ConfigurationError(f"unknown priority {priority!r}; use 'interactive' or 'background'")


def check_pause(seconds: float) -> None:
    """Raises ``ConfigurationError`` for a pause that makes no sense."""
    if not 0 <= seconds < math.inf:
        raise ConfigurationError(f"cannot pause for {seconds!r} seconds; give a finite number, 0 or more")


def check_calls(n: int, most: int) -> None:
    """Raises ``ConfigurationError`` for so many calls that they are never granted at once."""
    if not 1 <= n <= most:
        raise ConfigurationError(f"cannot take {n} calls at once; take 1 to {most}, or configure a larger capacity")


def exceeded(max_wait: float | None, wait: float, now: float) -> BudgetExceeded:
    """The error of a wait that is longer than ``max_wait``; ``now`` is the time of day as seconds since 1970."""
    retry_at = datetime.fromtimestamp(now + wait, UTC)
    return BudgetExceeded(
        f"no call is free within max_wait={max_wait or 0:g} s; the next is in {wait:.1f} s, at {retry_at:%H:%M:%S} UTC."
        " Try again then, or allow a longer max_wait",
        retry_at=retry_at,
        wait=wait,
    )

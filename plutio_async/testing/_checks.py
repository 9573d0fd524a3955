"""Checks of arguments. Each returns the value, or raises ``SandboxError``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plutio_async._core.checks import is_count, is_seconds
from plutio_async._core.clock import Clock, SystemClock
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing.errors import SandboxError, nearest

_SUBDOMAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def whole(name: str, value: int, least: int | None = None) -> int:
    if not is_count(value, least):
        bound = "" if least is None else f" of at least {least}"
        raise SandboxError(f"{name} cannot be {value!r}; it is a whole number{bound}")
    return value


def seconds(name: str, value: float) -> float:
    if not is_seconds(value, finite=True):
        raise SandboxError(f"{name} cannot be {value!r}; it is a time in seconds")
    return value


def text(name: str, value: str) -> str:
    if not isinstance(value, str) or not value:
        raise SandboxError(f"{name} cannot be {value!r}; it is text")
    return value


def resource(value: object) -> str:
    known = catalogue().resources
    if not isinstance(value, str) or value not in known:
        raise SandboxError(f"there is no resource {value!r}.{nearest(str(value), known)}")
    return value


def hourly_limit(limit: int | None) -> int | None:
    return None if limit is None else whole("limit", limit, 1)


def business_names(businesses: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(businesses, Iterable):
        raise SandboxError(f"businesses cannot be {businesses!r}; they are subdomains such as ['example']")
    names = (businesses,) if isinstance(businesses, str) else tuple(businesses)
    if not names:
        raise SandboxError("a sandbox needs at least one business")
    for name in names:
        if not isinstance(name, str) or not _SUBDOMAIN.fullmatch(name) or name == "undefined":
            raise SandboxError(f"{name!r} cannot be a business; it is a subdomain such as 'example'")
    return tuple(dict.fromkeys(names))


def clock_or_default(clock: Clock | None) -> Clock:
    if clock is None:
        return SystemClock()
    if not all(callable(getattr(clock, name, None)) for name in ("time", "monotonic", "sleep")):
        raise SandboxError(f"clock cannot be {clock!r}; it is a clock such as FakeClock() or JumpingClock()")
    return clock

"""What a sandbox is made with, looked over."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plutio_async._core.checks import is_count
from plutio_async._core.clock import Clock, SystemClock
from plutio_async.testing.errors import SandboxError
from plutio_async.testing.switches import Switches

_SUBDOMAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def checked_businesses(businesses: Iterable[str]) -> tuple[str, ...]:
    """The businesses, each once.

    Raises:
        SandboxError: there is none, or one that is no subdomain.
    """
    if not isinstance(businesses, Iterable):
        raise SandboxError(f"businesses cannot be {businesses!r}; they are subdomains such as ['example']")
    names = (businesses,) if isinstance(businesses, str) else tuple(businesses)
    if not names:
        raise SandboxError("a sandbox needs at least one business")
    for name in names:
        if not isinstance(name, str) or not _SUBDOMAIN.fullmatch(name) or name == "undefined":
            raise SandboxError(f"{name!r} cannot be a business; it is a subdomain such as 'example'")
    return tuple(dict.fromkeys(names))


def checked_clock(clock: Clock | None) -> Clock:
    """The clock, or the machine's.

    Raises:
        SandboxError: it cannot tell the time, or nobody can sleep on it.
    """
    if clock is None:
        return SystemClock()
    if not all(callable(getattr(clock, name, None)) for name in ("time", "monotonic", "sleep")):
        raise SandboxError(f"clock cannot be {clock!r}; it is one such as FakeClock() or JumpingClock()")
    return clock


def checked_limit(limit: int | None) -> int | None:
    """The calls in an hour.

    Raises:
        SandboxError: it is no number above 0.
    """
    return None if limit is None else checked_number("limit", limit, 1)


def checked_number(name: str, value: int, least: int | None = None) -> int:
    """A whole number.

    Raises:
        SandboxError: it is something else, or less than the least.
    """
    if not is_count(value, least):
        bound = "" if least is None else f" from {least} on"
        raise SandboxError(f"{name} cannot be {value!r}; it is a whole number{bound}")
    return value


def checked_text(name: str, value: str) -> str:
    """Text that is not empty.

    Raises:
        SandboxError: it is something else.
    """
    if not isinstance(value, str) or not value:
        raise SandboxError(f"{name} cannot be {value!r}; it is text")
    return value


def checked_switches(switches: Switches | None) -> Switches:
    """The switches, or the default ones.

    Raises:
        SandboxError: it is something else.
    """
    if switches is None:
        return Switches()
    if not isinstance(switches, Switches):
        raise SandboxError(f"switches cannot be {switches!r}; write Switches(get_one='object')")
    return switches

"""Which calls a fault strikes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypedDict

from attrs import frozen

from plutio_async._core.checks import is_count
from plutio_async.testing._api.wire import Request
from plutio_async.testing._faults.known_calls import meant
from plutio_async.testing.errors import SandboxError

_METHODS = ("GET", "POST", "PUT", "DELETE")


class Narrowed(TypedDict, total=False):
    """What every fault takes. Without any of them it strikes every call but the token calls.

    Attributes:
        method: Only calls with this method.
        path: Only calls to this path, without the version; ``*`` stands for anything, and ``"/*"`` is all calls.
        nth: Only the n-th of the calls that fit, from 1; several numbers are several calls.
        rate: Each of the calls that fit with this probability, as the plan's seed has it.
        times: At most so many calls.
    """

    method: str
    path: str
    nth: int | Iterable[int]
    rate: float
    times: int


@frozen
class Where:
    """Calls by method and path, and which of them by number or by chance."""

    method: str | None = None
    path: str | None = None
    nth: tuple[int, ...] | None = None
    rate: float | None = None
    times: int | None = None

    @classmethod
    def of(
        cls,
        *,
        method: str | None = None,
        path: str | None = None,
        nth: int | Iterable[int] | None = None,
        rate: float | None = None,
        times: int | None = None,
    ) -> Self:
        """Checks what a test wrote.

        Raises:
            SandboxError: nothing could be struck.
        """
        numbers = None if nth is None else _numbers(nth)
        _check_method_and_path(method, path)
        _check_chance(numbers, rate, times)
        return cls(None if method is None else method.upper(), path, numbers, rate, times)

    @property
    def always(self) -> bool:
        """Whether every call that fits is struck."""
        return self.nth is None and self.rate is None and self.times is None

    @property
    def once(self) -> bool:
        """Whether at most one call is struck."""
        return self.times == 1 or (self.nth is not None and len(self.nth) == 1)

    def fits(self, request: Request) -> bool:
        """Whether a call is one of those that are counted."""
        return self.method in (None, request.method) and meant(self.path, request.path)


def _check_method_and_path(method: str | None, path: str | None) -> None:
    if method is not None and (not isinstance(method, str) or method.upper() not in _METHODS):
        raise SandboxError(f"method cannot be {method!r}; it can be {', '.join(_METHODS)}")
    if path is not None and (not isinstance(path, str) or not path.startswith("/") or "?" in path):
        raise SandboxError(f"path cannot be {path!r}; it starts with a slash and has no query, such as '/tasks'")


def _numbers(nth: Any) -> tuple[int, ...]:
    given: tuple[Any, ...] = tuple(nth) if isinstance(nth, Iterable) and not isinstance(nth, str) else (nth,)
    if not given or not all(is_count(number) for number in given):
        raise SandboxError(f"nth cannot be {nth!r}; it is the number of a call, from 1, or several of them")
    return tuple(sorted(set(given)))


def _check_chance(nth: tuple[int, ...] | None, rate: Any, times: Any) -> None:
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1):
        raise SandboxError(f"rate cannot be {rate!r}; it is a probability above 0 and up to 1")
    if times is not None and not is_count(times):
        raise SandboxError(f"times cannot be {times!r}; it is a number of calls, from 1")
    if nth is not None and (rate is not None or times is not None):
        raise SandboxError("nth already says which calls are struck; leave out rate and times")

"""The calls that a fault affects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypedDict

from attrs import frozen

from plutio_async._core.checks import is_count
from plutio_async.testing._api.messages import Request
from plutio_async.testing._faults.known_calls import path_matches
from plutio_async.testing.errors import SandboxError

_METHODS = ("GET", "POST", "PUT", "DELETE")


class FilterOptions(TypedDict, total=False):
    """The arguments that every fault accepts. Without them a fault affects all calls but token calls.

    Attributes:
        method: Only calls with this method.
        path: Only calls to this path, without the version; ``*`` matches anything, and ``"/*"`` is all calls.
        nth: Only the n-th of the matching calls, from 1; several numbers are several calls.
        rate: Each of the matching calls with this probability; the plan's seed selects them.
        times: At most so many calls.
    """

    method: str
    path: str
    nth: int | Iterable[int]
    rate: float
    times: int


@frozen
class CallFilter:
    """Selects calls by method and path, and by number or probability."""

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
        """Checks the arguments.

        Raises:
            SandboxError: an argument that cannot work.
        """
        numbers = None if nth is None else _numbers(nth)
        _check_method_and_path(method, path)
        _check_selection(numbers, rate, times)
        return cls(None if method is None else method.upper(), path, numbers, rate, times)

    @property
    def is_unlimited(self) -> bool:
        """Whether it selects every matching call."""
        return self.nth is None and self.rate is None and self.times is None

    @property
    def is_single(self) -> bool:
        """Whether it selects at most one call."""
        return self.times == 1 or (self.nth is not None and len(self.nth) == 1)

    def matches(self, request: Request) -> bool:
        """Whether method and path of a call match."""
        return self.method in (None, request.method) and path_matches(self.path, request.path)


def _check_method_and_path(method: str | None, path: str | None) -> None:
    if method is not None and (not isinstance(method, str) or method.upper() not in _METHODS):
        raise SandboxError(f"method cannot be {method!r}; it can be {', '.join(_METHODS)}")
    if path is not None and (not isinstance(path, str) or not path.startswith("/") or "?" in path):
        raise SandboxError(f"path cannot be {path!r}; it starts with a slash and has no query, such as '/tasks'")


def _numbers(nth: Any) -> tuple[int, ...]:
    given: tuple[Any, ...] = tuple(nth) if isinstance(nth, Iterable) and not isinstance(nth, str) else (nth,)
    if not given or not all(is_count(number) for number in given):
        raise SandboxError(f"nth cannot be {nth!r}; it is the number of a call, from 1, or several numbers")
    return tuple(sorted(set(given)))


def _check_selection(nth: tuple[int, ...] | None, rate: Any, times: Any) -> None:
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1):
        raise SandboxError(f"rate cannot be {rate!r}; it is a probability above 0 and up to 1")
    if times is not None and not is_count(times):
        raise SandboxError(f"times cannot be {times!r}; it is a number of calls, from 1")
    if nth is not None and (rate is not None or times is not None):
        raise SandboxError("nth already selects the calls; leave out rate and times")

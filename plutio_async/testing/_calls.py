"""The calls that the API has, and those that a fault affects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any, TypedDict

from attrs import field, frozen

from plutio_async._core.checks import is_count
from plutio_async.testing import _checks as check
from plutio_async.testing._api.catalogue import Route, catalogue
from plutio_async.testing._api.downloads import PREFIX
from plutio_async.testing._api.messages import Request
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing.errors import SandboxError, nearest

Call = tuple[str, str]

Pattern = str | tuple[str, ...] | None
"""Paths, in which ``*`` matches anything. ``None`` matches all but token calls and downloads."""

DOWNLOAD: Call = ("GET", f"{PREFIX}*")
"""The download of any file. It is no call, but a fault may affect it."""

_METHODS = ("GET", "POST", "PUT", "DELETE")


class PathOptions(TypedDict, total=False):
    """The arguments that every fault accepts. Without them a fault affects all calls but token calls.

    Attributes:
        method: Only calls with this method.
        path: Only calls to this path, without the version; ``*`` matches anything, and ``"/*"`` is all calls. Downloads
            of files are at ``"/storage/*"``.
        nth: Only the n-th of the matching calls, from 1; several numbers are several calls.
        rate: Each of the matching calls with this probability; the plan's seed selects them.
        times: At most so many calls.
    """

    method: str
    path: str
    nth: int | Iterable[int]
    rate: float
    times: int


class FilterOptions(PathOptions, total=False):
    """The arguments of faults that have no resource of their own.

    Attributes:
        resource: Only calls of this resource, in place of a path: ``"time_tracks"`` is ``/time-tracks`` and all below.
    """

    resource: str


def _method(method: Any) -> str | None:
    if method is None:
        return None
    if not isinstance(method, str) or method.upper() not in _METHODS:
        raise SandboxError(f"method cannot be {method!r}; it can be {', '.join(_METHODS)}")
    return method.upper()


def _numbers(nth: Any) -> tuple[int, ...] | None:
    if nth is None:
        return None
    given: tuple[Any, ...] = tuple(nth) if isinstance(nth, Iterable) and not isinstance(nth, str) else (nth,)
    if not given or not all(is_count(number) for number in given):
        raise SandboxError(f"nth cannot be {nth!r}; it is the number of a call, from 1, or several numbers")
    return tuple(sorted(set(given)))


@frozen(kw_only=True)
class CallFilter:
    """Selects calls. Raises ``SandboxError`` for an argument that cannot work; see ``FilterOptions``."""

    method: str | None = field(default=None, converter=_method)
    path: str | None = None
    resource: str | None = None
    nth: tuple[int, ...] | None = field(default=None, converter=_numbers)
    rate: float | None = None
    times: int | None = None

    def __attrs_post_init__(self) -> None:
        path, resource, rate, times = self.path, self.resource, self.rate, self.times
        if path is not None and (not isinstance(path, str) or not path.startswith("/") or "?" in path):
            raise SandboxError(f"path cannot be {path!r}; it starts with a slash and has no query, such as '/tasks'")
        if resource is not None and check.resource(resource) and path is not None:
            raise SandboxError("a resource already selects the paths; leave out path")
        if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1):
            raise SandboxError(f"rate cannot be {rate!r}; it is a probability above 0 and up to 1")
        if times is not None and not is_count(times):
            raise SandboxError(f"times cannot be {times!r}; it is a number of calls, from 1")
        if self.nth is not None and (rate is not None or times is not None):
            raise SandboxError("nth already selects the calls; leave out rate and times")

    @property
    def is_unlimited(self) -> bool:
        return self.nth is None and self.rate is None and self.times is None

    @property
    def is_single(self) -> bool:
        return self.times == 1 or (self.nth is not None and len(self.nth) == 1)

    @property
    def pattern(self) -> Pattern:
        if self.resource is None:
            return self.path
        collection = f"/{self.resource.replace('_', '-')}"
        return collection, f"{collection}/*"

    def matches(self, request: Request) -> bool:
        return self.method in (None, request.method) and path_matches(self.pattern, request.path)


def matching_calls(method: str | None, pattern: Pattern) -> list[Call]:
    """The calls with a method and a path. Without any it raises ``SandboxError``, which names similar calls."""
    on_path = [call for call in _calls() if path_matches(pattern, call[1])]
    if pattern is not None and (path_matches(pattern, DOWNLOAD[1]) or path_matches(DOWNLOAD[1], str(pattern))):
        on_path.append(DOWNLOAD)
    if not on_path:
        raise SandboxError(f"no call goes to {pattern!r}.{_hint(str(pattern))}")
    found = [call for call in on_path if method in (None, call[0])]
    if not found:
        methods = ", ".join(dict.fromkeys(name for name, _ in on_path))
        name = pattern if isinstance(pattern, str) else pattern[0] if pattern else "call"
        raise SandboxError(f"there is no {method} {name}; there is {methods}")
    return found


def body_fields(method: str | None, path: str | None) -> set[str] | None:
    """The field names in the bodies of such calls; ``None`` if any name is possible."""
    if path == TOKEN_PATH:
        return {"grant_type", "client_id"}
    known: set[str] = set()
    for route in _routes(method, path):
        fields = catalogue().resources[route.resource].properties
        if not fields and path is not None:
            return None
        known |= fields.keys() | (catalogue().properties(route.body).keys() if route.body else set())
    return known or None


def query_names(method: str | None, path: str | None) -> set[str] | None:
    """The names in the queries of such calls: parameters, and the fields that filter lists."""
    known: set[str] = set()
    for route in _routes(method, path):
        known |= {parameter["name"] for parameter in route.parameters if parameter["in"] == "query"}
        if route.verb == "list":
            fields = catalogue().resources[route.resource].properties
            if not fields and path is not None:
                return None
            known |= fields.keys()
    return known


def _routes(method: str | None, path: str | None) -> Iterator[Route]:
    for call, route in catalogue().routes.items():
        if method in (None, call[0]) and path in (None, call[1]):
            yield route


def path_matches(pattern: Pattern, path: str) -> bool:
    if pattern is None:
        return path != TOKEN_PATH and not path.startswith(PREFIX)
    return any(fnmatchcase(path, one) for one in ([pattern] if isinstance(pattern, str) else pattern))


def any_is_list(calls: list[Call]) -> bool:
    """Whether one of the calls lists the records of a resource."""
    routes = catalogue().routes
    return any(call in routes and routes[call].verb == "list" for call in calls)


def _calls() -> Iterator[Call]:
    yield from catalogue().routes
    yield "POST", TOKEN_PATH


def _hint(pattern: str) -> str:
    first, _, rest = pattern.removeprefix("/").partition("/")
    if first in catalogue().versions:
        return f" Leave the version out: '/{rest}'"
    return nearest(pattern, {path for _, path in _calls()})

"""The calls that the API has, to find mistakes in faults and assertions."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from plutio_async.testing._api.catalogue import Route, catalogue
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing.errors import SandboxError, nearest

Call = tuple[str, str]


def matching_calls(method: str | None, pattern: str | None) -> list[Call]:
    """The calls with a method and a path; ``*`` in a path matches anything, ``None`` all but token calls.

    Raises:
        SandboxError: there is none; the message names similar calls.
    """
    on_path = [call for call in _calls() if path_matches(pattern, call[1])]
    if not on_path:
        raise SandboxError(f"no call goes to {pattern!r}.{_hint(str(pattern))}")
    found = [call for call in on_path if method in (None, call[0])]
    if not found:
        methods = ", ".join(dict.fromkeys(name for name, _ in on_path))
        raise SandboxError(f"there is no {method} {pattern or 'call'}; there is {methods}")
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


def path_matches(pattern: str | None, path: str) -> bool:
    """Whether a path matches a pattern; ``None`` matches all but token calls."""
    return path != TOKEN_PATH if pattern is None else fnmatchcase(path, pattern)


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

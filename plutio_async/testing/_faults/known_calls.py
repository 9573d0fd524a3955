"""Which calls there are, so that a slip in a fault or an assertion is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing.errors import SandboxError, nearest

Call = tuple[str, str]


def matching_calls(method: str | None, pattern: str | None) -> list[Call]:
    """The calls that a method and a path mean; ``*`` in a path stands for anything, ``None`` for all but token calls.

    Raises:
        SandboxError: there is none; the message says what there is.
    """
    on_path = [call for call in _calls() if meant(pattern, call[1])]
    if not on_path:
        raise SandboxError(f"no call goes to {pattern!r}.{_hint(str(pattern))}")
    found = [call for call in on_path if method in (None, call[0])]
    if not found:
        methods = ", ".join(dict.fromkeys(name for name, _ in on_path))
        raise SandboxError(f"there is no {method} {pattern or 'call'}; there is {methods}")
    return found


def meant(pattern: str | None, path: str) -> bool:
    """Whether a path is one of those that a pattern means."""
    return path != TOKEN_PATH if pattern is None else fnmatchcase(path, pattern)


def lists(calls: list[Call]) -> bool:
    """Whether one of the calls answers with records of a collection."""
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

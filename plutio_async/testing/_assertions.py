"""Assertions about the calls that a sandbox received."""

from __future__ import annotations

import json as _json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from plutio_async._core.checks import is_count
from plutio_async.testing._api.catalogue import api_name
from plutio_async.testing._api.messages import RecordedCall
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing._calls import DOWNLOAD, body_fields, matching_calls, query_names
from plutio_async.testing._recording import Calls, difference, differences, short, target_of, write_calls
from plutio_async.testing.errors import SandboxError, nearest

_MAX_SHOWN = 40


class Assertions(ABC):
    """Assertions that fail with a list of the calls."""

    @property
    @abstractmethod
    def calls(self) -> Calls:
        """The calls that the sandbox received."""

    def record(self, file: str | os.PathLike[str]) -> None:
        """Writes the calls to a file, a line of JSON each: method, path, query, body and status, and no secrets.

        Raises:
            OSError: the file cannot be written.
        """
        write_calls(file, self.calls)

    def replay(self, file: str | os.PathLike[str]) -> None:
        """Asserts that the calls are those that a file recorded, in the same order. The same seed gives the same ids.

        Raises:
            AssertionError: they are not; the message is a diff.
            SandboxError: the file has no recorded calls.
        """
        __tracebackhide__ = True
        if found := differences(file, self.calls):
            raise AssertionError("\n".join((f"other calls than in {os.fspath(file)}:", *found)))

    def assert_called(
        self,
        method: str,
        path: str,
        *,
        times: int | None = None,
        json: Any = ...,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """Asserts that a call was made, or was made exactly ``times`` times.

        Args:
            method: The method.
            path: The path, without the version.
            times: The number of calls; by default one or more.
            json: Fields of the body, by the API's names or in snake case. The body may have more fields.
            query: Parameters of the query. The query may have more.

        Raises:
            AssertionError: it was not; the message lists the calls.
            SandboxError: the API has no such call or field, or ``times`` is not a number.
        """
        __tracebackhide__ = True
        if times is not None and not is_count(times, 0):
            raise SandboxError(f"times cannot be {times!r}; it is a number of calls")
        wanted = self._wanted(method, path, json, query)
        found = self._count(wanted)
        if (times is None and not found) or (times is not None and found != times):
            raise AssertionError(self._message(wanted, "one or more" if times is None else str(times), found))

    def assert_not_called(
        self,
        method: str | None = None,
        path: str | None = None,
        *,
        json: Any = ...,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """Asserts that no such call was made. Without a path it ignores token calls.

        Raises:
            AssertionError: there was a call; the message lists the calls.
            SandboxError: the API has no such call or field.
        """
        __tracebackhide__ = True
        wanted = self._wanted(method, path, json, query)
        found = self._count(wanted)
        if found:
            raise AssertionError(self._message(wanted, "none", found))

    def _wanted(self, method: Any, path: Any, json: Any, query: Any) -> _Wanted:
        for name, text in (("method", method), ("path", path)):
            if not isinstance(text, str | None):
                raise SandboxError(f"{name} cannot be {text!r}; it is text")
        if not isinstance(query, Mapping | None):
            raise SandboxError(f"query cannot be {query!r}; it is a mapping of names to values")
        wanted = _Wanted(method and method.upper(), path, json, query or {})
        made = [call for call in self.calls if wanted.matches_route(call)]
        if not made and matching_calls(wanted.method, path) == [DOWNLOAD]:
            raise SandboxError("the download of a file is no call, and is not recorded")
        return wanted.with_api_names(made)

    def _message(self, wanted: _Wanted, expected: str, found: int) -> str:
        title = f"calls of {wanted}: expected {expected}, found {found or 'none'}"
        return "\n".join((title, "", *listing(self.calls, wanted), *self._nearest(wanted)))

    def _nearest(self, wanted: _Wanted) -> Iterator[str]:
        """A diff with the call that is most like the wanted one."""
        unlike = [
            (len(found), at, call)
            for at, call in enumerate(self.calls, 1)
            if wanted.matches_route(call) and (found := list(wanted.differences(call)))
        ]
        if unlike:
            _, at, call = min(unlike)
            yield from ("", f"- as wanted, + as call {at}:", *difference(*wanted.beside(call)))

    def _count(self, wanted: _Wanted) -> int:
        return sum(wanted.matches_route(call) and not any(wanted.differences(call)) for call in self.calls)


@frozen
class _Wanted:
    method: str | None
    path: str | None
    json: Any
    query: Mapping[str, Any]

    def matches_route(self, call: RecordedCall) -> bool:
        path_fits = call.path == self.path if self.path is not None else call.path != TOKEN_PATH
        return path_fits and self.method in (None, call.method)

    def with_api_names(self, made: list[RecordedCall]) -> _Wanted:
        """The same with the API's names of the fields. A field must be described or in one of the calls."""
        sent = {name for call in made if isinstance(call.json, Mapping) for name in call.json}
        asked = {name for call in made for name, _ in call.query}
        known = body_fields(self.method, self.path), query_names(self.method, self.path)
        json = self._renamed(self.json, "json", known[0], sent) if isinstance(self.json, Mapping) else self.json
        return evolve(self, json=json, query=self._renamed(self.query, "query", known[1], asked))

    def _renamed(
        self, wanted: Mapping[Any, Any], location: str, known: set[str] | None, seen: set[str]
    ) -> dict[Any, Any]:
        renamed = {}
        for name, value in wanted.items():
            first, dot, rest = str(name).partition(".") if location == "query" else (str(name), "", "")
            found = name if known is None or name in seen else api_name(first, known | seen)
            if found is None:
                raise SandboxError(f"{location}: no call of {self.name} has {name!r}.{nearest(first, known or ())}")
            renamed[found if found == name else f"{found}{dot}{rest}"] = value
        return renamed

    def differences(self, call: RecordedCall) -> Iterator[str]:
        if self.json is not ...:
            yield from _differences("json", self.json, call.json)
        given = dict(call.query)
        for name, value in self.query.items():
            if given.get(name) != _text(value):
                yield f"query.{name} is {given.get(name)!r}"

    def beside(self, call: RecordedCall) -> tuple[Any, Any]:
        """What is wanted of a call, and what the call has."""
        wanted, given = {}, {"json": call.json, "query": dict(call.query)}
        if self.json is not ...:
            wanted["json"] = self.json
        if self.query:
            wanted["query"] = {name: _text(value) for name, value in self.query.items()}
        return wanted, given

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.method, self.path) if part) or "any kind"

    def __str__(self) -> str:
        parts = [f"json {short(self.json)}"] if self.json is not ... else []
        parts += [f"query {short(dict(self.query))}"] if self.query else []
        return f"{self.name} with {' and '.join(parts)}" if parts else self.name


def _differences(location: str, wanted: Any, given: Any) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        for name, value in wanted.items():
            if name in given:
                yield from _differences(f"{location}.{name}", value, given[name])
            else:
                yield f"{location}.{name} is missing"
    elif isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given):
        for at, (one, other) in enumerate(zip(wanted, given, strict=True)):
            yield from _differences(f"{location}[{at}]", one, other)
    elif wanted != given or isinstance(wanted, bool) is not isinstance(given, bool):
        yield f"{location} is {short(given)}"


def listing(calls: list[RecordedCall], wanted: _Wanted | None = None) -> Iterator[str]:
    """The calls as lines of text, at most the last 40."""
    if not calls:
        yield "No calls were made."
        return
    yield f"The calls that were made ({len(calls)}):"
    skipped = max(0, len(calls) - _MAX_SHOWN)
    if skipped:
        yield f"  … {skipped} earlier ones"
    for at, call in enumerate(calls[skipped:], start=skipped + 1):
        yield f"  {at}. {_line(call, wanted)}"


def _line(call: RecordedCall, wanted: _Wanted | None) -> str:
    body = "" if call.json is None else f" {short(call.json)}"
    differences = list(wanted.differences(call)) if wanted and wanted.matches_route(call) else []
    remark = f"   <- {', '.join(differences)}" if differences else ""
    return f"{call.method} {target_of(call)}{body} -> {call.status or 'connection lost'}{remark}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json.dumps(value)

"""Assertions about the calls that a sandbox saw."""

from __future__ import annotations

import json as _json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from plutio_async._core.checks import is_count
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing._api.wire import RecordedCall
from plutio_async.testing._faults.known_calls import body_fields, matching_calls, query_names
from plutio_async.testing._workspace.field_names import wire_name
from plutio_async.testing.errors import SandboxError, nearest

_MOST_SHOWN = 40


class Assertions(ABC):
    """Fail with a list of the calls that were made."""

    @property
    @abstractmethod
    def calls(self) -> list[RecordedCall]:
        """The calls that were made."""

    def assert_called(
        self,
        method: str,
        path: str,
        *,
        times: int | None = None,
        json: Any = ...,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """There was such a call, or exactly so many.

        Args:
            method: Its method.
            path: Its path, without the version.
            times: How many; without it, one or more.
            json: What the body had, its own fields by the API's names or in snake case; it may have had more fields.
            query: What the query had; it may have had more.

        Raises:
            AssertionError: there was not; the message lists the calls.
            SandboxError: no such call can be made, one has no such field, or ``times`` is no number.
        """
        __tracebackhide__ = True
        _check_times(times)
        wanted = self._wanted(method, path, json, query)
        found = self._count(wanted)
        if (times is None and not found) or (times is not None and found != times):
            expected = "one or more" if times is None else str(times)
            raise AssertionError(_message(wanted, expected, found, self.calls))

    def assert_not_called(
        self,
        method: str | None = None,
        path: str | None = None,
        *,
        json: Any = ...,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """There was no such call; without a path, none but for tokens.

        Raises:
            AssertionError: there was; the message lists the calls.
            SandboxError: no such call can be made at all, or one has no such field.
        """
        __tracebackhide__ = True
        wanted = self._wanted(method, path, json, query)
        found = self._count(wanted)
        if found:
            raise AssertionError(_message(wanted, "none", found, self.calls))

    def _wanted(self, method: Any, path: Any, json: Any, query: Any) -> _Wanted:
        for name, text in (("method", method), ("path", path)):
            if not isinstance(text, str | None):
                raise SandboxError(f"{name} cannot be {text!r}; it is text")
        if not isinstance(query, Mapping | None):
            raise SandboxError(f"query cannot be {query!r}; it is a mapping of names to values")
        wanted = _Wanted(method and method.upper(), path, json, query or {})
        made = [call for call in self.calls if wanted.aims_at(call)]
        if not made:
            matching_calls(wanted.method, path)
        return wanted.by_wire_names(made)

    def _count(self, wanted: _Wanted) -> int:
        return sum(wanted.aims_at(call) and not any(wanted.differences(call)) for call in self.calls)


@frozen
class _Wanted:
    method: str | None
    path: str | None
    json: Any
    query: Mapping[str, Any]

    def aims_at(self, call: RecordedCall) -> bool:
        path_fits = call.path == self.path if self.path is not None else call.path != TOKEN_PATH
        return path_fits and self.method in (None, call.method)

    def by_wire_names(self, made: list[RecordedCall]) -> _Wanted:
        """The same with the fields under the API's names. One that nobody described must have been sent to be meant.

        Raises:
            SandboxError: no such call has a field of that name.
        """
        sent = {name for call in made if isinstance(call.json, Mapping) for name in call.json}
        asked = {name for call in made for name, _ in call.query}
        known = body_fields(self.method, self.path), query_names(self.method, self.path)
        json = self._renamed(self.json, "json", known[0], sent) if isinstance(self.json, Mapping) else self.json
        return evolve(self, json=json, query=self._renamed(self.query, "query", known[1], asked))

    def _renamed(self, wanted: Mapping[Any, Any], place: str, known: set[str] | None, seen: set[str]) -> dict[Any, Any]:
        renamed = {}
        for name, value in wanted.items():
            first, dot, rest = str(name).partition(".") if place == "query" else (str(name), "", "")
            found = name if known is None or name in seen else wire_name(first, known | seen)
            if found is None:
                raise SandboxError(f"{place}: no call of {self.name} has {name!r}.{nearest(first, known or ())}")
            renamed[found if found == name else f"{found}{dot}{rest}"] = value
        return renamed

    def differences(self, call: RecordedCall) -> Iterator[str]:
        """Where a call is not as wanted."""
        if self.json is not ...:
            yield from _differences("json", self.json, call.json)
        given = dict(call.query)
        for name, value in self.query.items():
            if given.get(name) != _text(value):
                yield f"query.{name} is {given.get(name)!r}"

    @property
    def name(self) -> str:
        """The method and the path."""
        return " ".join(part for part in (self.method, self.path) if part) or "any kind"

    def __str__(self) -> str:
        parts = [f"json {_short(self.json)}"] if self.json is not ... else []
        parts += [f"query {_short(dict(self.query))}"] if self.query else []
        return f"{self.name} with {' and '.join(parts)}" if parts else self.name


def _check_times(times: Any) -> None:
    if times is not None and not is_count(times, least=0):
        raise SandboxError(f"times cannot be {times!r}; it is a number of calls")


def _differences(place: str, wanted: Any, given: Any) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        for name, value in wanted.items():
            if name in given:
                yield from _differences(f"{place}.{name}", value, given[name])
            else:
                yield f"{place}.{name} is missing"
    elif isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given):
        for at, (one, other) in enumerate(zip(wanted, given, strict=True)):
            yield from _differences(f"{place}[{at}]", one, other)
    elif wanted != given or isinstance(wanted, bool) is not isinstance(given, bool):
        yield f"{place} is {_short(given)}"


def _message(wanted: _Wanted, expected: str, found: int, calls: list[RecordedCall]) -> str:
    lines = [f"calls of {wanted}: expected {expected}, found {found or 'none'}", "", *listing(calls, wanted)]
    return "\n".join(lines)


def listing(calls: list[RecordedCall], wanted: _Wanted | None = None) -> Iterator[str]:
    """The calls as lines of text; of many only the last."""
    if not calls:
        yield "No calls were made."
        return
    yield f"The calls that were made ({len(calls)}):"
    skipped = max(0, len(calls) - _MOST_SHOWN)
    if skipped:
        yield f"  … {skipped} earlier ones"
    for at, call in enumerate(calls[skipped:], start=skipped + 1):
        yield f"  {at}. {described(call)}{_remark(call, wanted)}"


def described(call: RecordedCall) -> str:
    """One call as a line of text."""
    query = "?" + "&".join(f"{name}={value}" for name, value in call.query) if call.query else ""
    body = "" if call.json is None else f" {_short(call.json)}"
    return f"{call.method} {call.path}{query}{body} -> {call.status or 'connection lost'}"


def _remark(call: RecordedCall, wanted: _Wanted | None) -> str:
    differences = list(wanted.differences(call)) if wanted and wanted.aims_at(call) else []
    return f"   <- {', '.join(differences)}" if differences else ""


def _short(value: Any) -> str:
    text = _json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= 300 else f"{text[:299]}…"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json.dumps(value)

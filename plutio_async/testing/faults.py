"""Faults: errors that a sandbox simulates, on the way to the API, in it, and on the way back.

    sandbox.fail(Fault.reset("after", method="POST", path="/tasks", nth=1))
    sandbox.plan([Fault.latency(0.2, jitter=0.3), Fault.server_error(503, rate=0.1)], seed=7)

Every fault also accepts ``method``, ``path`` or ``resource``, ``nth``, ``rate`` and ``times``, which select the calls
that it affects. Without a path it does not affect token calls and downloads. Faults that affect the same call act in
the order of the plan.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from inspect import signature
from typing import Any, Literal, Self, Unpack, get_args

from attrs import frozen

from plutio_async._core.checks import is_count
from plutio_async.testing import _checks as check
from plutio_async.testing import _effects as effects
from plutio_async.testing._calls import CallFilter, FilterOptions, PathOptions
from plutio_async.testing.errors import SandboxError, nearest

__all__ = ["Fault"]

When = Literal["before", "during", "after"]
_OPTIONS = FilterOptions.__annotations__.keys()
_WITHOUT_BODY = (204, 205, 304)


@frozen(repr=False)
class Fault:
    """One error to simulate, and the calls that it affects. Its class methods create it.

    Raises:
        SandboxError: an argument that cannot work.
    """

    name: str
    effect: effects.Effect
    where: CallFilter
    _arguments: Mapping[str, Any]

    @classmethod
    def latency(cls, seconds: float, *, jitter: float = 0.0, **where: Unpack[FilterOptions]) -> Self:
        """The server acts, and its answer is delayed by ``seconds``, and by up to ``jitter`` more.

        A delay above a client's timeout is a timeout after the server acted.
        """
        check.seconds("seconds", seconds)
        check.seconds("jitter", jitter)
        if not seconds and not jitter:
            raise SandboxError("latency of 0 seconds has no effect; set seconds or jitter")
        return cls._make("latency", effects.Latency(seconds, jitter), where)

    @classmethod
    def slow_body(cls, pause: float = 1.0, *, piece: int = 64, **where: Unpack[FilterOptions]) -> Self:
        """The answer starts at once, and its body arrives in pieces of ``piece`` bytes, ``pause`` seconds apart."""
        check.seconds("pause", pause)
        if not pause:
            raise SandboxError("pause cannot be 0; it is the seconds between two pieces of the body")
        check.whole("piece", piece, 1)
        return cls._make("slow_body", effects.SlowBody(pause, piece), where)

    @classmethod
    def reset(cls, when: When = "before", **where: Unpack[FilterOptions]) -> Self:
        """The connection breaks: before the server acts, during its answer, or after it acted and before it answers."""
        if when not in get_args(When):
            raise SandboxError(f"a connection cannot be reset {when!r}; it can be 'before', 'during' or 'after'")
        return cls._make("reset", effects.Reset(when), where)

    @classmethod
    def refused(cls, **where: Unpack[FilterOptions]) -> Self:
        """The connection is refused. On a port, where it is open already, this is the same as ``reset("before")``."""
        return cls._make("refused", effects.Reset("refused"), where)

    @classmethod
    def too_many_requests(
        cls, retry_after: float | datetime | None = None, *, as_date: bool = False, **where: Unpack[FilterOptions]
    ) -> Self:
        """429; the server does not act. ``retry_after`` is sent in seconds, or with ``as_date`` as a date."""
        _check_retry_after(retry_after, as_date=as_date)
        effect = effects.Replace(429, acted=False, retry_after=retry_after, as_date=as_date)
        return cls._make("too_many_requests", effect, where)

    @classmethod
    def server_error(
        cls,
        status: int = 500,
        *,
        acted: bool = False,
        retry_after: float | None = None,
        **where: Unpack[FilterOptions],
    ) -> Self:
        """A status of 500 or above. With ``acted`` the server acts first, as if a gateway lost its answer."""
        _check_status(status, 500, f"; for another answer use Fault.answer({status!r}, …)")
        _check_retry_after(retry_after, as_date=False)
        return cls._make("server_error", effects.Replace(status, acted, retry_after=retry_after), where)

    @classmethod
    def answer(
        cls,
        status: int,
        json: Any = ...,
        *,
        acted: bool = False,
        headers: Mapping[str, str] | None = None,
        **where: Unpack[FilterOptions],
    ) -> Self:
        """Any status with any JSON, or without a body: ``Fault.answer(403, {"message": "Forbidden"}, path="/tasks")``.

        With ``acted`` the server acts first.
        """
        _check_answer(status, json, headers)
        return cls._make("answer", effects.Respond(status, json, acted, headers), where)

    @classmethod
    def html(cls, status: int = 200, *, acted: bool = True, **where: Unpack[FilterOptions]) -> Self:
        """An HTML page instead of JSON."""
        _check_status(status, 200)
        return cls._make("html", effects.Replace(status, acted, html=True), where)

    @classmethod
    def truncated_json(cls, **where: Unpack[FilterOptions]) -> Self:
        """The server acts, and sends the first half of its answer as if it were complete."""
        return cls._make("truncated_json", effects.Garble(truncated=True), where)

    @classmethod
    def invalid_json(cls, **where: Unpack[FilterOptions]) -> Self:
        """The server acts, and answers with invalid JSON."""
        return cls._make("invalid_json", effects.Garble(truncated=False), where)

    @classmethod
    def bomb(cls, size: int = 300_000_000, **where: Unpack[FilterOptions]) -> Self:
        """The server acts, and its answer decompresses to ``size`` bytes, a thousand times its size on the network."""
        check.whole("size", size, 2)
        return cls._make("bomb", effects.Bomb(size), where)

    @classmethod
    def token_revoked(cls, **where: Unpack[FilterOptions]) -> Self:
        """All tokens are revoked before the call arrives, so it gets 401."""
        return cls._make("token_revoked", effects.RevokeTokens(), where)

    @classmethod
    def bad_record(
        cls,
        at: int = 0,
        *,
        becomes: Any = None,
        fields: Mapping[str, Any] | None = None,
        **where: Unpack[FilterOptions],
    ) -> Self:
        """One record of a page becomes ``null`` or the value ``becomes``, or has some wrong ``fields``."""
        check.whole("at", at, 0)
        if not isinstance(fields, Mapping | None):
            raise SandboxError(f"fields cannot be {fields!r}; it is a mapping of fields to wrong values")
        _check_json("becomes", becomes)
        _check_json("fields", fields)
        if becomes is not None and fields is not None:
            raise SandboxError("give becomes, to replace the record, or fields, to change some of it, but not both")
        return cls._make("bad_record", effects.BadRecord(at, becomes, fields), {"method": "GET", **where})

    @classmethod
    def rows_cut(cls, least: int = 2, **where: Unpack[FilterOptions]) -> Self:
        """The server returns fewer records than there are, but at least ``least``, as if it limited the size in bytes.

        Nothing in the answer shows that records are missing.
        """
        check.whole("least", least, 0)
        return cls._make("rows_cut", effects.RowsCut(least), {"method": "GET", **where})

    @classmethod
    def rows_inserted(cls, resource: str, records: Iterable[Mapping[str, Any]], **where: Unpack[PathOptions]) -> Self:
        """Records are added after a page was read. They have the form of those for ``Sandbox.seed``."""
        if isinstance(records, Mapping | str) or not isinstance(records, Iterable):
            raise SandboxError(f"records is a list of records, not {type(records).__name__}")
        effect = effects.RowsInserted(resource, tuple(records))
        return cls._make("rows_inserted", effect, _lists_of(resource, where))

    @classmethod
    def rows_deleted(
        cls,
        resource: str,
        count: int = 1,
        *,
        newest: bool = False,
        ids: Iterable[str] = (),
        **where: Unpack[PathOptions],
    ) -> Self:
        """Records are deleted after a page was read: the oldest, the newest, or those with the given ``ids``."""
        check.whole("count", count, 1)
        effect = effects.RowsDeleted(resource, count, newest, (ids,) if isinstance(ids, str) else tuple(ids))
        return cls._make("rows_deleted", effect, _lists_of(resource, where))

    @classmethod
    def _make(cls, name: str, effect: effects.Effect, where: FilterOptions | PathOptions) -> Self:
        if unknown := where.keys() - _OPTIONS:
            wrong = min(unknown)
            raise SandboxError(f"{name} has no argument {wrong!r}.{nearest(wrong, _OPTIONS)}")
        arguments = {
            parameter.name: value
            for parameter in signature(getattr(cls, name)).parameters.values()
            if (value := getattr(effect, parameter.name, parameter.default)) != parameter.default
        }
        options: dict[str, Any] = {**where}
        return cls(name, effect, CallFilter(**options), {**arguments, **options})

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self._arguments.items())
        return f"Fault.{self.name}({arguments})"


def parse_fault(text: str) -> Fault:
    """A fault from text, as it prints without ``Fault.``: ``server_error(503, path="/tasks", nth=2)``.

    Raises:
        SandboxError: the text is no fault, or an argument cannot work.
    """
    known = [name for name, made in vars(Fault).items() if isinstance(made, classmethod) and name[0] != "_"]
    try:
        call: Any = ast.parse(text, mode="eval").body
        name = call.func.id
        values = [ast.literal_eval(value) for value in call.args]
        named = {one.arg: ast.literal_eval(one.value) for one in call.keywords}
    except (SyntaxError, ValueError, AttributeError, TypeError, MemoryError, RecursionError):
        raise SandboxError(f"{text!r} is no fault; write it as server_error(503, path='/tasks')") from None
    if name not in known:
        raise SandboxError(f"there is no fault {name!r}.{nearest(name, known)} Known: {', '.join(known)}")
    try:
        return getattr(Fault, name)(*values, **named)  # type: ignore[no-any-return]
    except TypeError as error:
        raise SandboxError(f"{text}: {error}") from None


def _lists_of(resource: str, where: PathOptions) -> PathOptions:
    return {"method": "GET", "path": f"/{resource.replace('_', '-')}", **where}


def _check_status(status: int, least: int, hint: str = "") -> None:
    possible = [known.value for known in HTTPStatus if known >= least and known not in _WITHOUT_BODY]
    if status not in possible:
        raise SandboxError(f"status cannot be {status!r}; it can be {', '.join(map(str, possible))}{hint}")


def _check_answer(status: int, body: Any, headers: Mapping[str, str] | None) -> None:
    if not is_count(status, 200) or status > 599:
        raise SandboxError(f"status cannot be {status!r}; it can be 200 to 599")
    if body is not ...:
        _check_json("json", body)
        if status in _WITHOUT_BODY:
            raise SandboxError(f"an answer of {status} has no body; leave out json")
    is_mapping = isinstance(headers, Mapping | None)
    if not is_mapping or not all(isinstance(text, str) for header in (headers or {}).items() for text in header):
        raise SandboxError(f"headers cannot be {headers!r}; it is a mapping of names to texts")


def _check_json(name: str, value: Any) -> None:
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise SandboxError(f"{name} cannot be sent as JSON: {error}") from None


def _check_retry_after(value: Any, *, as_date: bool) -> None:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise SandboxError(f"retry_after={value!r} has no time zone; make it aware, such as with UTC")
    elif value is not None:
        check.seconds("retry_after", value)
    elif as_date:
        raise SandboxError("as_date needs a retry_after in seconds")

"""Faults: what can go wrong on the way to the API and back, to be planned for a sandbox.

    sandbox.fail(Fault.reset("after", method="POST", path="/tasks", nth=1))
    sandbox.plan([Fault.latency(0.2, jitter=0.3), Fault.server_error(503, rate=0.1)], seed=7)

Every fault also takes ``method``, ``path``, ``nth``, ``rate`` and ``times`` to say which calls it strikes. Without a
path it leaves the token calls alone. Faults that strike the same call act in the order of the plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from inspect import signature
from typing import Any, Literal, Self, Unpack, get_args

from attrs import frozen

from plutio_async._core.checks import is_count, is_seconds
from plutio_async.testing._faults import effects
from plutio_async.testing._faults.where import Narrowed, Where
from plutio_async.testing.errors import SandboxError, nearest

__all__ = ["Fault"]

When = Literal["before", "during", "after"]
_NARROWED = Narrowed.__annotations__.keys()


@frozen(repr=False)
class Fault:
    """One thing that goes wrong, and for which calls. Made by its class methods.

    Raises:
        SandboxError: an argument that cannot work.
    """

    name: str
    effect: effects.Effect
    where: Where
    _said: Mapping[str, Any]

    @classmethod
    def latency(cls, seconds: float, *, jitter: float = 0.0, **where: Unpack[Narrowed]) -> Self:
        """The server acts, and its answer comes late: by ``seconds``, and up to ``jitter`` more.

        More than a client's timeout is a timeout after the server acted.
        """
        _check_seconds("seconds", seconds)
        _check_seconds("jitter", jitter)
        if not seconds and not jitter:
            raise SandboxError("latency of 0 seconds is no fault; give seconds, or jitter")
        return cls._make("latency", effects.Latency(seconds, jitter), where, seconds=seconds, jitter=jitter)

    @classmethod
    def slow_body(cls, pause: float = 1.0, *, piece: int = 64, **where: Unpack[Narrowed]) -> Self:
        """The answer begins at once and trickles: ``piece`` bytes, then ``pause`` seconds of nothing, and so on."""
        _check_seconds("pause", pause)
        if not pause:
            raise SandboxError("pause cannot be 0; it is the seconds between two pieces of the body")
        _check_whole("piece", piece, 1)
        return cls._make("slow_body", effects.SlowBody(pause, piece), where, pause=pause, piece=piece)

    @classmethod
    def reset(cls, when: When = "before", **where: Unpack[Narrowed]) -> Self:
        """The connection breaks before the server acts, in the middle of its answer, or after it acted, unanswered."""
        if when not in get_args(When):
            raise SandboxError(f"a connection cannot be reset {when!r}; it can be 'before', 'during' or 'after'")
        return cls._make("reset", effects.Reset(when), where, when=when)

    @classmethod
    def refused(cls, **where: Unpack[Narrowed]) -> Self:
        """No connection is made. On a port, where there is one already, this is the same as ``reset("before")``."""
        return cls._make("refused", effects.Refuse(), where)

    @classmethod
    def too_many_requests(
        cls, retry_after: float | datetime | None = None, *, as_date: bool = False, **where: Unpack[Narrowed]
    ) -> Self:
        """429, and the server did not act. ``retry_after`` is sent in seconds, or with ``as_date`` as a date."""
        _check_retry_after(retry_after, as_date)
        stand = effects.Stand(429, acted=False, retry_after=retry_after, as_date=as_date)
        return cls._make("too_many_requests", stand, where, retry_after=retry_after, as_date=as_date)

    @classmethod
    def server_error(
        cls, status: int = 500, *, acted: bool = False, retry_after: float | None = None, **where: Unpack[Narrowed]
    ) -> Self:
        """A status from 500 on. With ``acted`` the server did what was asked, as when a gateway loses the answer."""
        if status not in _statuses(500):
            raise SandboxError(f"status cannot be {status!r}; a server error is one of {_listed(_statuses(500))}")
        _check_retry_after(retry_after, as_date=False)
        stand = effects.Stand(status, acted, retry_after=retry_after)
        return cls._make("server_error", stand, where, status=status, acted=acted, retry_after=retry_after)

    @classmethod
    def html(cls, status: int = 200, *, acted: bool = True, **where: Unpack[Narrowed]) -> Self:
        """A page where JSON is promised."""
        if status not in _statuses(200):
            raise SandboxError(f"status cannot be {status!r}; a page comes with one of {_listed(_statuses(200))}")
        return cls._make("html", effects.Stand(status, acted, html=True), where, status=status, acted=acted)

    @classmethod
    def truncated_json(cls, **where: Unpack[Narrowed]) -> Self:
        """The server acts and sends the first half of its answer as if it were the whole."""
        return cls._make("truncated_json", effects.Garble(truncated=True), where)

    @classmethod
    def invalid_json(cls, **where: Unpack[Narrowed]) -> Self:
        """The server acts and sends something that looks like JSON and is not."""
        return cls._make("invalid_json", effects.Garble(truncated=False), where)

    @classmethod
    def bomb(cls, size: int = 300_000_000, **where: Unpack[Narrowed]) -> Self:
        """The server acts, and its answer is packed so that it unpacks to ``size`` bytes, a thousand times as many."""
        _check_whole("size", size, 2)
        return cls._make("bomb", effects.Bomb(size), where, size=size)

    @classmethod
    def token_revoked(cls, **where: Unpack[Narrowed]) -> Self:
        """All tokens are revoked while the call is on its way, so it gets 401."""
        return cls._make("token_revoked", effects.RevokeTokens(), where)

    @classmethod
    def bad_record(
        cls, at: int = 0, *, becomes: Any = None, fields: Mapping[str, Any] | None = None, **where: Unpack[Narrowed]
    ) -> Self:
        """One record of a page is something else: ``null``, what you say, or itself with some odd ``fields``."""
        _check_whole("at", at, 0)
        if not isinstance(fields, Mapping | None):
            raise SandboxError(f"fields cannot be {fields!r}; it is a mapping of fields to odd values")
        _check_json("becomes", becomes)
        _check_json("fields", fields)
        if becomes is not None and fields is not None:
            raise SandboxError("give becomes, to replace the record, or fields, to change some of it, but not both")
        effect = effects.BadRecord(at, becomes, fields)
        return cls._make("bad_record", effect, {"method": "GET", **where}, at=at, becomes=becomes, fields=fields)

    @classmethod
    def rows_cut(cls, least: int = 2, **where: Unpack[Narrowed]) -> Self:
        """The server gives fewer records than asked for and there are, any number from ``least`` on.

        As when it bounds its answers by their bytes. Nothing in the answer tells of it.
        """
        _check_whole("least", least, 0)
        return cls._make("rows_cut", effects.RowsCut(least), {"method": "GET", **where}, least=least)

    @classmethod
    def rows_inserted(cls, resource: str, records: Iterable[Mapping[str, Any]], **where: Unpack[Narrowed]) -> Self:
        """Records are added once a page was read. They are written as for ``Sandbox.seed``."""
        if isinstance(records, Mapping | str) or not isinstance(records, Iterable):
            raise SandboxError(f"records is a list of records, not {type(records).__name__}")
        effect = effects.RowsInserted(resource, tuple(records))
        return cls._make(
            "rows_inserted", effect, _lists_of(resource, where), resource=resource, records=list(effect.records)
        )

    @classmethod
    def rows_deleted(
        cls,
        resource: str,
        count: int = 1,
        *,
        newest: bool = False,
        ids: Iterable[str] = (),
        **where: Unpack[Narrowed],
    ) -> Self:
        """Records are deleted once a page was read: the oldest, the newest, or those with the ``ids`` given."""
        _check_whole("count", count, 1)
        chosen = (ids,) if isinstance(ids, str) else tuple(ids)
        effect = effects.RowsDeleted(resource, count, newest, chosen)
        said = {"resource": resource, "count": count, "newest": newest, "ids": chosen}
        return cls._make("rows_deleted", effect, _lists_of(resource, where), **said)

    @classmethod
    def _make(cls, name: str, effect: effects.Effect, where: Narrowed, **said: Any) -> Self:
        if unknown := where.keys() - _NARROWED:
            strange = min(unknown)
            raise SandboxError(f"{name} has no argument {strange!r}.{nearest(strange, _NARROWED)}")
        defaults = signature(getattr(cls, name)).parameters
        told = {key: value for key, value in said.items() if value != defaults[key].default}
        return cls(name, effect, Where.of(**where), {**told, **where})

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self._said.items())
        return f"Fault.{self.name}({said})"


def _lists_of(resource: str, where: Narrowed) -> Narrowed:
    return {"method": "GET", "path": f"/{resource.replace('_', '-')}", **where}


def _statuses(least: int) -> list[int]:
    return [status.value for status in HTTPStatus if status >= least and status not in (204, 205, 304)]


def _listed(statuses: list[int]) -> str:
    return ", ".join(map(str, statuses))


def _check_seconds(name: str, value: Any) -> None:
    if not is_seconds(value, finite=True):
        raise SandboxError(f"{name} cannot be {value!r}; it is a time in seconds")


def _check_whole(name: str, value: Any, least: int) -> None:
    if not is_count(value, least):
        raise SandboxError(f"{name} cannot be {value!r}; it is a whole number, from {least}")


def _check_json(name: str, value: Any) -> None:
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise SandboxError(f"{name} cannot be sent as JSON: {error}") from None


def _check_retry_after(value: Any, as_date: bool) -> None:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise SandboxError(f"retry_after={value!r} has no time zone; make it aware, such as with UTC")
    elif value is not None:
        _check_seconds("retry_after", value)
    elif as_date:
        raise SandboxError("as_date needs a retry_after in seconds")

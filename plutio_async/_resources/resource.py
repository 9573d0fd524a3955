"""The base of all resources: checks arguments and sends calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import EllipsisType
from typing import Any, ClassVar, TypeVar

from plutio_async._core.call import Call, Operation
from plutio_async._models.body import Body
from plutio_async._query.compiling import compile_filters
from plutio_async._resources.bulk import BulkWrite
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.sender import Filter, Sender

T = TypeVar("T")


class Resource:
    """One resource of the API, bound to a client."""

    name: ClassVar[str]

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<plutio.{self.name}>"

    async def _send(self, operation: Operation, decode: Callable[[Any], T], body: Mapping[str, Any]) -> T:
        return await self._sender.send(Call(operation, decode, body=body or None))

    async def _read(
        self,
        operation: Operation,
        decode: Callable[[Any], T],
        verb: str,
        id: str | EllipsisType,
        params: Mapping[str, Filter],
    ) -> T:
        query = tuple(compile_filters(params, None))
        if id is not ...:
            query = (("_id", self._id(verb, id)), *query)
        return await self._sender.send(Call(operation, decode, query))

    async def _bulk(
        self,
        operation: Operation,
        verb: str,
        ids: Iterable[str],
        body: Mapping[str, Any],
        progress: Callable[[BulkProgress], None] | None,
    ) -> BulkResult:
        result = self._result(verb, ids, body)
        return await BulkWrite(self._sender, operation, lambda ids: [(body, ids)], result, progress).run()

    def _result(self, verb: str, ids: Iterable[str], body: Mapping[str, Any]) -> BulkResult:
        result = ids if isinstance(ids, BulkResult) else BulkResult(self._ids(verb, ids))
        result.bind(f"{self.name}.{verb}", body)
        return result

    def _body(
        self,
        verb: str,
        *,
        id: str | EllipsisType = ...,
        form: Body | None = None,
        fields: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
        sets: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        method = f"{self.name}.{verb}"
        body: dict[str, Any] = dict(sets or ())
        if id is not ...:
            body["_id"] = self._id(verb, id)
        if not isinstance(extra, Mapping | None):
            raise TypeError(f"{method}() takes extra= as a mapping of API names, not {type(extra).__name__}")
        if own := sorted(body.keys() & (extra or {}).keys()):
            raise TypeError(f"{method}() sets {', '.join(own)} itself: leave it out of extra")
        if form is not None:
            body |= form.encode(method, fields or {}, extra)
        return body

    def _id(self, verb: str, id: object) -> str:
        if isinstance(id, str) and id.strip():
            return id
        raise TypeError(f"{self.name}.{verb}() needs the record's id as text, not {id!r}")

    def _ids(self, verb: str, ids: Iterable[str]) -> list[str]:
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise TypeError(f"{self.name}.{verb}() needs several ids in a list, not {ids!r}")
        return [self._id(verb, id) for id in ids]

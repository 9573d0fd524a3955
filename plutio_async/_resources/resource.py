"""The base of all resources: checks arguments and sends calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from plutio_async._core.call import Call, Operation
from plutio_async._core.wording import with_article
from plutio_async._models.body import UNSET, add_extra, encode_fields, unexpected
from plutio_async._models.codecs import id_of
from plutio_async._models.fields import Field, fields_of
from plutio_async._models.model import Model
from plutio_async._query.compiling import compile_filters
from plutio_async._resources.bulk import BulkWrite
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.sender import Filter, Sender

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Resource(Generic[M]):
    """One resource of the API, bound to a client."""

    name: ClassVar[str]
    model: type[M]
    other_fields: ClassVar[Mapping[str, Field]] = {}
    """The arguments of writes that are no fields of the records."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<plutio.{self.name}>"

    async def _send(self, operation: Operation, decode: Callable[[Any], T], body: Mapping[str, Any]) -> T:
        self._check_update(operation, body, "_id")
        return await self._sender.send(Call(operation, decode, body=body or None))

    async def _read(
        self, operation: Operation, decode: Callable[[Any], T], verb: str, params: Mapping[str, Filter], id: Any = UNSET
    ) -> T:
        query = tuple(compile_filters(params, None))
        if id is not UNSET:
            query = (("_id", self._id(verb, id)), *query)
        return await self._sender.send(Call(operation, decode, query))

    async def _bulk(
        self,
        operation: Operation,
        verb: str,
        ids: Iterable[str | M] | BulkResult,
        body: Mapping[str, Any],
        progress: Callable[[BulkProgress], None] | None,
    ) -> BulkResult:
        self._check_update(operation, body)
        result = self._result(verb, ids, body)
        return await BulkWrite(self._sender, operation, lambda ids: [(body, ids)], result, progress).run()

    def _result(self, verb: str, ids: Iterable[str | M] | BulkResult, body: Mapping[str, Any]) -> BulkResult:
        result = ids if isinstance(ids, BulkResult) else BulkResult(self._ids(verb, ids))
        result.bind(f"{self.name}.{verb}", body)
        return result

    def _body(
        self,
        verb: str,
        fields: Mapping[str, Any],
        *,
        id: Any = UNSET,
        extra: Mapping[str, Any] | None = None,
        unknown: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        method = f"{self.name}.{verb}"
        for name in unknown or ():
            raise unexpected(method, name, fields)
        body = {} if id is UNSET else {"_id": self._id(verb, id)}
        body |= encode_fields(method, fields, self._field)
        add_extra(method, body, extra)
        return body

    def _field(self, name: str) -> Field:
        return self.other_fields.get(name) or fields_of(self.model)[name]

    def _check_update(self, operation: Operation, body: Mapping[str, Any], *keys: str) -> None:
        if operation.method == "PUT" and not body.keys() - set(keys):
            raise TypeError(f"{(operation.id or self.name).replace('_', '.', 1)}() needs a field to change")

    def _id(self, verb: str, id: object) -> str:
        if isinstance(id, Model):
            if not isinstance(id, self.model):
                wanted, given = with_article(self.model.__name__), with_article(type(id).__name__)
                raise TypeError(f"{self.name}.{verb}() takes {wanted} or its id, not {given}")
            id = id_of(id)
        if isinstance(id, str) and id.strip():
            return id
        raise TypeError(f"{self.name}.{verb}() needs the record's id as text, not {id!r}")

    def _ids(self, verb: str, ids: Iterable[str | M]) -> list[str]:
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise TypeError(f"{self.name}.{verb}() needs several ids in a list, not {ids!r}")
        return [self._id(verb, id) for id in ids]

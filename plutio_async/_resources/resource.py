"""The base of all resources: checks arguments and sends calls."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from plutio_async._core.call import Call, Operation, T
from plutio_async._core.errors import NotFoundError, with_article
from plutio_async._models.codecs import id_of
from plutio_async._models.fields import Field, add_undescribed, encoded_field, fields_of, hint_for
from plutio_async._models.json_form import UNSET
from plutio_async._models.known_values import new_name, warning_once
from plutio_async._models.model import M, Model
from plutio_async._resources.sender import Filter, Sender


async def read_first(items: Iterable[T] | AsyncIterable[T]) -> Iterable[T]:
    """The items; those of an asynchronous iterable, such as ``Records``, are all read."""
    return [item async for item in items] if isinstance(items, AsyncIterable) else items


def _with_former_names(method: FunctionType) -> Callable[..., Any]:
    """The method; it takes former names of its arguments too, and its error for an unknown one has the nearest name.

    A ``**unknown`` of the method itself would show in editors.
    """
    code = method.__code__
    first = code.co_argcount
    keywords = code.co_varnames[first : first + code.co_kwonlyargcount]
    names = {*code.co_varnames[:first], *keywords}
    fields = [name for name in keywords if name not in ("custom", "extra", "progress")]

    @wraps(method)
    async def call(self: Resource[Any], *args: Any, **given: Any) -> Any:
        for name in [name for name in given if name not in names]:
            given[self._new_name(method.__name__, name, fields, given)] = given.pop(name)
        return await method(self, *args, **given)

    return call


class Resource(Generic[M]):
    """One resource of the API, bound to a client: the base of all of them.

    Attributes:
        name: The attribute of the client that it is, such as ``"tasks"``.
        model: The class of its records.
    """

    name: ClassVar[str]
    model: type[M]
    _other_fields: ClassVar[Mapping[str, Field]] = {}
    """The arguments of writes that are no fields of the records."""

    _renamed_methods: ClassVar[Mapping[str, str]] = {}
    """The methods by their former names."""
    _renamed_fields: ClassVar[Mapping[str, str]] = {}
    """The arguments of writes by their former names."""

    def __init_subclass__(cls) -> None:
        for name, method in tuple(vars(cls).items()):
            # Those that take extra= are the writes with fields.
            if isinstance(method, FunctionType) and "extra" in (method.__kwdefaults__ or ()) and name[0] != "_":
                setattr(cls, name, _with_former_names(method))

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<plutio.{self.name}>"

    def __dir__(self) -> list[str]:
        """The methods, for completion at a prompt."""
        cls = type(self)
        return [name for name in dir(cls) if name[0] != "_" and isinstance(getattr(cls, name), FunctionType)]

    if not TYPE_CHECKING:  # checkers reject former names

        def __getattr__(self, name: str) -> Any:
            return getattr(self, new_name(self.name, name, self._renamed_methods, known=dir(self)))

    async def _send(
        self,
        operation: Operation,
        decode: Callable[[Any], T],
        body: Mapping[str, Any],
        fallback: Operation | None = None,
    ) -> T:
        """The answer of a write. ``fallback`` takes the same body where the server does not know the operation."""
        self._check_update(operation, body, "_id")
        try:
            return await self._sender.send(Call(operation, decode, body=body or None))
        except NotFoundError:
            if fallback is None:
                raise
        return await self._sender.send(Call(fallback, decode, body=body))

    async def _read(
        self, operation: Operation, decode: Callable[[Any], T], verb: str, params: Mapping[str, Filter], id: Any = UNSET
    ) -> T:
        from plutio_async._query.compiling import compile_parameters

        query = compile_parameters(params)
        if id is not UNSET:
            query = (("_id", self._id(verb, id)), *query)
        return await self._sender.send(Call(operation, decode, query))

    def _body(
        self,
        verb: str,
        fields: Mapping[str, Any],
        *,
        id: Any = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        method = f"{self.name}.{verb}"
        body = {} if id is UNSET else {"_id": self._id(verb, id)}
        with warning_once(self._sender.shared.noted):
            for name, value in fields.items():
                if value is not UNSET:
                    field = self._other_fields.get(name) or fields_of(self.model)[name]
                    body[field.name] = encoded_field(name, field, value, f"{method}(): {name}")
        try:
            add_undescribed(body, extra)
        except TypeError as error:
            raise TypeError(f"{method}() {error}") from None
        return body

    def _new_name(self, verb: str, name: str, fields: Iterable[str], given: Mapping[str, Any]) -> str:
        """The name of an argument that was given by its former name. ``TypeError`` if it has none."""
        method, new = f"{self.name}.{verb}", self._renamed_fields.get(name, name)
        if new not in fields or given.get(new, UNSET) is not UNSET:
            known = f"the fields are {', '.join(fields)}; " if fields else ""
            hint = hint_for(name, self.model, fields) or f"{known}pass one that is not described in extra={{…}}"
            raise TypeError(f"{method}() got an unexpected keyword argument {name!r}; {hint}")
        return new_name(f"{method}()", name, self._renamed_fields, stacklevel=4)

    def _check_update(self, operation: Operation, body: Mapping[str, Any], *keys: str) -> None:
        if operation.method == "PUT" and not body.keys() - set(keys):
            raise TypeError(f"{operation.name}() needs a field to change")

    def _id(self, verb: str, id: object) -> str:
        if isinstance(id, Model):
            if not isinstance(id, self.model):
                wanted, given = with_article(self.model.__name__), with_article(type(id).__name__)
                raise TypeError(f"{self.name}.{verb}() takes {wanted} or its id, not {given}")
            id = id_of(id)
        if isinstance(id, str) and id.strip():
            return id
        raise TypeError(f"{self.name}.{verb}() needs the record's id as text, not {id!r}")

    async def _ids(self, verb: str, ids: Iterable[str | M] | AsyncIterable[str | M]) -> list[str]:
        ids = await read_first(ids)
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise TypeError(f"{self.name}.{verb}() needs several ids in a list, not {ids!r}")
        return [self._id(verb, id) for id in ids]

"""The calls that create records, made and checked before the first one is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from attrs import evolve

from plutio_async._core.call import Call
from plutio_async._core.errors import CustomFieldError, InvalidInput, UnreadableAnswer, with_article
from plutio_async._core.json_text import json_text
from plutio_async._custom_fields.schema import Schema
from plutio_async._models.fields import fields_of
from plutio_async._models.json_form import wrong_type
from plutio_async._models.model import M, Model
from plutio_async._resources.resource import Resource
from plutio_async._resources.sender import Sender


class _Taken(Exception):
    """The call that a method would make."""

    def __init__(self, call: Call[Any]) -> None:
        self.call = call


class _NeedsSchema(Exception):
    """The method needs the definitions of custom fields."""


class _Taker:
    """A sender that takes the calls of a method instead of sending them."""

    def __init__(self, sender: Sender, *, may_read: bool) -> None:
        self._sender = sender
        self._may_read = may_read

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sender, name)

    async def send(self, call: Call[Any]) -> Any:
        raise _Taken(call)

    async def custom_schema(self) -> Schema:
        if not self._may_read:
            raise _NeedsSchema
        return await self._sender.custom_schema()


async def calls_of(resource: Resource[M], sender: Sender, records: Sequence[Mapping[str, Any] | M]) -> list[Call[M]]:
    """The calls that create the records.

    Reads the definitions of custom fields only after all else was checked.

    Raises:
        TypeError, ValueError, CustomFieldError: a record cannot be sent; the message has its index.
    """
    calls: list[Call[M] | None] = []
    for index, record in enumerate(records):
        calls.append(await _call_of(resource, sender, index, record, may_read=False))
    for index, call in enumerate(calls):
        if call is None:
            calls[index] = await _call_of(resource, sender, index, records[index], may_read=True)
    return cast("list[Call[M]]", calls)


async def _call_of(
    resource: Resource[M], sender: Sender, index: int, record: Mapping[str, Any] | M, *, may_read: bool
) -> Call[M] | None:
    """The call; ``None`` if it needs the definitions of custom fields and may not read them."""
    create: Any = type(resource)(cast("Sender", _Taker(sender, may_read=may_read)))
    where = f"{resource.name}.create_many(): record {index}: "
    try:
        await create.create(**_keywords(record, resource.model))
    except _Taken as taken:
        return _checked(taken.call, where)
    except _NeedsSchema:
        return None
    except CustomFieldError as error:
        raise CustomFieldError(f"{where}{error.message}", choices=error.choices) from None
    except InvalidInput as error:
        raise error.of(where) from None
    except (TypeError, ValueError) as error:
        raise (TypeError if isinstance(error, TypeError) else ValueError)(f"{where}{error}") from None
    raise AssertionError("create() makes no call")


def _checked(call: Call[M], where: str) -> Call[M]:
    """The call, whose answer must have an id, since the journal needs it.

    Text may have no form in UTF-8, and a value may be nested too deeply.
    """

    def decode(answer: Any) -> M:
        record = call.decode(answer)
        if not getattr(record, "id", ""):
            raise UnreadableAnswer("the answer to the create has no _id", body=record.to_dict())
        return record

    try:
        json_text(call.body or {}).encode()
    except ValueError as error:
        raise ValueError(f"{where}{error}") from None
    return evolve(call, decode=decode)


def _keywords(record: Mapping[str, Any] | Model, model: type[Model]) -> dict[str, Any]:
    """The arguments of ``create`` for a record: with a model, its fields that are set."""
    if isinstance(record, Mapping):
        return dict(record)
    if not isinstance(record, model):
        raise wrong_type(f"a mapping or {with_article(model.__name__)}", record)
    fields = {name: getattr(record, name) for name in fields_of(model)}
    absent = {name: field.absent for name, field in fields_of(model).items()}
    given_fields = {name: value for name, value in fields.items() if value is not None and value != absent[name]}
    return given_fields | ({"extra": record.extra} if record.extra else {})

"""The calls that create records, made and checked before the first one is sent.

The generated ``create`` of a resource has the checks of its arguments. So it makes the calls, with a sender that raises
each call in place of sending it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
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

ReadSchema = Callable[[], Awaitable[Schema]]
"""Reads the definitions of custom fields."""


class _CallMade(Exception):
    """The call that a method has made."""

    def __init__(self, call: Call[Any]) -> None:
        self.call = call


class _SchemaNeeded(Exception):
    """A method needs the definitions of custom fields."""


async def _no_schema() -> Schema:
    raise _SchemaNeeded


class _DrySender:
    """Like a sender, but raises ``_CallMade`` for each call, and reads the definitions by ``custom_schema``."""

    def __init__(self, sender: Sender, custom_schema: ReadSchema) -> None:
        self._sender = sender
        self.custom_schema = custom_schema

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sender, name)

    async def send(self, call: Call[Any]) -> Any:
        raise _CallMade(call)


async def calls_of(resource: Resource[M], sender: Sender, records: Sequence[Mapping[str, Any] | M]) -> list[Call[M]]:
    """The calls that create the records.

    Reads the definitions of custom fields only after all records that do not need them were checked.

    Raises:
        TypeError, ValueError, CustomFieldError: a record cannot be sent; the message has its index.
    """
    calls: dict[int, Call[M]] = {}
    need_schema: list[int] = []
    for index, record in enumerate(records):
        try:
            calls[index] = await _call_of(resource, sender, index, record, _no_schema)
        except _SchemaNeeded:
            need_schema.append(index)
    for index in need_schema:
        calls[index] = await _call_of(resource, sender, index, records[index], sender.custom_schema)
    return [calls[index] for index in range(len(records))]


async def _call_of(
    resource: Resource[M], sender: Sender, index: int, record: Mapping[str, Any] | M, custom_schema: ReadSchema
) -> Call[M]:
    dry: Any = type(resource)(cast("Sender", _DrySender(sender, custom_schema)))
    where = f"{resource.name}.create_many(): record {index}: "
    try:
        await dry.create(**_keywords(record, resource.model))
    except _CallMade as made:
        return _checked(made.call, where)
    except CustomFieldError as error:
        raise CustomFieldError(f"{where}{error.message}", choices=error.choices) from None
    except InvalidInput as error:
        raise error.of(where) from None
    except (TypeError, ValueError) as error:
        raise (TypeError if isinstance(error, TypeError) else ValueError)(f"{where}{error}") from None
    raise AssertionError("create() makes no call")


def _checked(call: Call[M], where: str) -> Call[M]:
    """The call, whose answer must have an id, since the journal needs it.

    Raises:
        ValueError: the body has text without a form in UTF-8, or is nested too deeply.
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
    """The arguments of ``create`` for a record: those of a mapping, or the fields of a model that are set."""
    if isinstance(record, Mapping):
        return dict(record)
    if not isinstance(record, model):
        raise wrong_type(f"a mapping or {with_article(model.__name__)}", record)
    values = ((name, getattr(record, name), field.absent) for name, field in fields_of(model).items())
    keywords = {name: value for name, value, absent in values if value is not None and value != absent}
    return keywords | ({"extra": record.extra} if record.extra else {})

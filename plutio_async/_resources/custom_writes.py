"""Writes that name custom fields by title.

Whether an update that sends some custom fields leaves a record's others alone is not recorded. So an update sends them
all: the others as they are, the named ones as they shall be.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.errors import UnreadableAnswer
from plutio_async._models.model import CustomRecord

if TYPE_CHECKING:
    from plutio_async._custom_fields.entity import EntitySchema
    from plutio_async._resources.sender import Sender

Values = list[dict[str, Any]]


async def with_custom(
    custom: Mapping[str, Any],
    body: dict[str, Any],
    fields: EntitySchema,
    sender: Sender,
    read: Callable[[str], Awaitable[Any]],
) -> dict[str, Any]:
    """The body of a write with values by title put in; a record that is not at hand is read first.

    Raises:
        TypeError: a value is not of its field's kind.
        ValueError: a datetime has no time zone, a number is not finite, or a field is named twice.
        CustomFieldError: a title or the label of an option is unknown or ambiguous.
        PlutioError: reading the record failed.
    """
    new = fields.write(custom)
    if not new:
        return body
    if "customFields" in body:
        old = body["customFields"] or []
    elif "_id" in body and not sender.keeps_custom_fields:
        old = held(await read(body["_id"]), fields)
    else:
        old = []
    return {**body, "customFields": laid_over(old, new)}


def held(record: CustomRecord, fields: EntitySchema) -> Values:
    """The custom fields of a record as the API takes them.

    Raises:
        UnreadableAnswer: the record has something there that is no list of values, and would lose it.
    """
    if record.custom_fields is None and "customFields" in record.extra:
        odd = record.extra["customFields"]
        raise UnreadableAnswer("the customFields of the record are no list of values: nothing was written", body=odd)
    values: Values = [{"value": None, **value.to_dict()} for value in record.custom_fields or ()]
    for value in values:
        if (field := fields.known(str(value.get("_id")))) is not None:
            value["value"] = field.kept(value["value"])
    return values


def laid_over(old: Values, new: Values) -> Values:
    """The old values with the new ones in their places, those that were not there at the end."""
    replaced: dict[Any, Mapping[str, Any]] = {value.get("_id"): value for value in new}
    kept = [{**value, **replaced.pop(value.get("_id"), {})} for value in old]
    return [*kept, *(dict(value) for value in replaced.values())]

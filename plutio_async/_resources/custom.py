"""Writes of custom fields by title.

It is not recorded whether an update that sends some custom fields keeps the record's others. So an update sends all of
them: the given ones with their new values, the others as they are. A bulk call sends the same fields to all of its
records, so it takes only records whose custom fields are the same afterwards.
"""

# ruff: noqa: SLF001 - these are the parts of a resource that only writes of custom values need

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.errors import UnreadableAnswer
from plutio_async._custom_fields.schema import check_titles
from plutio_async._models.json_form import digest
from plutio_async._models.model import CustomRecord, Model

if TYPE_CHECKING:
    from plutio_async._custom_fields.schema import EntitySchema
    from plutio_async._resources.bulk import Split
    from plutio_async._resources.outcomes import BulkResult
    from plutio_async._resources.reads import Reads

Values = list[dict[str, Any]]


async def with_custom(resource: Reads[Any], custom: Mapping[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The body of a write with custom values by title. Reads the record first where the others are needed.

    Raises:
        TypeError: a value does not have its field's type.
        InvalidInput: a datetime has no time zone, a number is not finite, or a field is named twice.
        CustomFieldError: a title or the label of an option is unknown or ambiguous.
        PlutioError: reading the definitions or the record failed.
    """
    check_titles(custom)
    fields = await resource._custom_schema()
    new = fields.write(custom)
    if "customFields" in body:
        old = body["customFields"] or []
    elif "_id" in body and not resource._sender.shared.keeps_custom_fields:
        old = _values(await resource._sender.send(resource._one(body["_id"])), fields)
    else:
        old = []
    return {**body, "customFields": _merged(old, new)}


async def split_by_custom(
    resource: Reads[Any], custom: Mapping[str, Any], body: Mapping[str, Any], result: BulkResult
) -> Split:
    """The bodies of a bulk write with custom values by title, for the ids of a result that are not done yet.

    Notes in the result the records that do not exist, and those whose custom fields cannot be read.

    Raises:
        PlutioError: reading the records failed, or a value is wrong as in :func:`with_custom`.
    """
    fields = await resource._custom_schema()
    new = fields.write(custom)
    if "customFields" in body or resource._sender.shared.keeps_custom_fields:
        same = {**body, "customFields": _merged(body.get("customFields") or [], new)}
        return lambda ids: [(same, ids)]
    ids = result.ids("pending", "refused", "unknown")
    records = await resource._found(ids)
    result.note({id: "missing" for id in ids if id not in records})
    bodies: dict[str, dict[str, Any]] = {}
    for id, record in records.items():
        try:
            bodies[id] = {**body, "customFields": _merged(_values(record, fields), new)}
        except UnreadableAnswer as error:
            result.note({id: "unknown" if result[id] == "unknown" else "refused"}, error)
    return lambda ids: _grouped(ids, bodies)


def _values(record: CustomRecord, fields: EntitySchema) -> Values:
    """The custom fields of a record as a write sends them.

    Raises:
        UnreadableAnswer: the record has no list of values there; a write would delete what it has.
    """
    held = [value for value in record.custom_fields or () if value is not None]
    if "customFields" in record.extra or not all(isinstance(value, Model) for value in held):
        raise UnreadableAnswer(
            "the customFields of the record are no list of values: nothing was written",
            body=record.to_dict()["customFields"],
        )
    values: Values = [{"value": None, **value.to_dict()} for value in held]
    for value in values:
        if (field := fields.known(str(value.get("_id")))) is not None:
            value["value"] = field.unchanged(value["value"])
    return values


def _merged(old: Values, new: Values) -> Values:
    """The old values with the new ones in their positions, and those of further fields at the end."""
    added = {str(value.get("_id")): value for value in new}
    replaced = [{**value, **added.pop(str(value.get("_id")), {})} for value in old]
    return [*replaced, *(dict(value) for value in added.values())]


def _grouped(ids: Iterable[str], bodies: Mapping[str, dict[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    """The bodies, each with the ids that need it."""
    groups: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for id in ids:
        if (body := bodies.get(id)) is not None:
            groups.setdefault(digest(body), (body, []))[1].append(id)
    return list(groups.values())

"""The operations that all resources share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plutio_async.testing._api import quirks
from plutio_async.testing._api.listing import list_records
from plutio_async.testing._api.messages import ApiError
from plutio_async.testing._api.references import check_references
from plutio_async.testing._api.store import Context, Record, copied

Operation = Callable[[Context], Any]

# Set by the server only; ignored in the body of a request.
_MANAGED = frozenset({"_id", "_ids", "businessId", "createdAt", "createdBy", "updatedAt"})
_OWN_ON_COPY = frozenset({"taskId", "invoiceId", "proposalId"})


def create(context: Context) -> Record:
    fields = writable(context, context.body)
    quirks.run("create", context, fields)
    record = context.add(context.resource, fields)
    quirks.run("created", context, record)
    return record


def update(context: Context) -> Record:
    return change(context, context.named(), writable(context, context.body))


def delete(context: Context) -> Any:
    return short(context, remove(context, context.named()))


def archive(context: Context) -> Any:
    record = context.change(context.resource, context.named(), {"isArchived": context.body.get("isArchived", True)})
    return short(context, record)


def move(context: Context) -> Any:
    """Sets the parent of one record, and its position there."""
    record = context.named()
    return short(context, change(context, record, _with_position(context, writable(context, context.body))))


def copy(context: Context) -> Record:
    """Creates a copy of a record, with copies of its blocks."""
    original = context.named()
    fields = {name: value for name, value in copied(original).items() if name not in _MANAGED | _OWN_ON_COPY}
    fields |= _with_position(context, writable(context, context.body))
    blocks = fields.pop("blocks", None)
    quirks.run("create", context, fields)
    record = context.add(context.resource, fields)
    if blocks is not None:
        record["blocks"] = [_copy_of_block(context, block, record) for block in blocks]
    quirks.run("copied", context, record)
    return record


def bulk_update(context: Context) -> Any:
    """Changes the same fields of every named record; unknown ids are skipped."""
    fields = writable(context, context.body)
    quirks.run("bulk_update", context, fields)
    return _bulk(context, lambda record: change(context, record, copied(fields)))


def bulk_delete(context: Context) -> Any:
    return _bulk(context, lambda record: remove(context, record))


def bulk_archive(context: Context) -> Any:
    fields = {"isArchived": context.body.get("isArchived", True)}
    return _bulk(context, lambda record: context.change(context.resource, record, dict(fields)))


_NAMED_BY_VERB = (create, update, delete, archive, move, copy, bulk_update, bulk_delete, bulk_archive)
GENERAL: Mapping[str, Operation] = {"list": list_records, **{one.__name__: one for one in _NAMED_BY_VERB}}


def change(context: Context, record: Record, fields: Record) -> Record:
    """Sets fields of a record, after the quirks of its resource."""
    quirks.run("update", context, fields, record)
    return context.change(context.resource, record, fields)


def remove(context: Context, record: Record) -> Record:
    """Moves a record to the trash, with the quirks of its resource."""
    quirks.run("delete", context, record)
    removed = context.remove(context.resource, record["_id"])
    quirks.run("deleted", context, removed)
    return removed


def writable(context: Context, body: Record) -> Record:
    """The body without the fields that the server sets. A switch decides about unknown fields."""
    fields = {name: value for name, value in body.items() if name not in _MANAGED}
    if context.switches.references == "check":
        check_references(context, fields)
    if context.switches.unknown_fields == "kept":
        return fields
    known = set(context.catalogue.resources[context.resource].properties)
    known |= set(context.catalogue.properties(context.route.body or {}))
    unknown = [name for name in fields if known and name not in known]
    if unknown and context.switches.unknown_fields == "refused":
        raise ApiError(400, f'"{unknown[0]}" is not allowed')
    return {name: value for name, value in fields.items() if name not in unknown}


def short(context: Context, record: Record) -> Record:
    """The record or only its id, as the switch selects."""
    return record if context.switches.short_answer == "record" else {"_id": record["_id"]}


def _with_position(context: Context, fields: Record) -> Record:
    """Calls send the place as ``position`` or ``index``. Every record keeps it, also as its ``index`` if it has one."""
    place = fields.pop("position", fields.pop("index", None))
    if place is None:
        return fields
    has_index = "index" in context.catalogue.resources[context.resource].properties
    return {**fields, "position": place, **({"index": place} if has_index else {})}


def _copy_of_block(context: Context, block: Any, parent: Record) -> Any:
    original = context.workspace.collection("blocks").get(block) if isinstance(block, str) else None
    if original is None:
        return block
    fields = {name: value for name, value in copied(original).items() if name not in _MANAGED}
    return context.add("blocks", {**fields, "entityId": parent["_id"]})["_id"]


def _bulk(context: Context, act: Callable[[Record], Record]) -> Any:
    rows = context.collection
    named = [rows[identifier] for identifier in dict.fromkeys(context.body.get("_ids") or ()) if identifier in rows]
    return bulk_answer(context, [act(record) for record in named])


def bulk_answer(context: Context, records: list[Record]) -> Any:
    """The answer of a bulk call; the shape of the real one is unknown."""
    ids = [record["_id"] for record in records]
    answers: dict[str, Any] = {"records": records, "ids": ids, "counts": {"modified": len(ids)}, "empty": {}}
    return answers[context.switches.bulk_answer]

"""Bulk writes that name custom fields by title.

A bulk call sends the same fields to all of its records, and may take away the custom fields that it does not send. So
the records are read first, and those that shall have the same custom fields afterwards share a call.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.errors import UnreadableAnswer
from plutio_async._resources.custom_writes import Values, held, laid_over

if TYPE_CHECKING:
    from plutio_async._custom_fields.entity import EntitySchema
    from plutio_async._resources.bulk import Split
    from plutio_async._resources.bulk_result import BulkResult
    from plutio_async._resources.sender import Sender

GetMany = Callable[..., Awaitable[list[Any]]]


class CustomBulk:
    """Finds out which body each record needs. ``custom`` are the custom fields to set, by title."""

    def __init__(
        self,
        sender: Sender,
        get_many: GetMany,
        body: Mapping[str, Any],
        custom: Mapping[str, Any],
        fields: EntitySchema,
    ) -> None:
        self._sender = sender
        self._get_many = get_many
        self._body = body
        self._new = fields.write(custom)
        self._fields = fields

    async def split(self, result: BulkResult) -> Split:
        """Bodies for the ids of a result that are left to do. Records that are not there, or are odd, are noted.

        Raises:
            PlutioError: reading the records failed.
        """
        if not self._new:
            return lambda ids: [(self._body, ids)]
        if "customFields" in self._body or self._sender.keeps_custom_fields:
            same = self._with(laid_over(self._body.get("customFields") or [], self._new))
            return lambda ids: [(same, ids)]
        bodies = await self._read(result)
        return lambda ids: _grouped(ids, bodies)

    async def _read(self, result: BulkResult) -> dict[str, dict[str, Any]]:
        left = result.ids("pending", "failed", "unknown")
        records = {record.id: record for record in await self._get_many(left, allow_missing=True)}
        result.note({id: "missing" for id in left if id not in records})
        bodies: dict[str, dict[str, Any]] = {}
        for id, record in records.items():
            try:
                bodies[id] = self._with(laid_over(held(record, self._fields), self._new))
            except UnreadableAnswer as error:
                result.note({id: "failed"}, error)
        return bodies

    def _with(self, values: Values) -> dict[str, Any]:
        return {**self._body, "customFields": values}


def _grouped(ids: Iterable[str], bodies: Mapping[str, dict[str, Any]]) -> list[tuple[dict[str, Any], list[str]]]:
    groups: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for id in ids:
        if (body := bodies.get(id)) is not None:
            groups.setdefault(json.dumps(body, sort_keys=True), (body, []))[1].append(id)
    return list(groups.values())

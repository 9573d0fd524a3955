"""Deleted records of every kind in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._resources.base import (
    TEXT,
    Body,
    BulkProgress,
    BulkResult,
    Field,
    Filter,
    Listing,
    Operation,
    PageIterator,
    Progress,
    QueryLike,
    Records,
    anything,
    written,
)

from ..models.trashed_record import TrashedRecord

_TRASH_BIN_DELETE = Operation("trash_bin_delete", "DELETE", "/trash-bin", idempotent=True)
_TRASH_BIN_BULK_DELETE = Operation("trash_bin_bulk_delete", "DELETE", "/trash-bin/bulk", idempotent=True)
_TRASH_BIN_EMPTY = Operation("trash_bin_empty", "DELETE", "/trash-bin/all", idempotent=False)
_TRASH_BIN_LIST = Operation("trash_bin_list", "GET", "/trash-bin", idempotent=True)


class TrashedRecordDeleteFields(TypedDict, total=False):
    """What a TrashedRecordDelete can be written with."""

    entity_type: str | None
    """The kind of the records, such as `task`. Whether the call needs it or reads it is unknown. Evidence: inferred."""


_TrashedRecordDeleteFields = Body(
    {
        "entity_type": Field("entityType", TEXT),
    },
    required=frozenset(),
)


class TrashBinResource(Listing[TrashedRecord]):
    """Deleted records of every kind in one list."""

    name = "trash_bin"
    model = TrashedRecord
    listing = _TRASH_BIN_LIST

    async def delete(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TrashedRecordDeleteFields]
    ) -> TrashedRecord:
        """Delete a record from the trash bin.

        Deletes one record from the trash bin, probably for good. The body is unverified: `_id` follows every other
        delete, and `entityType` may be needed as well. The shape of the answer is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("delete", id=id, form=_TrashedRecordDeleteFields, extra=extra, fields={**fields})
        return await self._send(_TRASH_BIN_DELETE, written(TrashedRecord, id), body)

    async def bulk_delete(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[TrashedRecordDeleteFields],
    ) -> BulkResult:
        """Delete many records from the trash bin.

        Deletes every named record from the trash bin, probably for good. The body is unverified: `_ids` follows the
        other bulk deletes, and `entityType` may be needed as well. The shape of the answer and the most ids of one call
        are unknown.

        Evidence: documented.

        Args:
            ids: Any number of them; they are sent 100 at a time. A ``BulkResult`` goes on where it was left.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            What became of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some were refused, not sent, or may or may not have been changed; it has the result so far.
        """
        body = self._body("bulk_delete", form=_TrashedRecordDeleteFields, extra=extra, fields={**fields})
        return await self._bulk(_TRASH_BIN_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def empty(self) -> Any:
        """Empty the trash bin.

        Deletes everything in the trash bin of the workspace. No call that brings it back is documented. No body is
        known. A write without a body was seen to give 400 with an HTML page when it lacks a JSON content type, so send
        the JSON content type all the same. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("empty")
        return await self._send(_TRASH_BIN_EMPTY, anything, body)

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[TrashedRecord]:
        """Every record that matches, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: Records asked for at a time.
            page_cap: The most that the server gives at a time, if you know it: saves the last call. A smaller page ends
                the list then, so records are lost if the server gives fewer than that.
            read_ahead: Pages that may be fetched before they are asked for.
            cursor: Goes on where the ``cursor`` of other ``Records`` was taken.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[TrashedRecord]:
        """The same as ``iterate``, in lists as the server gave them: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[TrashedRecord]:
        """List deleted records.

        Answers with the records in the trash bin, of mixed kinds. The shape of the records was never recorded; they
        probably say their kind in `entityType`. No call that restores a record is documented.

        Evidence: documented.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: How many records to pass over.
            limit: The most records to answer with; what the API takes for it otherwise, and at most, is not published.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)

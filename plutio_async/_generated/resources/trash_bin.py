"""Deleted records of every kind in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.trashed_record import TrashedRecord

_TRASH_BIN_DELETE = Operation("trash_bin_delete", "DELETE", "/trash-bin", idempotent=True)
_TRASH_BIN_BULK_DELETE = Operation("trash_bin_bulk_delete", "DELETE", "/trash-bin/bulk", idempotent=True)
_TRASH_BIN_EMPTY = Operation("trash_bin_empty", "DELETE", "/trash-bin/all", idempotent=False)
_TRASH_BIN_LIST = Operation("trash_bin_list", "GET", "/trash-bin", idempotent=True)


class TrashedRecordDeleteFields(TypedDict, total=False):
    """The fields of writes of a TrashedRecordDelete."""

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

        Deletes one record from the trash bin, for good by inference. The body is inferred: `_id` follows every other
        delete, and `entityType` may be needed as well. The shape of the answer is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
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

        Deletes every named record from the trash bin, for good by inference. The body is inferred: `_ids` follows the
        other bulk deletes, and `entityType` may be needed as well. The shape of the answer and the most ids of one call
        are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete", form=_TrashedRecordDeleteFields, extra=extra, fields={**fields})
        return await self._bulk(_TRASH_BIN_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def empty(self) -> Any:
        """Empty the trash bin.

        Deletes everything in the trash bin of the workspace. No call that brings it back is documented. No body is
        known. A write without a body was observed to give 400 with an HTML page when it lacks a JSON content type, so
        send the JSON content type all the same. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
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
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
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
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
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

        Answers with the records in the trash bin, of mixed kinds. The shape of the records is unknown; that they say
        their kind in `entityType` is inferred. No call that restores a record is documented.

        Evidence: documented.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)

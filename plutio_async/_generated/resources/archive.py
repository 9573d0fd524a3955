"""Archived records of every kind in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.archived_record import ArchivedRecord

_ARCHIVE_DELETE = Operation("archive_delete", "DELETE", "/archive", idempotent=True)
_ARCHIVE_BULK_DELETE = Operation("archive_bulk_delete", "DELETE", "/archive/bulk", idempotent=True)
_ARCHIVE_LIST = Operation("archive_list", "GET", "/archive", idempotent=True)


class ArchivedRecordDeleteFields(TypedDict, total=False):
    """The fields of writes of a ArchivedRecordDelete."""

    entity_type: str | None
    """The kind of the records, such as `task`. Whether the call needs it or reads it is unknown. Evidence: inferred."""


_ArchivedRecordDeleteFields = Body(
    {
        "entity_type": Field("entityType", TEXT),
    },
    required=frozenset(),
)


class ArchiveResource(Listing[ArchivedRecord]):
    """Archived records of every kind in one list."""

    name = "archive"
    model = ArchivedRecord
    listing = _ARCHIVE_LIST

    async def delete(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ArchivedRecordDeleteFields]
    ) -> ArchivedRecord:
        """Delete a record from the archive.

        Deletes one record that is archived. The body is inferred: `_id` follows every other delete, and `entityType`
        may be needed as well. Whether the record goes to the trash bin or is gone for good, and the shape of the
        answer, are unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id, form=_ArchivedRecordDeleteFields, extra=extra, fields={**fields})
        return await self._send(_ARCHIVE_DELETE, written(ArchivedRecord, id), body)

    async def bulk_delete(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[ArchivedRecordDeleteFields],
    ) -> BulkResult:
        """Delete many records from the archive.

        Deletes every named archived record. The body is inferred: `_ids` follows the other bulk deletes, and
        `entityType` may be needed as well. The shape of the answer and the most ids of one call are unknown.

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
        body = self._body("bulk_delete", form=_ArchivedRecordDeleteFields, extra=extra, fields={**fields})
        return await self._bulk(_ARCHIVE_BULK_DELETE, "bulk_delete", ids, body, progress)

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
    ) -> Records[ArchivedRecord]:
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
    ) -> PageIterator[ArchivedRecord]:
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
    ) -> list[ArchivedRecord]:
        """List archived records.

        Answers with the archived records of the workspace, of mixed kinds. The shape of the records is unknown; that
        they say their kind in `entityType` is inferred. To archive or restore a record, use the `archive` call of its
        own resource.

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

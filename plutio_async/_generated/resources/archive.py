"""Archived records of every kind in one list."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.listing import Listing

from ..models.archived_record import ArchivedRecord

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ._filters import ArchiveListing
else:
    ArchiveListing = Listing

_LIST = Operation("archive_list", "GET", "/archive", idempotent=True)
_DELETE = Operation("archive_delete", "DELETE", "/archive", idempotent=True)
_BULK_DELETE = Operation("archive_bulk_delete", "DELETE", "/archive/bulk", idempotent=True)


class ArchiveResource(ArchiveListing):
    """Archived records of every kind in one list.

    ``list`` answers with the archived records of the workspace, of mixed kinds. The shape of the records is unknown;
    that they say their kind in `entityType` is inferred. To archive or restore a record, use the `archive` call of its
    own resource.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "archive"
    model = ArchivedRecord
    _listing = _LIST

    async def delete(
        self, id: str | ArchivedRecord, *, entity_type: str | None = UNSET, extra: Mapping[str, Any] | None = None
    ) -> ArchivedRecord:
        """Delete a record from the archive.

        Deletes one record that is archived. The body is inferred: `_id` follows every other delete, and `entityType`
        may be needed as well. Whether the record goes to the trash bin or is gone for good, and the shape of the
        answer, are unknown.

        Args:
            entity_type: The kind of record, such as `task`. Whether the call needs it or reads it is unknown.
                Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type}
        body = self._body("delete", fields, id=id, extra=extra)
        return await self._send(_DELETE, written(ArchivedRecord, body), body)

    async def bulk_delete(
        self,
        ids: Iterable[str | ArchivedRecord] | AsyncIterable[str | ArchivedRecord] | BulkResult,
        *,
        entity_type: str | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Delete many records from the archive.

        Deletes every named archived record. The body is inferred: `_ids` follows the other bulk deletes, and
        `entityType` may be needed as well. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type}
        body = self._body("bulk_delete", fields, extra=extra)
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)
